/** Whatever a host throws reaches a page as one kind of refusal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCallError, CallError } from './seam.ts';

test('a refusal keeps its code, its words and its field', () => {
	const refusal = asCallError({ code: 'invalid', message: 'Enter the time', field: 'occurred_at' });
	assert.deepEqual([refusal.code, refusal.message, refusal.field], ['invalid', 'Enter the time', 'occurred_at']);
});

test('a field that is no text is not kept', () => {
	assert.equal(asCallError({ code: 'invalid', message: 'x', field: 7 }).field, undefined);
});

test('a refusal that is one already is passed on as it is', () => {
	const refusal = new CallError('locked', 'Unlock first');
	assert.equal(asCallError(refusal), refusal);
});

test('anything else is said to be unreachable', () => {
	for (const thrown of [new TypeError('fetch failed'), 'gone', null, undefined, 42, {}, { code: 'half' }]) {
		assert.equal(asCallError(thrown).code, 'unreachable');
	}
});
