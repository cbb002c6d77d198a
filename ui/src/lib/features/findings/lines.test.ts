/** What was counted stands in one line with what was counted beside it, and with nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inLines } from './lines.ts';

function answer(field: string, counted: boolean) {
	return { field, label: field, text: '2', counted, struck: [], corrected_by: null, erased: null };
}

test('counts beside each other are one line, and only they', () => {
	const answers = [
		answer('syringes', true),
		answer('caps', true),
		answer('setting', false),
		answer('done', false),
		answer('sacks', true)
	];
	const lines = inLines(answers).map((line) => line.map((one) => one.field));
	assert.deepEqual(lines, [['syringes', 'caps'], ['setting'], ['done'], ['sacks']]);
});

test('no answers are no lines', () => assert.deepEqual(inLines([]), []));
