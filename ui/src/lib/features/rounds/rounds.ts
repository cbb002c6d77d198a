/** What a place of a round is shown and read out as. */
import type { RoundPlace, RoundView } from '#lib/backend/generated/contract.ts';
import { roundWords } from '#lib/words/rounds.ts';

export type Part = 'nothing' | 'find' | 'next' | 'not_yet';

export function partOf(round: Pick<RoundView, 'next'>, place: RoundPlace): Part {
	if (place.check) return place.check.result === 'find' ? 'find' : 'nothing';
	return place.hotspot === round.next ? 'next' : 'not_yet';
}

export function saidOf(round: Pick<RoundView, 'next'>, place: RoundPlace): string {
	const said = roundWords.part;
	const part = partOf(round, place);
	return { nothing: said.nothing, find: said.find(place.check?.finds ?? 0), next: said.next, not_yet: said.notYet }[part];
}

export const notChecked = (round: Pick<RoundView, 'places'>): string[] =>
	round.places.filter((place) => !place.check).map((place) => place.name);
