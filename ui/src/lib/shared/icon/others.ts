/** The icons of all other pages, and of the catalogue (Lucide), one import each, so that only these are bundled. */
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Bed from '@lucide/svelte/icons/bed';
import Bike from '@lucide/svelte/icons/bike';
import Biohazard from '@lucide/svelte/icons/biohazard';
import Bird from '@lucide/svelte/icons/bird';
import BookOpen from '@lucide/svelte/icons/book-open';
import BrushCleaning from '@lucide/svelte/icons/brush-cleaning';
import Calendar from '@lucide/svelte/icons/calendar';
import Camera from '@lucide/svelte/icons/camera';
import Car from '@lucide/svelte/icons/car';
import Caravan from '@lucide/svelte/icons/caravan';
import Cctv from '@lucide/svelte/icons/cctv';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import ChevronUp from '@lucide/svelte/icons/chevron-up';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Construction from '@lucide/svelte/icons/construction';
import Copy from '@lucide/svelte/icons/copy';
import Dog from '@lucide/svelte/icons/dog';
import DoorClosed from '@lucide/svelte/icons/door-closed';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Download from '@lucide/svelte/icons/download';
import Droplets from '@lucide/svelte/icons/droplets';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Flag from '@lucide/svelte/icons/flag';
import Flame from '@lucide/svelte/icons/flame';
import Footprints from '@lucide/svelte/icons/footprints';
import Gauge from '@lucide/svelte/icons/gauge';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Handshake from '@lucide/svelte/icons/handshake';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import Hourglass from '@lucide/svelte/icons/hourglass';
import House from '@lucide/svelte/icons/house';
import Image from '@lucide/svelte/icons/image';
import ImagePlus from '@lucide/svelte/icons/image-plus';
import Info from '@lucide/svelte/icons/info';
import KeyRound from '@lucide/svelte/icons/key-round';
import Landmark from '@lucide/svelte/icons/landmark';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ListTodo from '@lucide/svelte/icons/list-todo';
import LocateFixed from '@lucide/svelte/icons/locate-fixed';
import LocateOff from '@lucide/svelte/icons/locate-off';
import LockOpen from '@lucide/svelte/icons/lock-open';
import MapPin from '@lucide/svelte/icons/map-pin';
import Megaphone from '@lucide/svelte/icons/megaphone';
import MessageCircleQuestionMark from '@lucide/svelte/icons/message-circle-question-mark';
import MessageSquareWarning from '@lucide/svelte/icons/message-square-warning';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Minus from '@lucide/svelte/icons/minus';
import NotebookTabs from '@lucide/svelte/icons/notebook-tabs';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import PawPrint from '@lucide/svelte/icons/paw-print';
import Phone from '@lucide/svelte/icons/phone';
import Plus from '@lucide/svelte/icons/plus';
import Printer from '@lucide/svelte/icons/printer';
import ReceiptPoundSterling from '@lucide/svelte/icons/receipt-pound-sterling';
import Recycle from '@lucide/svelte/icons/recycle';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Repeat from '@lucide/svelte/icons/repeat';
import RotateCcwClock from '@lucide/svelte/icons/rotate-ccw-clock';
import Scale from '@lucide/svelte/icons/scale';
import School from '@lucide/svelte/icons/school';
import Search from '@lucide/svelte/icons/search';
import Send from '@lucide/svelte/icons/send';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShoppingCart from '@lucide/svelte/icons/shopping-cart';
import Signpost from '@lucide/svelte/icons/signpost';
import Skull from '@lucide/svelte/icons/skull';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import SprayCan from '@lucide/svelte/icons/spray-can';
import Sprout from '@lucide/svelte/icons/sprout';
import Stamp from '@lucide/svelte/icons/stamp';
import Store from '@lucide/svelte/icons/store';
import Strikethrough from '@lucide/svelte/icons/strikethrough';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import SwitchCamera from '@lucide/svelte/icons/switch-camera';
import Syringe from '@lucide/svelte/icons/syringe';
import Tablet from '@lucide/svelte/icons/tablet';
import Trash from '@lucide/svelte/icons/trash';
import TreePine from '@lucide/svelte/icons/tree-pine';
import UserRound from '@lucide/svelte/icons/user-round';
import Users from '@lucide/svelte/icons/users';
import Volume2 from '@lucide/svelte/icons/volume-2';
import Wine from '@lucide/svelte/icons/wine';
import Zap from '@lucide/svelte/icons/zap';

export const others = {
	'arrow-right': ArrowRight,
	bed: Bed,
	bike: Bike,
	biohazard: Biohazard,
	bird: Bird,
	'book-open': BookOpen,
	'brush-cleaning': BrushCleaning,
	calendar: Calendar,
	camera: Camera,
	car: Car,
	caravan: Caravan,
	cctv: Cctv,
	'chart-column': ChartColumn,
	'chevron-down': ChevronDown,
	'chevron-right': ChevronRight,
	'chevron-up': ChevronUp,
	'circle-alert': CircleAlert,
	'clipboard-check': ClipboardCheck,
	'columns-2': Columns2,
	construction: Construction,
	copy: Copy,
	dog: Dog,
	'door-closed': DoorClosed,
	'door-open': DoorOpen,
	download: Download,
	droplets: Droplets,
	ellipsis: Ellipsis,
	'eye-off': EyeOff,
	flag: Flag,
	flame: Flame,
	footprints: Footprints,
	gauge: Gauge,
	'hand-coins': HandCoins,
	handshake: Handshake,
	'hard-drive': HardDrive,
	'heart-pulse': HeartPulse,
	history: RotateCcwClock,
	hourglass: Hourglass,
	house: House,
	image: Image,
	'image-plus': ImagePlus,
	info: Info,
	'key-round': KeyRound,
	landmark: Landmark,
	lightbulb: Lightbulb,
	'list-checks': ListChecks,
	'list-todo': ListTodo,
	'locate-fixed': LocateFixed,
	'locate-off': LocateOff,
	'lock-open': LockOpen,
	'map-pin': MapPin,
	megaphone: Megaphone,
	'message-circle-question-mark': MessageCircleQuestionMark,
	'message-square-warning': MessageSquareWarning,
	'messages-square': MessagesSquare,
	minus: Minus,
	'notebook-tabs': NotebookTabs,
	'notebook-text': NotebookText,
	'paw-print': PawPrint,
	phone: Phone,
	plus: Plus,
	printer: Printer,
	'receipt-pound-sterling': ReceiptPoundSterling,
	recycle: Recycle,
	'refresh-cw': RefreshCw,
	repeat: Repeat,
	'rotate-ccw-clock': RotateCcwClock,
	scale: Scale,
	school: School,
	search: Search,
	send: Send,
	'shield-alert': ShieldAlert,
	'shopping-cart': ShoppingCart,
	signpost: Signpost,
	skull: Skull,
	'sliders-horizontal': SlidersHorizontal,
	'spray-can': SprayCan,
	sprout: Sprout,
	stamp: Stamp,
	store: Store,
	strikethrough: Strikethrough,
	'sun-moon': SunMoon,
	'switch-camera': SwitchCamera,
	syringe: Syringe,
	tablet: Tablet,
	trash: Trash,
	'trash-2': Trash,
	'tree-pine': TreePine,
	'user-round': UserRound,
	users: Users,
	'volume-2': Volume2,
	wine: Wine,
	zap: Zap
} as const;
