/** Wards and task forces in one list. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaWords as words } from '#lib/words/areas.ts';
import { partOptions } from './parts.ts';

const ward = { id: 'E05002249', name: 'Chatham Central' };

test('task forces stand above the wards, each under its heading, and only where there are some', () => {
	assert.deepEqual(partOptions('All wards', { wards: [ward], task_forces: [] }), [
		{ value: '', text: 'All wards' },
		{ value: 'E05002249', text: 'Chatham Central' }
	]);
	assert.deepEqual(partOptions('All wards', { wards: [ward], task_forces: [{ id: 'centre', name: 'Centre' }] }), [
		{ value: '', text: 'All wards' },
		{ value: 'centre', text: 'Centre', group: words.taskForces },
		{ value: 'E05002249', text: 'Chatham Central', group: words.wards }
	]);
});
