/** Over what figures are asked for. It stands in the page's address, so that the way back finds the same report. */
import type { FiguresRequest } from '#lib/backend/generated/contract.ts';
import { figureWords as words } from '#lib/words/figures.ts';

export type Asked = {
	/** `YYYY-MM-DD`, or empty for the usual year. */
	from: string;
	to: string;
	/** `before`, `year_before`, `nothing`, or empty for `before`. */
	compare: string;
	/** The code of a ward, the id of a task-force area, or empty. */
	ward: string;
};

const parts = ['from', 'to', 'compare', 'ward'] as const;

export function askedIn(address: Pick<URLSearchParams, 'get'>): Asked {
	const asked: Asked = { from: '', to: '', compare: '', ward: '' };
	for (const part of parts) asked[part] = address.get(part) ?? '';
	return asked;
}

/** The address of the report, or of one figure, over this. */
export function addressOf(asked: Asked, figure?: string): string {
	return at(figure === undefined ? '/figures' : `/figures/${encodeURIComponent(figure)}`, asked);
}

/** The address of the data on a page, over this. */
export const dataPageAt = (asked: Asked): string => at('/figures/page', asked);

function at(path: string, asked: Asked): string {
	const address = new URLSearchParams();
	for (const part of parts) if (asked[part] !== '') address.set(part, asked[part]);
	const query = address.toString();
	return query === '' ? path : `${path}?${query}`;
}

export function requestOf(asked: Asked): FiguresRequest {
	const said = (text: string) => (text === '' ? null : text);
	return { from: said(asked.from), to: said(asked.to), compare: said(asked.compare), ward: said(asked.ward) };
}

export type Preset = { id: string; text: string; from: string; to: string };

const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The periods that people ask for, as they stand on a day. */
export function presets(today: Date): Preset[] {
	const [year, month] = [today.getFullYear(), today.getMonth()];
	const quarter = Math.floor(month / 3) * 3;
	// A financial year ends with March.
	const ends = month >= 3 ? year : year - 1;
	return [
		{ id: 'year', text: words.yearToMonth, from: iso(year - 1, month, 1), to: iso(year, month, 0) },
		{ id: 'month', text: words.lastMonth, from: iso(year, month - 1, 1), to: iso(year, month, 0) },
		{ id: 'quarter', text: words.lastQuarter, from: iso(year, quarter - 3, 1), to: iso(year, quarter, 0) },
		{ id: 'this-year', text: words.thisYear, from: iso(year, 0, 1), to: iso(year, month, today.getDate()) },
		{ id: 'last-year', text: words.lastYear, from: iso(year - 1, 0, 1), to: iso(year - 1, 11, 31) },
		{ id: 'financial', text: words.financialYear, from: iso(ends - 1, 3, 1), to: iso(ends, 2, 31) }
	];
}
