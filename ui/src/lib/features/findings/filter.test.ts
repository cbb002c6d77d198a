/** The filter in the address means what was chosen, and a date that is none asks for nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, areaOptions, countOf, dateOf, dayOf, filterIn, noFilter as none, partsOf, requestOf } from './filter.ts';

test('a filter comes back from its address as it was', () => {
	const filter = { search: 'high street & lane', kind: 'drug_litter', state: 'to_finish', from: '2025-03-10', to: '', ward: 'E05002249', area: 'any', again: 'mark:AB12CDE' };
	assert.deepEqual(filterIn(new URL(addressOf(filter), 'http://x').searchParams), filter);
	assert.equal(addressOf(none), '/findings');
});

test('what is not chosen is asked for as null', () => {
	assert.deepEqual(requestOf({ ...none, search: '  ' }, null), {
		search: null,
		kind: null,
		state: null,
		from: null,
		to: null,
		ward: null,
		order_area: null,
		again: null,
		after: null
	});
	assert.equal(requestOf({ ...none, search: ' steps ' }, 'c').search, 'steps');
});

test('order areas are offered only where the council has some', () => {
	assert.deepEqual(areaOptions({ wards: [], task_forces: [], orders: [] }), []);
	const offered = areaOptions({ wards: [], task_forces: [], orders: [{ id: 'high_street', name: 'High Street' }] });
	assert.deepEqual(offered.map(({ value }) => value), ['any', 'high_street']);
});

test('two dates count as one filter and the search as none', () => {
	assert.equal(countOf({ ...none, search: 'x', from: '2025-03-10', to: '2025-03-11' }), 1);
	assert.equal(countOf({ ...none, kind: 'k', state: 's', to: '2025-03-11' }), 3);
	assert.equal(countOf({ ...none, ward: 'w', area: 'any', again: 'mark:AB12CDE' }), 3);
});

test('typed dates are read, nothing typed is no date, and what is no date is refused', () => {
	assert.equal(dateOf({ day: '8', month: ' 3', year: '2025' }), '2025-03-08');
	assert.equal(dateOf({ day: '', month: ' ', year: '' }), '');
	for (const [day, month, year] of [['31', '2', '2025'], ['29', '2', '2025'], ['1', '', '2025'], ['1', '13', '2025'], ['1', '1', '25'], ['-1', '1', '2025'], ['x', '1', '2025']]) {
		assert.equal(dateOf({ day: day!, month: month!, year: year! }), null, `${day} ${month} ${year}`);
	}
	assert.equal(dateOf(partsOf('2025-03-08')), '2025-03-08');
});

test('a day is said in words, and rubbish in an address as it is', () => {
	assert.equal(dayOf('2025-03-08'), '8 March 2025');
	assert.equal(dayOf('soon'), 'soon');
});
