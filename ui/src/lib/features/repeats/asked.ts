/** Over which days repeats are asked for, and in which order. It stands in the page's address. */
import type { RepeatsRequest } from '#lib/backend/generated/contract.ts';

export type Asked = {
	/** `28_days`, `3_months`, `12_months`, or `own` for the two dates. */
	window: string;
	/** `YYYY-MM-DD`, or empty. */
	from: string;
	to: string;
	/** `count`, `trend` or `last_seen`. */
	sort: string;
};

const usual: Asked = { window: '28_days', from: '', to: '', sort: 'count' };
const parts = ['window', 'from', 'to', 'sort'] as const;

export function askedIn(address: Pick<URLSearchParams, 'get'>): Asked {
	const asked = { ...usual };
	for (const part of parts) asked[part] = address.get(part) ?? usual[part];
	return asked;
}

export function addressOf(asked: Asked): string {
	const address = new URLSearchParams();
	for (const part of parts) if (asked[part] !== usual[part]) address.set(part, asked[part]);
	const query = address.toString();
	return query === '' ? '/repeats' : `/repeats?${query}`;
}

export function requestOf(asked: Asked): RepeatsRequest {
	const own = asked.window === 'own';
	return { window: asked.window, from: own ? asked.from : null, to: own ? asked.to : null, sort: asked.sort };
}
