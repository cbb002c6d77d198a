/** What the leader's page "Tablets" says. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const tabletWords = {
	title: titles.tablets,
	of: (n: number, team: string) => `${plural(n, 'tablet', 'tablets')} of the ${team} team`,
	inNeed: (n: number) => plural(n, 'tablet needs someone', 'tablets need someone'),
	totals: { need: 'need you now', watch: 'to watch', well: 'all well', pages: 'pages to arrive' },
	tablet: 'Tablet',
	heard: 'Last heard',
	oldest: 'Oldest not arrived',
	pages: 'Pages',
	photos: 'Photos',
	state: 'State',
	nobody: 'nobody',
	free: 'Free',
	clock: 'Clock',
	version: 'Version',
	unknown: 'not known',
	also: (free: string, clock: string, version: string) => `Free: ${free} · clock: ${clock} · version: ${version}`,
	rule: '“Not heard from” stands here after one working day without a word. Bank holidays of England and Wales are no working days.',
	unlock: {
		title: 'Somebody cannot unlock their tablet',
		text: 'They ring you and read out the number that their tablet shows under “Choose a new PIN”. Make sure that it is them. The code opens that tablet once, and they choose a new PIN.',
		choose: 'Choose a tablet',
		tabletMissing: 'Choose the tablet that they read out',
		number: 'Number on the tablet',
		show: 'Show the code',
		readOut: (tablet: string) => `Read this out to the person at ${tablet}:`
	},
	asOf: (at: string) => `As the council office told it, ${at}.`,
	none: 'The council office has not told of the tablets yet',
	noneText: 'It does with the next sync. “Sync now” is on the page of what has arrived.'
} as const;
