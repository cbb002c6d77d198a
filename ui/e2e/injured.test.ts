/** Someone is hurt: what to do is one tap away, also on a locked tablet, and the accident's page is begun and kept. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { injuredWords as said } from '#lib/words/injured.ts';
import { words } from '#lib/words/en.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { sessionWords } from '#lib/words/session.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

const begun = () => warden.page.getByRole('link', { name: /^Accident or near miss, begun/ });

test('first aid is one tap from a page, and what happened is saved with four more', async () => {
	await warden.startPatrol();
	await warden.go('/patrol');
	warden.taps = 0;
	await warden.tap(warden.link(words.band.injured));
	await warden.arrive(said.title);
	await warden.reads(said.steps[0]?.strong ?? '');
	await warden.tap(warden.button(new RegExp(`^${said.record}`)));
	await warden.arrive(/Accident or near miss/);
	await warden.tap(warden.page.getByRole('button', { name: /^Needlestick/ }));
	await warden.tap(warden.page.getByRole('button', { name: 'I was', exact: true }));
	await warden.tap(warden.saveButton);
	await warden.reads(/Page \d+ is on this tablet/);
	assert.equal(warden.taps, 5, 'the card, its button, two answers, Save');
	warden.isQuiet();
});

test('the page of the accident is kept for later, once, however often the card is looked at', async () => {
	for (const _ of [1, 2]) {
		await warden.go('/today');
		await warden.link(words.band.injured).click();
		await warden.arrive(said.title);
		// Also by a window that is loaded again while the page is begun.
		await warden.page.reload();
		await warden.arrive(said.title);
		await warden.link(said.later).click();
	}
	await warden.go('/today');
	await warden.arrive(patrolWords.today.title);
	await begun().first().waitFor();
	assert.equal(await begun().count(), 1);
	warden.isQuiet();
});

test('the card is easy to read for everybody, and there when the tablet is locked, where it reads nothing out', async () => {
	await warden.go('/injured');
	await warden.arrive(said.title);
	await look(warden, '24-first-aid');
	await warden.go('/today');
	await warden.button('Lock').click();
	await warden.arrive(sessionWords.lock.title);
	await warden.link(words.band.injured).click();
	await warden.arrive(said.title);
	await warden.button(new RegExp(`^${said.record}`)).click();
	await warden.arrive(/Accident or near miss/);
	assert.equal(await warden.page.getByText('Great Lines').count(), 0, 'nothing of the patrol is read out');
	warden.isQuiet();
});

test('a leader has no such link in the band', async () => {
	const leader = await world.unlocked(LEADER);
	await leader.arrive('Review');
	assert.equal(await leader.link(words.band.injured).count(), 0);
	leader.isQuiet();
});
