/**
 * Every page is drawn in the browser; nothing is rendered on a server or ahead of time. All pages but those with which the app
 * opens wait for the icons that come with their script.
 */
import { allIcons } from '#lib/shared/icon/icons.ts';
import type { LayoutLoad } from './$types';

export const ssr = false;
export const prerender = false;

const first = ['/', '/lock', '/enrol'];

export const load: LayoutLoad = async ({ route }) => {
	if (!first.includes(route.id ?? '')) await allIcons();
};
