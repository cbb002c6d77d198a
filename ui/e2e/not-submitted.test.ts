/** What waits for the leader narrowed by warden and kind, and the findings of a patrol that nobody submitted. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { findingsWords } from '#lib/words/findings.ts';
import { reviewWords } from '#lib/words/review.ts';
import type { Tablet } from './world/tablet.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let tablet: Tablet;
let leader: Warden;
before(async () => {
	world = await World.open();
	const warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Luton');
	await warden.recordNeedle();
	await warden.recordNeedle();
	await warden.sync();
	tablet = await world.tabletOf(LEADER);
	leader = await world.at(tablet, { viewport: { width: 1280, height: 800 }, hasTouch: false });
	await leader.unlock(LEADER);
	await leader.sync();
	await leader.go('/review');
	await leader.reads(reviewWords.emptyTitle);
	// The next day but one.
	await leader.page.goto('about:blank');
	await tablet.end();
	await tablet.serve(0, '--days-later', '2');
	await leader.go('/');
	await leader.unlock(LEADER);
});
after(() => world.close());

const press = (key: string) => leader.page.keyboard.press(key);
const focused = (): Promise<string> => leader.page.evaluate(() => document.activeElement?.id ?? '');
const list = (label: string): Locator => leader.page.getByRole('combobox', { name: label });
const choices = (label: string): Promise<string[]> => list(label).locator('option').allTextContents();

test('a patrol that is not submitted is a group of its own; W and F narrow what waits, with counts', async () => {
	await leader.reads(reviewWords.notSubmitted('Luton'));
	await leader.reads(new RegExp(`^${WARDEN_A.name}, started .*, 2 findings$`));
	assert.equal(await leader.page.getByRole('checkbox', { checked: true }).count(), 0, 'nobody submitted it: ticked by hand');
	assert.ok((await choices(reviewWords.warden)).includes(`${WARDEN_A.name} (2)`));
	assert.ok((await choices(reviewWords.warden)).includes(`${LEADER.name} (0)`));
	assert.deepEqual((await choices(reviewWords.kind)).slice(0, 1), [`${reviewWords.everyKind} (2)`]);
	assert.ok((await choices(reviewWords.kind)).includes('Drug litter (2)'));

	await press('w');
	assert.equal(await focused(), 'warden');
	await list(reviewWords.warden).selectOption({ label: `${LEADER.name} (0)` });
	await leader.reads(reviewWords.noneOf(LEADER.name, null));
	assert.ok((await choices(reviewWords.kind)).includes('Drug litter (0)'), 'the counts are those of the warden');
	await leader.link(reviewWords.showAll).click();
	await leader.reads(reviewWords.notSubmitted('Luton'));

	await press('f');
	assert.equal(await focused(), 'kind');
	await list(reviewWords.kind).selectOption({ label: 'Clean-up (0)' });
	await leader.reads(reviewWords.noneOf(null, 'Clean-up'));
	await list(reviewWords.kind).selectOption('drug_litter');
	await leader.reads(reviewWords.notSubmitted('Luton'));
	await press('Escape');
	await press('j');
	assert.match(await focused(), /^waiting-/, 'the keys of the list act again');
	leader.isQuiet();
});

test('a finding of it is asked about and approved by itself, and what takes long says so', async () => {
	await leader.go('/review');
	await leader.link(/^Drug litter/).first().click();
	await leader.button(findingsWords.askFinding('finding')).click();
	await leader.field(findingsWords.question).fill('Why is it not submitted?');
	await leader.button(findingsWords.send).click();
	await leader.reads('Why is it not submitted?');

	await leader.go('/review');
	await leader.reads(reviewWords.notSubmitted('Luton'));
	await leader.button(reviewWords.tickAll).last().click();
	await leader.button(reviewWords.approve(0, 2)).click();
	let answer = () => {};
	const held = new Promise<void>((resolve) => (answer = resolve));
	await leader.page.route('**/call/approve', async (route) => {
		await held;
		await route.continue();
	});
	await leader.button(reviewWords.confirm(0, 2)).click();
	await leader.reads(reviewWords.approvingNow(0, 2));
	answer();
	await leader.reads(reviewWords.approved(0, 2));
	await leader.reads(reviewWords.emptyTitle);
	leader.isQuiet();
});
