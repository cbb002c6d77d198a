/**
 * Dates and times as typed in boxes, and as Rust keeps them. What is not a date yet is passed on as it stands: Rust says what
 * is wrong with it.
 */

/** The zone in which the council counts days and hours. */
const ZONE = 'Europe/London';

export type DateParts = { day: string; month: string; year: string };
export type TimeParts = { hour: string; minute: string };

const shaped = new Intl.DateTimeFormat('en-GB', {
	timeZone: ZONE,
	year: 'numeric',
	month: 'numeric',
	day: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23'
});

const spoken = new Intl.DateTimeFormat('en-GB', {
	timeZone: ZONE,
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23'
});

function zoned(moment: Date): Record<string, string> {
	return Object.fromEntries(shaped.formatToParts(moment).map((part) => [part.type, part.value]));
}

const two = (part: string) => (part === '' ? '' : part.padStart(2, '0'));

const one = (part: string) => part.replace(/^0+(?=\d)/, '');

const joined = ({ day, month, year }: DateParts) => `${year}-${two(month)}-${two(day)}`;

/** `2025-03-18`; null when nothing is typed. */
export function dateOf(parts: DateParts): string | null {
	const typed = { day: parts.day.trim(), month: parts.month.trim(), year: parts.year.trim() };
	return typed.day || typed.month || typed.year ? joined(typed) : null;
}

/** The boxes of a kept date, or of what was typed so far. */
export function dateParts(value: unknown): DateParts {
	const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split(/[-T ]/) : [];
	return { day: one(day), month: one(month), year };
}

/** The instant in RFC 3339, from boxes filled in London's time; null when nothing is typed. */
export function momentOf(date: DateParts, time: TimeParts): string | null {
	const hour = time.hour.trim();
	const minute = time.minute.trim();
	const day = dateOf(date);
	if (day === null && !hour && !minute) return null;
	const asTyped = `${day ?? '--'} ${hour}:${minute}`;
	if (!/^\d{1,2}$/.test(hour) || !/^\d{1,2}$/.test(minute) || day === null) return asTyped;
	const utc = Date.parse(`${day}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:00Z`);
	if (Number.isNaN(utc)) return asTyped;
	const there = zoned(new Date(utc));
	const read = Date.UTC(Number(there.year), Number(there.month) - 1, Number(there.day), Number(there.hour), Number(there.minute));
	const moment = new Date(utc - (read - utc));
	// 31 February is a date to JavaScript, and no date to a warden.
	return dateParts(day).day === one(zoned(moment).day ?? '') ? moment.toISOString().replace('.000Z', 'Z') : asTyped;
}

/** The boxes of a kept instant, or of what was typed so far. */
export function momentParts(value: unknown): { date: DateParts; time: TimeParts } {
	if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) {
		const at = zoned(new Date(value));
		return {
			date: { day: one(at.day ?? ''), month: one(at.month ?? ''), year: at.year ?? '' },
			time: { hour: at.hour ?? '', minute: at.minute ?? '' }
		};
	}
	const [day = '', clock = ''] = typeof value === 'string' ? value.split(' ') : [];
	const [hour = '', minute = ''] = clock.split(':');
	return { date: dateParts(day), time: { hour, minute } };
}

/** "Tuesday 18 March, 09:44"; empty for what is no instant. */
export function momentInWords(value: unknown): string {
	const at = typeof value === 'string' ? new Date(value) : undefined;
	if (!at || Number.isNaN(at.getTime())) return '';
	const part = Object.fromEntries(spoken.formatToParts(at).map((one) => [one.type, one.value]));
	return `${part.weekday} ${part.day} ${part.month}, ${part.hour}:${part.minute}`;
}
