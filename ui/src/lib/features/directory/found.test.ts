import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DirectoryEntry } from '#lib/backend/generated/contract.ts';
import { countOf, sectionsOf } from './found.ts';

const entry = (id: string, name: string, ...facts: string[]): DirectoryEntry => ({ id, name, telephone: '01634 000000', facts, away: null, mark: null });
const stop = entry('1', 'One Stop Shop', 'Tuesdays 09:30 to 12:00', 'Sunlight Centre');
const directory = {
	parts: [
		{ title: 'Domestic abuse', entries: [stop] },
		{ title: 'Homelessness', entries: [stop, entry('2', 'Caring Hands', 'Walk in')] }
	],
	packs: [entry('3', 'Pack 4', 'High Street')],
	premises: []
};
const named = { packs: 'Trauma packs', premises: 'Premises to know' };
const found = (search: string) => sectionsOf(directory, search, named).map(({ title, entries }) => [title, ...entries.map((one) => one.id)]);

test('every word is looked for in the entry and in the heading over it, and may be only begun', () => {
	assert.deepEqual(found(''), [['Domestic abuse', '1'], ['Homelessness', '1', '2'], ['Trauma packs', '3']]);
	assert.deepEqual(found('sunl'), [['Domestic abuse', '1'], ['Homelessness', '1']]);
	assert.deepEqual(found('HOMELESS walk'), [['Homelessness', '2']]);
	assert.deepEqual(found('pack'), [['Trauma packs', '3']]);
	assert.deepEqual(found('unlight'), []);
});

test('one that is for several things is one', () => {
	assert.equal(countOf(sectionsOf(directory, '', named)), 3);
});
