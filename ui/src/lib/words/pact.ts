/** What the pages of PACT panels say. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const pactWords = {
	title: titles.pact,
	second: 'Where each panel stands, and its sheet for the next meeting.',
	none: 'No panels yet',
	noneText: 'A panel is added on the page “More”, under its register. Its meetings and issues then stand here.',
	list: 'Panels',
	lastMet: (day: string) => `last met ${day}`,
	notMet: 'has not met yet',
	next: (day: string) => `next meeting ${day}`,
	noNext: 'no next meeting set',
	passed: (day: string) => `its meeting was set for ${day}: record it, or set another day`,
	open: (n: number) => plural(n, 'open issue', 'open issues'),
	again: (n: number) => `${plural(n, 'issue', 'issues')} raised three times or more`,

	sheet: 'You said, we did',
	print: 'Print this sheet',
	register: 'Its entry in the register',
	raised: 'issues on this sheet',
	resolved: 'resolved by us',
	passedOn: 'passed on',
	inHand: 'still in hand',
	otherwise: 'ended otherwise',
	youSaid: 'You said',
	weDid: 'We did',
	priority: 'Panel priority',
	findings: (n: number) => plural(n, 'finding', 'findings'),
	notSaid: 'Nobody has said yet what was done. Correct the issue, under “What we did”.',
	names: (who: string) => `Names ${who}. Take the name out before you print.`,
	empty: 'Nothing stands on this sheet',
	emptyText: 'No issue of this panel’s last meeting is recorded, and none of earlier ones is still open.',
	notMetText: 'Record its first meeting and the issues that are raised. They then stand here with what was done.',
	care: 'Only what the issues say is printed, no names of who recorded or raised them and no place. Read it through before it leaves the team.'
} as const;
