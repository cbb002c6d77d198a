/** Nothing is said to be safer than it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalNamed, barsOf } from './arrival.ts';

test('each promise has its own number of bars', () => {
	assert.deepEqual([barsOf.on_this_tablet, barsOf.arrived, barsOf.backed_up], [1, 2, 3]);
});

test('a known name is that promise', () => {
	assert.equal(arrivalNamed('backed_up'), 'backed_up');
});

test('an unknown name counts as only on this tablet', () => {
	for (const name of ['', 'toString', 'Backed up']) assert.equal(arrivalNamed(name), 'on_this_tablet');
});
