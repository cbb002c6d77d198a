/** What the directory says: where people can turn, trauma packs, premises to know. */
import { plural } from './plural.ts';

export const directoryWords = {
	title: 'Where to turn',
	second: 'On this tablet, also without a signal',
	/** The way to it from Today and Patrol. */
	open: 'Where to turn, trauma packs, premises',
	search: 'Search by name, place or what it is for',
	found: (n: number) => plural(n, 'entry fits', 'entries fit'),
	packs: 'Trauma packs',
	premises: 'Premises to know',
	telephone: 'Telephone',
	none: 'Nothing is listed yet',
	noneText: 'A team leader lists places to turn to, trauma packs and premises under “More”. They come with the next sync.',
	noneFound: 'Nothing fits',
	noneFoundText: 'Look for fewer letters, or for something else.',
	asWardens: 'As wardens see them'
} as const;
