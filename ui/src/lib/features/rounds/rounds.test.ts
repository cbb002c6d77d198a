import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoundPlace } from '#lib/backend/generated/contract.ts';
import { notChecked, saidOf } from './rounds.ts';

const place = (hotspot: string, result?: string, finds = 0): RoundPlace => ({
	hotspot,
	name: `Place ${hotspot}`,
	risk: null,
	check: result ? { id: hotspot, name: '', result, finds, when: '' } : null
});

test('each part of the bar is read out by what is known of its place', () => {
	const places = [place('a', 'nothing'), place('b', 'find', 1), place('c', 'find', 2), place('d'), place('e')];
	const round = { next: 'd', places };
	assert.deepEqual(
		places.map((one) => saidOf(round, one)),
		['checked, nothing found', 'checked, 1 find', 'checked, 2 finds', 'next place', 'not yet checked']
	);
	assert.deepEqual(notChecked(round), ['Place d', 'Place e']);
});
