/** What the leader's page "More" says. */
import { plural } from './plural.ts';

export const moreWords = {
	title: 'More',
	watch: 'To watch over',
	registers: 'Registers',
	registersText: 'What is kept besides findings: hotspots and rounds, panels, forums.',
	noRegisters: 'This council’s catalogue has no registers.',
	add: 'Add',
	entries: (total: number, capped: boolean) =>
		capped ? `${total.toLocaleString('en-GB')} and more` : plural(total, 'entry', 'entries'),
	none: (name: string) => `${name}: none yet. Add the first one above.`,
	showMore: 'Show more',
	exportTitle: 'Findings as a file',
	exportText: 'The team’s findings on this tablet, one row each. One kind alone has its own questions as columns.',
	exportChecks: 'Hotspot checks, also those with nothing found',
	exportFormat: 'In which form',
	exportButton: 'Write the file',
	exported: (rows: number) => `${plural(rows, 'row', 'rows')} written to`,
	photos: 'Photos',
	you: 'You',
	name: 'Name',
	role: 'Role',
	deputy: 'As a deputy, until the end of',
	team: 'Team',
	book: 'Book',
	kinds: 'Kinds of finding',
	kindsInUse: ({ version, published }: { version: number; published: boolean }) =>
		published ? `Version ${version}, published by your council` : `Version ${version}, as they came with Patrolbook`,
	key: 'Key of this tablet’s book',
	keyKept: { keychain: 'In the keychain of this computer', file: 'In a file of this account' },
	roles: { leader: 'Team leader', warden: 'Warden', admin: 'Administrator' } as Record<string, string>,
	lock: 'Lock this tablet'
} as const;
