/** The words of rounds and of checks of hotspots. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

const places = (n: number) => plural(n, 'place', 'places');

export const roundWords = {
	title: titles.rounds,
	due: 'Rounds due',
	toWalk: 'Round to walk',
	checked: (checked: number, of: number) => `${checked} of ${of} checked`,
	checkedPlaces: (checked: number, of: number) => `${checked} of ${places(of)} checked`,
	of: (checked: number, of: number) => `${checked} of ${of}`,
	/** A part of the bar, as it is read out. */
	part: {
		nothing: 'checked, nothing found',
		find: (finds: number) => `checked, ${plural(finds, 'find', 'finds')}`,
		next: 'next place',
		notYet: 'not yet checked'
	},
	bar: (name: string) => `Places of ${name}`,
	next: (away: string | null) => (away ? `Next, ${away}` : 'Next'),
	chosen: (away: string | null) => (away ? `Chosen, ${away}` : 'Chosen'),
	checkedAt: (when: string) => `Checked ${when}`,
	found: (finds: number) => (finds === 0 ? 'something found' : plural(finds, 'find', 'finds')),
	all: 'Every place is checked',
	allText: 'A place can still be chosen above, if something is found there.',
	nothing: 'Nothing found',
	something: 'Something found',
	at: (what: string, name: string) => `${what}: ${name}`,
	openCheck: 'Open or correct this check',
	notChecked: 'This check was not recorded',
	standing: (name: string) => `At ${name}: choose what you found`,
	standingText: 'It names the hotspot and belongs to its check.',
	notThere: 'It is not from there',
	checkHotspot: 'Check a hotspot',
	checkAnother: 'Check another hotspot',

	hotspots: {
		title: 'Check a hotspot',
		back: 'Patrol',
		second: 'Nearest first, where the place is known.',
		none: 'There are no hotspots to check',
		noneText: 'A team leader keeps them, under More. Those that were paused or have ended are not listed.'
	},

	told: {
		sums: (nothing: number, finds: number) => `Nothing found at ${places(nothing)} · ${plural(finds, 'find', 'finds')}`,
		notChecked: (names: readonly string[]) => `Not checked: ${names.join(', ')}`,
		outside: 'Hotspots checked on no round',
		nothingFound: 'Places checked, nothing found'
	},

	walked: {
		second: 'By day: what was walked, and what was not checked. That nothing was found counts, too.',
		none: 'No rounds are kept yet',
		noneText: 'Add hotspots first, then a round of them, under More.',
		quiet: 'No round was due or walked on these days',
		add: 'Add a round',
		earlier: 'Earlier days',
		latest: 'Back to the latest days',
		states: { all: 'All checked', in_part: 'Not all checked', not_walked: 'Not walked', open: 'Still open today' },
		patrol: (by: string) => `Patrol of ${by}`
	}
} as const;
