/** A team leader and a warden, each at their own tablet: a question, its answer, the approval, and the table. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { moreWords } from '#lib/words/more.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { reviewWords } from '#lib/words/review.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let leader: Warden;
/** The id of the warden's patrol. */
let patrol = '';
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER, { viewport: { width: 1280, height: 800 } });
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.sync();
	await leader.sync();
});
after(() => world.close());

async function openPatrol(): Promise<void> {
	await leader.go('/review');
	await leader.link(/Great Lines/).click();
	await leader.arrive('Great Lines');
}

/** A button that is on the glass without scrolling. */
async function inSight(name: string): Promise<void> {
	const box = await leader.button(name).boundingBox();
	assert.ok(box && box.y >= 0 && box.y + box.height <= 800, `${name} stands at ${JSON.stringify(box)}`);
	assert.equal(await leader.page.evaluate(() => scrollY), 0);
}

test('a question reaches the warden, and the answer the leader', async () => {
	await openPatrol();
	const needles = 'Loose needles';
	await leader.button(findingsWords.askAbout(needles)).click();
	await leader.field(findingsWords.question).fill('Was the box sealed?');
	await leader.button(findingsWords.send).click();
	await leader.reads('Was the box sealed?');
	assert.equal(await leader.field(findingsWords.yourAnswer).count(), 0, 'nobody is asked to answer their own question');
	await leader.sync();

	await warden.sync();
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Question' }).getByRole('link').click();
	await warden.reads('Was the box sealed?');
	await warden.reads(new RegExp(findingsWords.askedAbout(needles)));
	await look(warden, '12-finding-asked');
	await warden.button(findingsWords.answer).click();
	await warden.reads(findingsWords.answerMissing);
	await warden.field(findingsWords.yourAnswer).fill('Yes, at 09:50.');
	await warden.button(findingsWords.answer).click();
	await warden.page.locator('main .text').getByText('Yes, at 09:50.').waitFor();
	await warden.sync();

	await leader.sync();
	await openPatrol();
	await leader.reads('Yes, at 09:50.');
	warden.isQuiet();
	leader.isQuiet();
});

test('a patrol is sent back with what should be done, and handed in again', async () => {
	await openPatrol();
	patrol = new URL(leader.page.url()).pathname.split('/').at(-1) ?? '';
	await leader.button(reviewWords.sendBack).click();
	const dialog = leader.page.getByRole('dialog', { name: reviewWords.sendBackTitle('Great Lines') });
	await dialog.getByRole('button', { name: reviewWords.sendBack }).click();
	await dialog.getByText(reviewWords.reasonMissing).first().waitFor();
	await look(leader, '16-send-back');
	await leader.page.setViewportSize({ width: 1280, height: 800 });
	await leader.field(reviewWords.reason).fill('Add the box number');
	await dialog.getByRole('button', { name: reviewWords.sendBack }).click();
	await leader.reads(reviewWords.sentBackOne('Great Lines', WARDEN_A.name));
	await leader.go('/review');
	await leader.button(reviewWords.sentBack(1)).click();
	await leader.reads('Add the box number');
	await look(leader, '15-review-sent-back');
	await leader.sync();

	await warden.sync();
	await warden.go(`/patrol/end?id=${patrol}`);
	await warden.reads(patrolWords.end.sentBack);
	await look(warden, '09-patrol-sent-back');
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.sync();
	await leader.sync();
	leader.isQuiet();
});

test('an approval in the queue takes two presses and is seen by the warden', async () => {
	await leader.go('/review');
	await leader.page.setViewportSize({ width: 1280, height: 800 });
	await leader.page.getByRole('checkbox', { name: /^Tick Great Lines/ }).click();
	await inSight(reviewWords.approve(1));
	await leader.button(reviewWords.approve(1)).click();
	await inSight(reviewWords.confirm(1));
	await leader.button(reviewWords.confirm(1)).click();
	await leader.reads(reviewWords.approved(1));
	await leader.reads(reviewWords.emptyTitle);
	await leader.sync();

	await warden.sync();
	await warden.go('/findings');
	await warden.reads('Approved');
	await warden.page.locator('main li').filter({ hasText: 'Approved' }).getByRole('link').click();
	await warden.reads(/Great Lines/);
	await look(warden, '12-finding-approved');
	await warden.go(`/patrol/end?id=${patrol}`);
	await warden.reads(patrolWords.end.approved);
	await look(warden, '09-patrol-approved');
	await leader.page.setViewportSize({ width: 800, height: 1280 });
	leader.isQuiet();
});

test('the table is written, its path is shown, and no cell of it is a formula', async () => {
	await warden.startPatrol('=1+1');
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.typePlace('=HYPERLINK("http://192.0.2.1")');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.sync();
	await leader.sync();

	await leader.go('/more');
	await leader.button(moreWords.exportButton).click();
	await leader.reads(moreWords.exported(2));
	const path = await leader.page.getByRole('status').locator('p.app-number').textContent();
	const table = await readFile(path ?? '', 'utf8');
	assert.equal(table.trim().split('\n').length, 3, 'a head and two findings');
	assert.match(table, /HYPERLINK/);
	assert.doesNotMatch(table, /(^|[,;\t"])[=+@]/m, 'a cell begins as a formula');

	const from = leader.page.getByRole('group', { name: findingsWords.fromDate });
	for (const [part, typed] of [['Day', '1'], ['Month', '13'], ['Year', '2025']] as const) await from.getByLabel(part).fill(typed);
	await leader.button(moreWords.exportButton).click();
	await leader.reads('There is a problem');
	await from.getByLabel('Month').fill('12');
	await leader.field(findingsWords.kind).selectOption('pact_issue');
	await leader.button(moreWords.exportButton).click();
	await leader.reads(moreWords.exported(0));
	leader.isQuiet();
});
