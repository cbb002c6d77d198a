/** The ways to go, by role. What has not arrived is said in its label. */
import type { Status } from '#lib/backend/generated/contract.ts';
import type { NavItem } from '#lib/shared/nav-bar/nav.ts';
import { answerWords } from '#lib/words/answer.ts';
import { areaWords } from '#lib/words/areas.ts';
import { callWords } from '#lib/words/call.ts';
import { caseWords } from '#lib/words/cases.ts';
import { checkWords } from '#lib/words/checks.ts';
import { words } from '#lib/words/en.ts';
import { figureWords } from '#lib/words/figures.ts';
import { pactWords } from '#lib/words/pact.ts';
import { referralWords } from '#lib/words/referrals.ts';
import { roundWords } from '#lib/words/rounds.ts';
import { tabletWords } from '#lib/words/tablets.ts';
import { taskWords } from '#lib/words/tasks.ts';

/** Pages that are reached from "More" where the rail has no room for them. */
const beyondMore = ['/arrived', '/rounds', '/order-areas', '/tasks', '/cases', '/referrals', '/pact', '/checks', '/tablets', '/directory', '/answer'];

export function waysFor(status: Status): NavItem[] {
	const findings: NavItem = { href: '/findings', text: words.nav.findings, icon: 'book-open' };
	const arrived: NavItem = {
		href: '/arrived',
		text: status.to_arrive === 0 ? words.nav.allArrived : words.nav.toArrive(status.to_arrive),
		icon: 'book-check'
	};
	const today: NavItem = { href: '/today', text: words.nav.today, icon: 'notebook-text' };
	const patrol: NavItem = { href: '/patrol', text: words.nav.patrol, icon: 'footprints' };
	if (status.session?.role === 'leader') {
		return [
			// A deputy goes on patrol as well.
			...(status.deputy_until === null ? [] : [today, { ...patrol, only: 'wide' as const }]),
			{ href: '/review', text: words.nav.review, icon: 'clipboard-check', count: status.to_review },
			{ href: '/call', text: callWords.title, icon: 'phone' },
			{ href: '/figures', text: figureWords.title, icon: 'chart-column', also: ['/repeats'] },
			{ href: '/answer', text: answerWords.title, icon: 'message-circle-question-mark', only: 'wide' },
			findings,
			{ ...arrived, only: 'wide' },
			{ href: '/tasks', text: taskWords.title, icon: 'list-todo', only: 'wide' },
			{ href: '/cases', text: caseWords.title, icon: 'notebook-tabs', only: 'wide' },
			{ href: '/referrals', text: referralWords.title, icon: 'send', only: 'wide' },
			{ href: '/rounds', text: roundWords.title, icon: 'footprints', only: 'wide' },
			{ href: '/order-areas', text: areaWords.title, icon: 'shield-alert', only: 'wide' },
			{ href: '/checks', text: checkWords.title, icon: 'hourglass', count: status.to_check, only: 'wide' },
			{ href: '/tablets', text: tabletWords.title, icon: 'tablet', count: status.tablets_in_need, only: 'wide' },
			{ href: '/pact', text: pactWords.title, icon: 'users-round', only: 'wide' },
			{ href: '/more', text: words.nav.more, icon: 'ellipsis', only: 'wide' },
			{
				href: '/more',
				text: words.nav.more,
				icon: 'ellipsis',
				count: status.to_check + status.tablets_in_need,
				only: 'narrow',
				also: beyondMore
			}
		];
	}
	const checks: NavItem = { href: '/checks', text: words.nav.checks, icon: 'hourglass', count: status.to_check };
	return [
		today,
		patrol,
		findings,
		arrived,
		...(status.checks_pages ? [checks] : [])
	];
}

/** The way whose page, or a page beneath it, is shown. */
export function currentWay(items: readonly NavItem[], path: string): string {
	const under = (top: string) => path === top || path.startsWith(`${top}/`);
	return items.find((item) => under(item.href) || item.also?.some(under))?.href ?? '';
}
