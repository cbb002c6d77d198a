/** The ways to go, by role. What has not arrived is said in its label. */
import type { Status } from '#lib/backend/generated/contract.ts';
import type { NavItem } from '#lib/shared/nav-bar/nav.ts';
import { words } from '#lib/words/en.ts';
import { titles } from '#lib/words/titles.ts';

/** Pages that are reached from "More" where the rail has no room for them. */
const beyondMore = ['/arrived', '/rounds', '/order-areas', '/tasks', '/cases', '/referrals', '/pact', '/checks', '/tablets', '/answer'];
/** Pages that are reached from there alone: the rail is full. */
const fromMore = ['/directory', '/restricted'];

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
			{ href: '/call', text: titles.call, icon: 'phone' },
			{ href: '/figures', text: titles.figures, icon: 'chart-column', also: ['/repeats'] },
			{ href: '/answer', text: titles.answer, icon: 'message-circle-question-mark', only: 'wide' },
			findings,
			{ ...arrived, only: 'wide' },
			{ href: '/tasks', text: titles.tasks, icon: 'list-todo', only: 'wide' },
			{ href: '/cases', text: titles.cases, icon: 'notebook-tabs', only: 'wide' },
			{ href: '/referrals', text: titles.referrals, icon: 'send', only: 'wide' },
			{ href: '/rounds', text: titles.rounds, icon: 'footprints', only: 'wide' },
			{ href: '/order-areas', text: titles.areas, icon: 'shield-alert', only: 'wide' },
			{ href: '/checks', text: titles.checks, icon: 'hourglass', count: status.to_check, only: 'wide' },
			{ href: '/tablets', text: titles.tablets, icon: 'tablet', count: status.tablets_in_need, only: 'wide' },
			{ href: '/pact', text: titles.pact, icon: 'users-round', only: 'wide' },
			{ href: '/more', text: words.nav.more, icon: 'ellipsis', only: 'wide', also: fromMore },
			{
				href: '/more',
				text: words.nav.more,
				icon: 'ellipsis',
				count: status.to_check + status.tablets_in_need,
				only: 'narrow',
				also: [...beyondMore, ...fromMore]
			}
		];
	}
	const restricted: NavItem = { href: '/restricted', text: titles.restricted, icon: 'lock' };
	const checks: NavItem = { href: '/checks', text: titles.checks, icon: 'hourglass', count: status.to_check };
	return [
		today,
		patrol,
		findings,
		arrived,
		...(status.checks_pages ? [checks] : []),
		...(status.reads_restricted ? [restricted] : [])
	];
}

/** The way whose page, or a page beneath it, is shown. */
export function currentWay(items: readonly NavItem[], path: string): string {
	const under = (top: string) => path === top || path.startsWith(`${top}/`);
	return items.find((item) => under(item.href) || item.also?.some(under))?.href ?? '';
}
