/** What is said of a patrol in one line, and how long it has lasted. */
import type { FindingLine, PatrolView } from '#lib/backend/generated/contract.ts';
import { patrolWords } from '#lib/words/patrol.ts';

/** A finding that only waits for an answer to a question is opened, not finished: its form would have nothing to ask. */
export const finishes = ({ states }: Pick<FindingLine, 'states'>): boolean => states.includes('to_finish');

/** The first of what is still to finish: a form where there is one, else the page with the question. */
export const firstToFinish = <Line extends Pick<FindingLine, 'states'>>(open: readonly Line[]): Line | undefined =>
	open.find(finishes) ?? open[0];

type Shown = Pick<PatrolView, 'mode' | 'area' | 'with' | 'started_at' | 'ended_at' | 'minutes'>;

/** How it is patrolled, in words; a way that is not known is said as it is. */
export const modeOf = ({ mode }: Pick<Shown, 'mode'>): string =>
	Object.hasOwn(patrolWords.modeDuring, mode) ? patrolWords.modeDuring[mode as keyof typeof patrolWords.modeDuring] : mode;

/** "On foot · Chatham town centre · with Demo warden B". */
export function subtitleOf(patrol: Shown): string {
	const people = patrol.with.length > 0 ? patrolWords.withPeople(patrol.with) : patrolWords.alone;
	return [modeOf(patrol), patrol.area, people].filter(Boolean).join(' · ');
}

/** Whole minutes so far while it is under way, and in all once it ended. */
export function minutesOf(patrol: Shown, now: Date): number {
	if (patrol.ended_at !== null) return patrol.minutes;
	const passed = Math.floor((now.getTime() - Date.parse(patrol.started_at)) / 60_000);
	return Number.isNaN(passed) ? patrol.minutes : Math.max(0, passed);
}
