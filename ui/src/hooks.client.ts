/**
 * Before the first page is drawn: the address of the page on which someone belongs, as far as the window has told it, and
 * the letters, without which the page would be painted twice.
 */
import type { ClientInit } from '@sveltejs/kit/hooks';
import { statusAtStart } from '#lib/backend/index.ts';
import { insteadOf } from '#lib/features/session/where.ts';

const LETTERS = ['1rem "Atkinson Hyperlegible Next Variable"', '1rem "Atkinson Hyperlegible Mono Variable"'];

const status = statusAtStart();
const belongs = status && insteadOf(location.pathname, status);
if (belongs) history.replaceState(null, '', belongs);

export const init: ClientInit = async () => {
	// They are in the page itself, so they are there at once; without them it is drawn in the computer's own.
	await Promise.all(LETTERS.map((letters) => document.fonts.load(letters))).catch(() => undefined);
};
