/** What repeats are asked for comes back from the address as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, askedIn, requestOf } from './asked.ts';

const read = (address: string) => askedIn(new URL(address, 'http://x').searchParams);

test('what is asked comes back from its address, and the usual needs none', () => {
	assert.equal(addressOf(read('/repeats')), '/repeats');
	const own = { window: 'own', from: '2025-01-01', to: '2025-02-28', sort: 'trend' };
	assert.deepEqual(read(addressOf(own)), own);
});

test('dates are asked for only where they were chosen', () => {
	assert.deepEqual(requestOf({ window: '3_months', from: '2025-01-01', to: '', sort: 'count' }), {
		window: '3_months',
		from: null,
		to: null,
		sort: 'count'
	});
});
