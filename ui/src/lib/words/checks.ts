/** What the page "Waiting for a check" says. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const checkWords = {
	title: titles.checks,
	second: 'Pages that the council office keeps, but leaves out of every list and sum until you let them in.',
	tablet: (code: string) => (code === '' ? 'A tablet not known here' : `Tablet ${code}`),
	waiting: (n: number) => plural(n, 'page waits', 'pages wait'),
	decided: 'Decided',
	by: (who: string, at: string) => `${who} · ${at}`,
	clock: 'by a clock that was wrong',
	why: 'Why it waits',
	unread: 'What it says cannot be read here.',
	accept: 'Let it count',
	decline: 'Leave it out',
	notAccepted: 'This page cannot be let in. What it says has to be done anew.',
	changeTo: { accept: 'Let it count after all', decline: 'Leave it out after all' },
	acceptTitle: (page: number) => `Let page ${page} count`,
	declineTitle: (page: number) => `Leave page ${page} out`,
	explained: 'Your name, the time and the reason are written into your book. It can be decided anew.',
	reason: 'Why?',
	reasonMissing: 'Enter why',
	done: { accept: (page: number) => `Page ${page} counts from now on.`, decline: (page: number) => `Page ${page} stays out.` },
	emptyTitle: 'No page waits for a check',
	emptyText: 'Everything that has arrived counts. A page written without leave, or that the council office cannot read, would stand here.'
} as const;
