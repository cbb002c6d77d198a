/** A case, each person at their own tablet: opened, findings put into it, its story told, found by a search. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { caseWords } from '#lib/words/cases.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
	for (const one of [warden, leader]) await one.sync();
});
after(() => world.close());

async function chosen(at: Warden, question: string, answer: string): Promise<void> {
	await at.page.getByRole('group', { name: question }).getByRole('button', { name: answer, exact: true }).click();
}

async function openCase(name: string): Promise<void> {
	await leader.go('/cases');
	await leader.button(caseWords.openCase).click();
	await leader.field('What is the case called?').fill(name);
	await chosen(leader, 'What is it about?', 'A place');
	await chosen(leader, 'Who leads on it?', LEADER.name);
	const group = leader.page.getByRole('group', { name: 'On which day is it reviewed?' });
	const day = new Date(Date.now() + 14 * 86_400_000);
	await group.getByLabel('Day').fill(String(day.getDate()));
	await group.getByLabel('Month').fill(String(day.getMonth() + 1));
	await group.getByLabel('Year').fill(String(day.getFullYear()));
	await leader.saveButton.click();
	await leader.arrive(caseWords.title);
	await leader.reads(name);
}

test('a leader opens cases, and the list of none says what one is', async () => {
	await leader.go('/cases');
	await leader.reads(caseWords.none);
	await look(leader, '41-cases-empty');
	await openCase('Youths in the park');
	await openCase('Youths in the road');
	await look(leader, '41-cases');
	await leader.sync();
	await warden.sync();
});

test('a warden puts a finding into a case, tells what was done and where it moved to, and opens no case', async () => {
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await warden.reads(caseWords.noCases);
	await warden.button(caseWords.put).click();
	const dialog = warden.page.getByRole('dialog');
	await dialog.getByRole('button', { name: caseWords.put }).click();
	await dialog.getByRole('link', { name: caseWords.chooseMissing }).waitFor();
	await dialog.getByLabel(caseWords.which).selectOption({ label: 'Youths in the road' });
	await dialog.getByRole('button', { name: caseWords.put }).click();
	await warden.button(/^Take out/).waitFor();
	await look(warden, '41-finding-case');
	await warden.link('Youths in the road').first().click();
	await warden.arrive('Case: Youths in the road');
	await warden.reads(caseWords.its(1));
	await warden.reads(findingsWords.timeline('case'));
	assert.equal(await warden.button(findingsWords.correct).count(), 0, 'a warden changes no case');

	await warden.button(caseWords.tell).click();
	await chosen(warden, 'What is there to tell?', 'It moved elsewhere');
	await warden.field('In your words').fill('Six warnings were given, and they went to the park.');
	await warden.saveButton.click();
	await warden.reads('Enter where it moved to');
	await warden.field(/^Where did it move to\?/).fill('Great Lines');
	await warden.field(/^Is there a case for that place\?/).selectOption({ label: 'Youths in the park' });
	await look(warden, '41-case-note-form');
	await warden.saveButton.click();
	await warden.arrive('Case: Youths in the road');
	await warden.reads('It moved elsewhere: Great Lines');
	await look(warden, '41-case');
	await warden.go('/cases');
	assert.equal(await warden.button(caseWords.openCase).count(), 0);
	await warden.sync();
});

test('a search finds the case, and the one where it moved to tells where it came from', async () => {
	await leader.sync();
	await leader.go('/findings?search=youths%20park');
	await leader.reads(caseWords.found);
	await look(leader, '41-findings-case');
	await leader.page.locator('main li').filter({ hasText: 'Youths in the park' }).getByRole('link').first().click();
	await leader.reads('It moved here from Youths in the road');
	await leader.link('Youths in the road').last().click();
	await leader.arrive('Case: Youths in the road');
	await leader.reads(caseWords.its(1));
	leader.isQuiet();
	warden.isQuiet();
});
