/** A finding that was a mistake: a reason is asked for, it stays with its title struck through, and comes back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
});
after(() => world.close());

test('a mistake needs a reason, is struck through, and can be restored', async () => {
	await warden.go('/findings');
	await warden.page.locator('main li a').first().click();
	await warden.reads(findingsWords.timeline('finding'));
	const dialog = warden.page.getByRole('dialog', { name: findingsWords.mistakeTitle });
	await warden.button(findingsWords.moreActions).click();
	await warden.button(findingsWords.mistake).click();
	await dialog.getByRole('button', { name: findingsWords.mistake }).click();
	await warden.reads(findingsWords.reasonMissing);
	await look(warden, '12-mistake-asked');
	await warden.field(findingsWords.reason).fill('It was a pen.');
	await dialog.getByRole('button', { name: findingsWords.mistake }).click();
	await warden.reads('It was a pen.');
	await warden.page.locator('h1 s').waitFor();
	assert.equal(await warden.page.locator('.more').count(), 0, 'without a way in it there is no box of ways');
	await look(warden, '12-mistake');
	await warden.go('/findings');
	await warden.reads('Recorded by mistake');
	await warden.page.locator('main li a').first().click();
	await warden.button(findingsWords.restore('finding')).click();
	await warden.reads(findingsWords.restored('finding'));
	assert.equal(await warden.page.locator('h1 s').count(), 0);
	warden.isQuiet();
});
