/** A typed number as Rust takes it, and back: money is typed in pounds and kept in whole pence. */

/** What is no number goes on as typed: Rust says what is wrong. */
export function numberOf(typed: string, type: string): number | string | null {
	const text = typed.trim().replace(',', '.');
	if (text === '') return null;
	if (type !== 'money') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : typed;
	const [, pounds, pence = ''] = /^£?\s?(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
	return pounds === undefined ? typed : Number(pounds + pence.padEnd(2, '0'));
}

export function numberText(value: unknown, type: string): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'number') return '';
	if (type !== 'money' || !Number.isInteger(value)) return String(value);
	return value % 100 === 0 ? String(value / 100) : (value / 100).toFixed(2);
}
