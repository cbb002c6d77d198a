/** Which findings are asked for. The filter stands in the page's address, so that the way back finds the same list. */
import type { AreaChoices, FindingsRequest, KindTile } from '#lib/backend/generated/contract.ts';
import { findingsWords as words } from '#lib/words/findings.ts';

/** In whichever order area. */
export const anyArea = 'any';

export type Filter = {
	search: string;
	kind: string;
	state: string;
	/** `YYYY-MM-DD`, or empty. */
	from: string;
	to: string;
	/** The code of a ward, or empty. */
	ward: string;
	/** The id of an order area, `any`, or empty. */
	area: string;
	/** What comes back: a place, a vehicle or a person of the page of repeats, or empty. */
	again: string;
};

export const noFilter: Filter = { search: '', kind: '', state: '', from: '', to: '', ward: '', area: '', again: '' };

const parts = ['search', 'kind', 'state', 'from', 'to', 'ward', 'area', 'again'] as const;

export function filterIn(address: Pick<URLSearchParams, 'get'>): Filter {
	const filter = { ...noFilter };
	for (const part of parts) filter[part] = address.get(part) ?? '';
	return filter;
}

/** The address of the list with this filter. */
export function addressOf(filter: Filter): string {
	const address = new URLSearchParams();
	for (const part of parts) if (filter[part] !== '') address.set(part, filter[part]);
	const query = address.toString();
	return query === '' ? '/findings' : `/findings?${query}`;
}

/** The kinds to choose from, by name: there are many. */
export const kindOptions = (kinds: readonly KindTile[]): { value: string; text: string }[] =>
	kinds.map(({ id, name }) => ({ value: id, text: name })).toSorted((one, other) => one.text.localeCompare(other.text));

/** The order areas to choose from; none where the council has none. */
export function areaOptions(areas: AreaChoices | null): { value: string; text: string }[] {
	const orders = areas?.orders ?? [];
	return orders.length === 0
		? []
		: [{ value: anyArea, text: words.inAnyArea }, ...orders.map(({ id, name }) => ({ value: id, text: name }))];
}

export function requestOf(filter: Filter, after: string | null): FindingsRequest {
	const said = (text: string) => (text === '' ? null : text);
	return {
		search: said(filter.search.trim()),
		kind: said(filter.kind),
		state: said(filter.state),
		from: said(filter.from),
		to: said(filter.to),
		ward: said(filter.ward),
		order_area: said(filter.area),
		again: said(filter.again),
		after
	};
}

/** How many filters are on; the search is none of them, and two dates are one. */
export function countOf(filter: Filter): number {
	return [filter.kind, filter.state, filter.from + filter.to, filter.ward, filter.area, filter.again].filter((part) => part !== '').length;
}

/** Whether the list goes by what is due rather than by what is newest. */
export function isByDue(filter: Filter): boolean {
	return ['clock', 'clock_soon', 'clock_passed'].includes(filter.state);
}

export type DateParts = { day: string; month: string; year: string };

/** The parts of `YYYY-MM-DD`; empty for none. */
export function partsOf(date: string): DateParts {
	const [year = '', month = '', day = ''] = date.split('-');
	return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}

/** `YYYY-MM-DD` for what was typed, empty for nothing typed, null for what is no date. */
export function dateOf({ day, month, year }: DateParts): string | null {
	const typed = [year, month, day].map((part) => part.trim());
	if (typed.every((part) => part === '')) return '';
	if (!typed.every((part) => /^\d{1,4}$/.test(part))) return null;
	const [y = 0, m = 0, d = 0] = typed.map(Number);
	const date = new Date(Date.UTC(y, m - 1, d));
	const real = y >= 1000 && date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
	return real ? date.toISOString().slice(0, 10) : null;
}

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "10 March 2025". An address that says no date shows as it is. */
export function dayOf(date: string): string {
	const moment = Date.parse(`${date}T00:00:00Z`);
	return Number.isNaN(moment) ? date : dayWords.format(moment);
}
