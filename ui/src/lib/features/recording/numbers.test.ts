/** Money is typed in pounds and kept in whole pence, and what is no number goes on as typed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberOf, numberText } from './numbers.ts';

test('pounds are kept in pence, without an error of the last penny', () => {
	const kept = { '12': 1200, '12.5': 1250, '12,50': 1250, '£0.29': 29, '1.1': 110, '8.87': 887, '1005.55': 100555 };
	for (const [typed, pence] of Object.entries(kept)) assert.equal(numberOf(typed, 'money'), pence, typed);
});

test('what is no amount goes on as typed', () => {
	for (const typed of ['12.505', '-3', '1,250.00', 'ten', '1e3']) assert.equal(numberOf(typed, 'money'), typed);
	assert.equal(numberOf(' ', 'money'), null);
});

test('an amount comes back as it is written', () => {
	assert.deepEqual([1200, 1250, 29, 5, 'ten', null].map((one) => numberText(one, 'money')), ['12', '12.50', '0.29', '0.05', 'ten', '']);
});

test('other numbers stay as they are', () => {
	assert.equal(numberOf('2,5', 'decimal'), 2.5);
	assert.equal(numberOf('-4', 'int'), -4);
	assert.equal(numberText(2.5, 'decimal'), '2.5');
});
