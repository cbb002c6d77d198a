/** What the end of a patrol opens first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finishes, firstToFinish } from './patrol.ts';

test('a form with something to ask goes before a page that only waits for an answer to a question', () => {
	const asked = { id: 'asked', states: ['question'] };
	const unfinished = { id: 'unfinished', states: ['waiting', 'to_finish'] };
	assert.equal(firstToFinish([asked, unfinished])?.id, 'unfinished');
	assert.equal(firstToFinish([asked])?.id, 'asked');
	assert.equal(finishes(asked), false, 'its form would have nothing to ask');
	assert.equal(firstToFinish([]), undefined);
});
