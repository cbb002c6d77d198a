/** What is typed in London's time is the right instant, and what is no date goes on as typed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOf, dateParts, momentInWords, momentOf, momentParts } from './moments.ts';

const date = (day: string, month: string, year: string) => ({ day, month, year });
const time = (hour: string, minute: string) => ({ hour, minute });

test('a time typed in winter is the same in UTC, and one in summer an hour earlier', () => {
	assert.equal(momentOf(date('18', '3', '2025'), time('9', '44')), '2025-03-18T09:44:00Z');
	assert.equal(momentOf(date('18', '6', '2025'), time('00', '05')), '2025-06-17T23:05:00Z');
});

test('an instant comes back in the boxes it was typed in', () => {
	const { date: day, time: clock } = momentParts('2025-06-17T23:05:00Z');
	assert.deepEqual(day, date('18', '6', '2025'));
	assert.deepEqual(clock, time('00', '05'));
	assert.equal(momentInWords('2025-06-17T23:05:00Z'), 'Wednesday 18 June, 00:05');
});

test('half a date goes on as typed, and comes back in its boxes', () => {
	const half = momentOf(date('18', '', ''), time('9', ''));
	assert.equal(half, '--18 9:');
	const back = momentParts(momentOf(date('18', '3', '2025'), time('9', '')));
	assert.deepEqual(back, { date: date('18', '3', '2025'), time: time('9', '') });
});

test('a day that no month has is not turned into another', () => {
	assert.equal(momentOf(date('31', '2', '2025'), time('9', '00')), '2025-02-31 9:00');
	assert.equal(dateOf(date('31', '2', '2025')), '2025-02-31');
});

test('empty boxes are no answer', () => {
	assert.equal(dateOf(date(' ', '', '')), null);
	assert.equal(momentOf(date('', '', ''), time('', '')), null);
	assert.deepEqual(dateParts(null), date('', '', ''));
});
