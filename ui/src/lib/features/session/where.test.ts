/** Nothing of the book is shown to someone who has not unlocked it, and nobody is kept from recording. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { home, insteadOf } from './where.ts';

const person = (role: string) => ({ user: 'u', name: 'Demo warden A', role, pin_digits: 6, wait_seconds: 0 });
const fresh = { enrolled: false, session: null };
const locked = { enrolled: true, session: null };
const warden = { enrolled: true, session: person('warden') };
const leader = { enrolled: true, session: person('leader') };

test('a tablet that is not enrolled shows only how to enrol', () => {
	for (const path of ['/', '/today', '/record/drug_litter', '/lock']) assert.equal(insteadOf(path, fresh), '/enrol');
	assert.equal(insteadOf('/enrol', fresh), null);
});

test('a locked tablet takes a finding in and reads nothing out', () => {
	for (const path of ['/lock', '/record', '/record/drug_litter', '/form/1', '/enrol', '/injured']) assert.equal(insteadOf(path, locked), null);
	for (const path of ['/', '/today', '/patrol', '/findings/1', '/review', '/recorded', '/gallery']) assert.equal(insteadOf(path, locked), '/lock');
});

test('each role starts on its own page, and goes anywhere from there', () => {
	assert.equal(home(warden), '/today');
	assert.equal(home(leader), '/review');
	for (const path of ['', '/', '/lock', '/enrol']) assert.equal(insteadOf(path, leader), '/review');
	for (const path of ['/today', '/patrol/end', '/findings']) assert.equal(insteadOf(path, warden), null);
});
