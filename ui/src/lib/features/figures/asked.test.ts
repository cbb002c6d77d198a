/** Periods and addresses of figures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, askedIn, dataPageAt, presets, requestOf } from './asked.ts';

test('periods are whole, also over the turn of the year and before April', () => {
	const of = (day: string) => Object.fromEntries(presets(new Date(`${day}T12:00:00`)).map(({ id, from, to }) => [id, [from, to]]));
	assert.deepEqual(of('2018-11-05'), {
		year: ['2017-11-01', '2018-10-31'],
		month: ['2018-10-01', '2018-10-31'],
		quarter: ['2018-07-01', '2018-09-30'],
		'this-year': ['2018-01-01', '2018-11-05'],
		'last-year': ['2017-01-01', '2017-12-31'],
		financial: ['2017-04-01', '2018-03-31']
	});
	const january = of('2024-01-31');
	assert.deepEqual(january['month'], ['2023-12-01', '2023-12-31']);
	assert.deepEqual(january['quarter'], ['2023-10-01', '2023-12-31']);
	assert.deepEqual(january['financial'], ['2022-04-01', '2023-03-31']);
	assert.deepEqual(of('2024-03-15')['month'], ['2024-02-01', '2024-02-29']);
});

test('what is asked comes back from the address that it makes', () => {
	const asked = { from: '2017-11-01', to: '2018-10-31', compare: 'year_before', ward: 'E05002249' };
	const address = addressOf(asked, 'LITTER.DRUG.ITEMS');
	assert.equal(address.split('?')[0], '/figures/LITTER.DRUG.ITEMS');
	assert.deepEqual(askedIn(new URL(address, 'http://x').searchParams), asked);
	assert.equal(dataPageAt(asked).split('?')[0], '/figures/page');
	assert.equal(addressOf({ from: '', to: '', compare: '', ward: '' }), '/figures');
	assert.deepEqual(requestOf({ from: '', to: '', compare: '', ward: '' }), { from: null, to: null, compare: null, ward: null });
});
