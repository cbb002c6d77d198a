/** One way to go, as the bar or the rail shows it. */
import type { IconName } from '../icon/icons';

export type NavItem = {
	href: string;
	text: string;
	icon: IconName;
	/** How many wait there. None is drawn for zero. */
	count?: number;
	/** Pages that are reached from there: it stands for them where they have no way of their own. */
	also?: readonly string[];
	/** Drawn only in portrait (`narrow`) or only beside the page (`wide`). */
	only?: 'narrow' | 'wide';
};
