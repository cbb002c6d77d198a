/** The icons of the pages with which the app opens, whose script comes first (Lucide). */
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import BookCheck from '@lucide/svelte/icons/book-check';
import BriefcaseMedical from '@lucide/svelte/icons/briefcase-medical';
import Check from '@lucide/svelte/icons/check';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import Delete from '@lucide/svelte/icons/delete';
import Lock from '@lucide/svelte/icons/lock';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Moon from '@lucide/svelte/icons/moon';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import OctagonAlert from '@lucide/svelte/icons/octagon-alert';
import Pencil from '@lucide/svelte/icons/pencil';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Sun from '@lucide/svelte/icons/sun';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import User from '@lucide/svelte/icons/user';
import UsersRound from '@lucide/svelte/icons/users-round';
import Wifi from '@lucide/svelte/icons/wifi';
import WifiOff from '@lucide/svelte/icons/wifi-off';
import X from '@lucide/svelte/icons/x';

export const first = {
	'arrow-left': ArrowLeft,
	'book-check': BookCheck,
	'briefcase-medical': BriefcaseMedical,
	check: Check,
	'circle-check': CircleCheck,
	clock: Clock,
	'clock-alert': ClockAlert,
	delete: Delete,
	lock: Lock,
	'message-square': MessageSquare,
	moon: Moon,
	'notebook-pen': NotebookPen,
	'octagon-alert': OctagonAlert,
	pencil: Pencil,
	'shield-check': ShieldCheck,
	sun: Sun,
	'triangle-alert': TriangleAlert,
	'undo-2': Undo2,
	user: User,
	'users-round': UsersRound,
	wifi: Wifi,
	'wifi-off': WifiOff,
	x: X
} as const;
