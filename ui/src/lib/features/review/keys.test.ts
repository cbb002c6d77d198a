/** J and K stop at the ends of a list, and begin at its top. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepped } from './keys.ts';

const items = [{ id: 'a' }, { id: 'b' }];

test('a step goes to the next and stops at the end', () => {
	assert.equal(stepped(items, 'a', 1)?.id, 'b');
	assert.equal(stepped(items, 'b', 1)?.id, 'b');
	assert.equal(stepped(items, 'a', -1)?.id, 'a');
});

test('the first step is to the first, and in an empty list to none', () => {
	assert.equal(stepped(items, null, 1)?.id, 'a');
	assert.equal(stepped(items, 'gone', -1)?.id, 'a');
	assert.equal(stepped([], null, 1), undefined);
});
