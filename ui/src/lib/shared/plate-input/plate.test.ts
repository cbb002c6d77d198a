/** A mark is spaced as it is typed, and whatever stands on the plate can be kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spaced } from './plate.ts';

test('a present-day mark is upper-cased and spaced while it is typed', () => {
	assert.equal(spaced('ab07'), 'AB07');
	assert.equal(spaced('ab07c'), 'AB07 C');
	assert.equal(spaced('ab07cde'), 'AB07 CDE');
	assert.equal(spaced('AB07 CDE'), 'AB07 CDE');
});

test('a prefix mark is spaced before its last three letters', () => {
	assert.equal(spaced('a123bcd'), 'A123 BCD');
	assert.equal(spaced('P1XYZ'), 'P1 XYZ');
});

test('a mark that fits no pattern is kept as typed, in capitals', () => {
	assert.equal(spaced('q 12'), 'Q 12');
	assert.equal(spaced('wxyz 9999'), 'WXYZ 9999');
	assert.equal(spaced('123456789'), '123456789');
});

test('a foreign letter, a dash and a dot stay as they were typed', () => {
	assert.equal(spaced('w 123 kö'), 'W 123 KÖ');
	assert.equal(spaced('  hh-ab 12'), 'HH-AB 12');
	assert.equal(spaced('ab07-cde'), 'AB07-CDE');
});
