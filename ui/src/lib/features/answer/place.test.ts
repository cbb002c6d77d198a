/** Addresses of pages that tell of a place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressFor, addressOf, placeIn, placesFor, requestOf } from './place.ts';

test('what is asked comes back from the address that it makes', () => {
	const place = { typed: 'Rope Walk', metres: '100', ward: 'E05002249', from: '2017-11-01', to: '2018-10-31', enquiry: 'x' };
	assert.deepEqual(placeIn(new URL(addressOf(place), 'http://x').searchParams), place);
	assert.deepEqual(requestOf(place), { typed: 'Rope Walk', metres: 100, ward: 'E05002249', from: '2017-11-01', to: '2018-10-31' });
	assert.equal(addressFor('x', requestOf(place)), addressOf(place));
	assert.equal(addressOf(placeIn(new URLSearchParams())), '/answer');
	assert.deepEqual(requestOf(placeIn(new URLSearchParams())), { typed: null, metres: null, ward: null, from: null, to: null });
});

test('places are offered while a name is typed, and no more once it is one', () => {
	const places = ['Rope Walk', 'Medway Street underpass', 'Great Lines'];
	assert.deepEqual(placesFor('med', places), ['Medway Street underpass']);
	assert.deepEqual(placesFor('', places), places);
	assert.deepEqual(placesFor('rope walk', places), []);
	assert.deepEqual(placesFor('nowhere', places), []);
});
