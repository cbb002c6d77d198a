/** What referrals to partners say: the list of those that wait, and of those that ended. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const referralWords = {
	title: titles.referrals,
	all: 'All referrals that wait',
	second: (waiting: number, late: number) =>
		late > 0 ? `${plural(waiting, 'referral waits', 'referrals wait')}, ${late} run out` : plural(waiting, 'referral waits', 'referrals wait'),
	waiting: 'Waiting, what is due first on top',
	waitingShort: 'Waiting',
	none: 'No referral waits',
	noneText: 'A finding is referred from its own page, under “Belonging to this finding”. It waits here until the partner answers.',
	ended: 'Ended',
	noneEnded: 'No referral has ended yet.'
} as const;
