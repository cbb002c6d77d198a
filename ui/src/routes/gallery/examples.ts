/** Invented findings and choices for the gallery. */
import type { NavItem } from '#lib/shared/nav-bar/nav.ts';
import { words } from '#lib/words/en.ts';

export const nav: NavItem[] = [
	{ href: '/', text: words.nav.today, icon: 'notebook-text' },
	{ href: '/gallery', text: words.nav.patrol, icon: 'footprints' },
	{ href: '/findings', text: words.nav.findings, icon: 'book-open' },
	{ href: '/arrived', text: words.nav.toArrive(3), icon: 'book-check', count: 3 }
];

export const colours = [
	['Paper', 'bg', 'ground'],
	['Leaf', 'card', 'surface'],
	['Ink', 'ink', ''],
	['Pencil', 'ink2', ''],
	['Edge', 'ctl', 'controls'],
	['Rule', 'line', 'decoration'],
	['Damson', 'acc', ''],
	['Button', 'acc-fill', ''],
	['Stop', 'err', ''],
	['Soon', 'warn', ''],
	['Safe', 'ok', ''],
	['Focus', 'focus', 'with ink ring']
] as const;

export const signs = [
	'Flat tyre',
	'Litter or weeds beneath',
	'Window broken',
	'Wheel missing',
	'Burnt out',
	'Badly damaged',
	'Moss or sap',
	'Full of waste',
	'No number plate',
	'Needles inside',
	'Door open'
].map((text) => ({ value: text, text }));

/** A drawn picture instead of a photograph of anyone's street. */
export const picture =
	'data:image/svg+xml,' +
	encodeURIComponent(
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#8b8377" d="M0 0h4v3H0z"/><path fill="#6d665c" d="M0 1h4v1H0z"/><path fill="#f1ece0" d="M1 1.2h1.4v.3H1z"/></svg>'
	);
