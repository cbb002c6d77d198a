/**
 * The icons that the pages and the catalogue may name. Those of the first page are there with it; the others come with the
 * script of the other pages, none of which is drawn before.
 */
import type { LucideIcon } from '@lucide/svelte';
import { first } from './first.ts';
import type { others } from './others.ts';

export type IconName = keyof typeof first | keyof typeof others;

let drawn: Partial<Record<IconName, LucideIcon>> = first;
let asked: Promise<void> | undefined;

/** Done when every icon is there. */
export function allIcons(): Promise<void> {
	asked ??= import('./others.ts').then(({ others }) => void (drawn = { ...first, ...others }));
	return asked;
}

export const icon = (name: IconName): LucideIcon | undefined => drawn[name];

/** A catalogue names its icon as text. One that we do not draw gets the notebook: the name beside it says the kind. */
export function iconNamed(name: string): IconName {
	return Object.hasOwn(drawn, name) ? (name as IconName) : 'notebook-pen';
}
