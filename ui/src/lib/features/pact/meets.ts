/** When a panel met and meets next, in words. */
import type { PanelLine } from '#lib/backend/generated/contract.ts';
import { pactWords as words } from '#lib/words/pact.ts';

export function metAndNext({ last, next, passed, asleep }: PanelLine): string {
	const met = last === null ? words.notMet : words.lastMet(last);
	if (asleep !== null) return met;
	if (next === null) return `${met} · ${words.noNext}`;
	return `${met} · ${passed ? words.passed(next) : words.next(next)}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
