/** The leader's single keys: J and K move, X ticks, A approves, Q asks; none acts while something is typed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { reviewWords } from '#lib/words/review.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let leader: Warden;

async function patrolled(area: string, needles: number): Promise<void> {
	await warden.startPatrol(area);
	for (let needle = 0; needle < needles; needle++) await warden.recordNeedle();
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
}

before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER, { viewport: { width: 1280, height: 800 }, hasTouch: false });
	await patrolled('Great Lines', 1);
	await patrolled('Luton', 2);
	// One more on no patrol.
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.sync();
	await leader.sync();
});
after(() => world.close());

/** Opens the queue, and waits until `row` can be pressed: a key that comes before the rows chooses none of them. */
const queueWith = async (row: RegExp): Promise<void> => {
	await leader.go('/review');
	await leader.link(row).first().waitFor();
};
const press = (key: string) => leader.page.keyboard.press(key);
const tick = (name: RegExp): Locator => leader.page.getByRole('checkbox', { name });
const focusedLink = (): Promise<string> => leader.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

test('in the queue J and K move, X ticks and A asks before it approves', async () => {
	await leader.go('/review');
	await leader.reads(reviewWords.loose(1));
	await press('j');
	assert.equal(await focusedLink(), 'Luton', 'the newest patrol is first');
	await press('j');
	assert.equal(await focusedLink(), 'Great Lines');
	await press('j');
	assert.match(await focusedLink(), /^Drug litter/, 'the finding on no patrol comes last');
	await press('j');
	assert.match(await focusedLink(), /^Drug litter/, 'there is none after it');
	await press('k');
	assert.equal(await focusedLink(), 'Great Lines');

	const greatLines = tick(/^Tick Great Lines/);
	assert.equal(await greatLines.isChecked(), false, 'what is flagged starts unticked');
	await press('x');
	assert.ok(await greatLines.isChecked());
	await press('x');
	assert.equal(await greatLines.isChecked(), false);
	await press('x');
	await press('a');
	await leader.reads(reviewWords.approving);
	await press('k');
	await press('x');
	await leader.button(reviewWords.approve(2)).waitFor();
	assert.equal(await leader.button(reviewWords.confirm(1)).count(), 0, 'another tick asks anew');
	await press('x');
	await press('a');
	await press('a');
	await leader.reads(reviewWords.approved(1));
	assert.equal(await greatLines.count(), 0);
	leader.isQuiet();
});

test('Control with a key is the browser\u2019s', async () => {
	await queueWith(/^Luton/);
	await press('j');
	await press('Control+x');
	assert.equal(await tick(/^Tick Luton/).isChecked(), false);
	leader.isQuiet();
});

test('on a patrol J and K choose a finding, X ticks it, Q asks, and A approves all but the rest', async () => {
	await queueWith(/^Luton/);
	await press('j');
	await press('Enter');
	await leader.arrive('Luton');
	const chosen = leader.page.locator('main li.chosen');
	const first = await chosen.innerText();
	await press('j');
	assert.notEqual(await chosen.innerText(), first);
	await press('k');
	assert.equal(await chosen.innerText(), first);

	const ticked = leader.page.getByRole('checkbox', { name: /^Approve page/, checked: true });
	assert.equal(await ticked.count(), 0, 'both are flagged');
	await press('a');
	await leader.reads(reviewWords.approveNone);
	const approve = (name: string) => leader.page.getByRole('button', { name, exact: true });
	await approve(reviewWords.approveSome).waitFor();
	await press('x');
	assert.equal(await ticked.count(), 1);
	await approve(reviewWords.approveAllBut(1)).waitFor();

	await press('q');
	const question = leader.field(findingsWords.question);
	await question.waitFor();
	await question.pressSequentially('Was ajar, exactly?');
	assert.equal(await question.inputValue(), 'Was ajar, exactly?', 'no key acts while something is typed');
	assert.equal(await ticked.count(), 1);
	await leader.button(findingsWords.send).click();
	await leader.reads('Was ajar, exactly?');
	// It stands on the page before its dialog is gone, and no key acts beneath one.
	await leader.page.getByRole('dialog').waitFor({ state: 'hidden' });

	await press('a');
	await leader.reads(reviewWords.approvedOne('Luton', 1));
	await leader.go('/review');
	await leader.reads('Not approved with its patrol');
	await leader.link(/^Luton/).click();
	await leader.reads(reviewWords.approvedInPart);
	assert.equal(await leader.page.getByRole('checkbox', { name: /^Approve page/ }).count(), 1, 'only one still waits');
	await press('j');
	await leader.button(reviewWords.tickAll).click();
	await press('a');
	await leader.reads(reviewWords.approvedOne('Luton', 0));
	leader.isQuiet();
});

test('a finding on no patrol is approved from the queue, and what was approved is listed', async () => {
	await queueWith(/^Drug litter/);
	await press('j');
	assert.match(await focusedLink(), /^Drug litter/);
	if (!(await tick(/^Tick Drug litter/).isChecked())) await press('x');
	await press('a');
	await leader.button(reviewWords.confirm(0, 1)).waitFor();
	await press('a');
	await leader.reads(reviewWords.approved(0, 1));
	await leader.reads(reviewWords.emptyTitle);
	await leader.button(reviewWords.approvedTab).click();
	await leader.link('Luton').waitFor();
	await leader.link('Great Lines').waitFor();
	await look(leader, '15-review-approved');
	await leader.field(reviewWords.warden).selectOption({ label: LEADER.name });
	await leader.reads(reviewWords.approvedEmpty);
	leader.isQuiet();
});

test('what was approved is told on the next patrol, which says that it is the next', async () => {
	await patrolled('Star Hill', 1);
	await patrolled('Doust Way', 5);
	await warden.sync();
	await leader.sync();
	await leader.page.setViewportSize({ width: 800, height: 1280 });
	await queueWith(/^Doust Way/);
	await leader.link(/^Doust Way/).click();
	await leader.arrive('Doust Way');
	// The bar lies on the ways to go: nothing of the page shows between them.
	const edge = (name: string, side: 'top' | 'bottom') =>
		leader.page.locator(name).last().evaluate((part, at) => part.getBoundingClientRect()[at], side);
	assert.ok((await edge('main .foot', 'bottom')) > (await edge('nav', 'top')), 'a line of the page shows below the bar');
	await look(leader, '16-review-patrol-bar');
	await leader.button(reviewWords.tickAll).click();
	await leader.page.getByRole('button', { name: reviewWords.approveAll, exact: true }).click();
	await leader.arrive('Star Hill');
	await leader.reads(reviewWords.approvedOne('Doust Way', 0));
	await leader.reads(reviewWords.nowNext('Star Hill'));
	await look(leader, '16-review-next');
	leader.isQuiet();
});
