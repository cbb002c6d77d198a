/**
 * Before the first page is drawn: how the tablet stands, the address of the page on which someone belongs, and the letters,
 * without which the page would be painted twice.
 */
import type { ClientInit } from '@sveltejs/kit/hooks';
import { session } from '#lib/features/session/session.svelte.ts';
import { insteadOf } from '#lib/features/session/where.ts';

const LETTERS = ['1rem "Atkinson Hyperlegible Next Variable"', '1rem "Atkinson Hyperlegible Mono Variable"'];
/** A book that takes longer to open, such as one of an older version, says so. */
const PATIENCE_MS = 500;

const status = session.begin();

export const init: ClientInit = async () => {
	const patience = new Promise<void>((over) => setTimeout(over, PATIENCE_MS));
	// They are in the page itself, so they are there at once; without them it is drawn in the computer's own.
	const letters = Promise.all(LETTERS.map((each) => document.fonts.load(each))).catch(() => undefined);
	await Promise.all([letters, Promise.race([status, patience])]);
	const belongs = session.status && insteadOf(location.pathname, session.status);
	if (belongs) history.replaceState(null, '', belongs);
};
