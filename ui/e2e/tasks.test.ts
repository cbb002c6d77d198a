/** Tasks, each person at their own tablet: given on a finding's page, done on patrol, seen with what was done; and cover. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { taskWords } from '#lib/words/tasks.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A, WARDEN_B } from './world/office.ts';
import { World } from './world/world.ts';

const WHAT = 'Look behind the bins too';

let world: World;
let warden: Warden;
let other: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	other = await world.unlocked(WARDEN_B);
	leader = await world.unlocked(LEADER);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
	for (const one of [warden, other, leader, warden]) await one.sync();
});
after(() => world.close());

/** Types the day so many days from now into the only question for a day of that name. */
async function typeDay(at: Warden, question: string, days: number): Promise<void> {
	const day = new Date(Date.now() + days * 86_400_000);
	const group = at.page.getByRole('group', { name: question });
	await group.getByLabel('Day').fill(String(day.getDate()));
	await group.getByLabel('Month').fill(String(day.getMonth() + 1));
	await group.getByLabel('Year').fill(String(day.getFullYear()));
}

async function choose(at: Warden, question: string, name: string): Promise<void> {
	await at.page.getByRole('group', { name: question }).getByRole('button', { name, exact: true }).click();
}

test('an empty page of tasks says how to give one', async () => {
	await leader.go('/tasks');
	await leader.reads(taskWords.none);
	await leader.reads(taskWords.noCover);
	await look(leader, '40-tasks-empty');
});

test('a leader gives a finding as a task, and what is missing is said first', async () => {
	await leader.go('/findings');
	await leader.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await leader.arrive(/Drug litter/);
	await leader.button(taskWords.giveAs).click();
	await leader.saveButton.click();
	await leader.reads('Enter what is to be done');
	await look(leader, '40-task-form-errors');
	await leader.field('What is to be done?').fill(WHAT);
	await choose(leader, 'Who is to do it?', WARDEN_A.name);
	await typeDay(leader, 'By which day?', 1);
	await leader.saveButton.click();
	await leader.arrive(/Drug litter/);
	await leader.reads(/Page \d+ is on this tablet/);
	await leader.reads(WHAT);
	await look(leader, '40-finding-tasks');
	await leader.go('/tasks');
	await leader.reads(WHAT);
	await leader.sync();
});

test('it stands on the warden’s Today, and is done with a note, and taken back within ten seconds', async () => {
	await warden.sync();
	await warden.go('/today');
	await warden.reads(taskWords.forYou(1));
	await look(warden, '40-today-task');
	await warden.link(WHAT).click();
	await warden.arrive(`Task: ${WHAT}`);
	assert.equal(await warden.button(taskWords.handOver).count(), 0, 'a warden gives it to nobody else');
	assert.equal(await warden.button('Call it off').count(), 0);
	await look(warden, '40-task');
	await warden.button(/^Done$/).click();
	await warden.field('What was done?').fill('Two more, removed');
	await look(warden, '40-task-done-form');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.button(/^Undo/).click();
	assert.equal(await warden.field('What was done?').inputValue(), 'Two more, removed', 'nothing typed is lost');
	await warden.saveButton.click();
	await warden.go('/today');
	await warden.reads(patrolWords.today.title);
	assert.equal(await warden.link(WHAT).count(), 0);
	await warden.sync();
});

test('a warden notes a task for themselves and can choose nobody else', async () => {
	await warden.go('/today');
	await warden.button(taskWords.note).click();
	await warden.saveButton.waitFor();
	assert.equal(await warden.page.getByRole('group', { name: 'Who is to do it?' }).getByRole('button').count(), 1);
	await warden.field('What is to be done?').fill('Bring the cones back');
	await choose(warden, 'Who is to do it?', WARDEN_A.name);
	await typeDay(warden, 'By which day?', 2);
	await warden.saveButton.click();
	await warden.reads('Bring the cones back');
	await warden.sync();
});

test('the leader sees what was done, gives a task to another, and arranges cover', async () => {
	await leader.sync();
	await leader.go('/tasks');
	await leader.reads(/Done by Demo warden A/);
	await leader.reads('Bring the cones back');
	await leader.field(taskWords.warden).selectOption(WARDEN_B.name);
	await leader.reads(taskWords.noneOf(WARDEN_B.name));
	await leader.field(taskWords.warden).selectOption('');
	await leader.link('Bring the cones back').click();
	await leader.button(taskWords.handOver).click();
	const dialog = leader.page.getByRole('dialog');
	await dialog.getByRole('button', { name: taskWords.handOver }).click();
	await dialog.getByRole('link', { name: taskWords.handOverMissing }).waitFor();
	await look(leader, '40-task-hand-over');
	await dialog.getByLabel(taskWords.handOverTo).selectOption(WARDEN_B.name);
	await dialog.getByRole('button', { name: taskWords.handOver }).click();
	await leader.page.locator('main del').getByText(WARDEN_A.name).first().waitFor();
	await leader.reads(findingsWords.timeline('task'));

	await leader.go('/tasks');
	await leader.button(taskWords.arrange).click();
	await choose(leader, 'Who is away?', WARDEN_B.name);
	await choose(leader, 'Who takes over what they have to do?', WARDEN_A.name);
	await typeDay(leader, 'From which day?', 0);
	await leader.saveButton.click();
	await leader.arrive(taskWords.title);
	await leader.reads('Demo warden A covers for Demo warden B');
	await leader.reads('Demo warden A for Demo warden B');
	await look(leader, '40-tasks');
	await leader.button(/^End\b(?! patrol)/).click();
	await leader.reads(taskWords.noCover);
	leader.isQuiet();
});

test('a deputy leads from the sync after the office has signed, and is a warden again when it is taken back', async () => {
	await leader.go('/tasks');
	await leader.button(taskWords.nameDeputy).click();
	await choose(leader, 'Who leads in your place?', WARDEN_B.name);
	await typeDay(leader, 'From which day?', 0);
	await typeDay(leader, 'Until which day?', 1);
	await leader.saveButton.click();
	await leader.reads(/From today until tomorrow/);
	await look(leader, '42-tasks-deputy');
	await leader.sync();
	await other.sync();
	await other.go('/review');
	await other.arrive('Review');
	await other.reads(taskWords.youLead('tomorrow'));
	await look(other, '42-review-deputy');
	await other.go('/tasks');
	await other.reads(taskWords.cover);
	assert.equal(await other.button(taskWords.nameDeputy).count(), 0, 'a deputy names no deputy');
	await other.go('/today');
	await other.reads(taskWords.note);

	await leader.go('/tasks');
	await leader.button(/^End\b(?! patrol)/).click();
	await leader.reads(taskWords.noDeputy);
	await leader.sync();
	await other.sync();
	await other.go('/today');
	await other.link(patrolWords.patrol.title).first().waitFor();
	assert.equal(await other.link('Review').count(), 0);
	other.isQuiet();
});
