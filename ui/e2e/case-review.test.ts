/** A review of how a case was handled: the incidents that it names, and how many of their complaints count by their days. */
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

/** So many days ago, in the three boxes of a date. */
async function on(question: string, daysAgo: number): Promise<void> {
	const day = new Date(Date.now() - daysAgo * 86_400_000);
	const group = leader.page.getByRole('group', { name: question });
	await group.getByLabel('Day').fill(String(day.getDate()));
	await group.getByLabel('Month').fill(String(day.getMonth() + 1));
	await group.getByLabel('Year').fill(String(day.getFullYear()));
}

/** An incident of today, complained of today or of which nobody complained. */
async function incident(category: string, complained: boolean): Promise<void> {
	await leader.begin('asb_incident');
	await leader.button(category).click();
	await leader.typePlace('TQ 75742 68040');
	await leader.saveButton.click();
	await leader.arrive('Review');
	if (!complained) return;
	await leader.go('/findings');
	await leader.page.locator('main li').filter({ hasText: 'Anti-social behaviour' }).getByRole('link').first().click();
	await leader.arrive(/^Anti-social behaviour/);
	await leader.button(findingsWords.correct).click();
	await on('If someone complained of it: on what day?', 0);
	await leader.button(/^Correct on page/).click();
	await leader.reads('Day of the complaint');
}

test('a case review says beside its incidents how many complaints count', async () => {
	await incident('Street drinking', true);
	await incident('Fireworks', false);
	await leader.begin('asb_case_review');
	await leader.field(/^What is the number of the office/).fill('CR 12');
	await on('When was the review asked for?', 0);
	await leader.field('How many complaints count?').fill('2');
	await leader.saveButton.click();
	await leader.arrive('Review');
	await leader.go('/more');
	await leader.page.locator('main li').filter({ hasText: 'CR 12' }).getByRole('link').first().click();
	await leader.button(/^Finish page/).click();
	await leader.field('How many does the council ask for?').fill('3');
	await leader.page.getByText(recordingWords.optional).click();
	await leader.page.getByRole('checkbox', { name: /^Fireworks/ }).check();
	await leader.reads('By their days these complaints count: 0 of 1');
	await leader.page.getByRole('checkbox', { name: /^Street drinking/ }).check();
	await leader.reads('By their days these complaints count: 1 of 2');
	await look(leader, '12-case-review');
	await leader.button(/^Finish page/).click();
	await leader.page.locator('dd').filter({ hasText: 'By their days these complaints count: 1 of 2' }).waitFor();
	await look(leader, '08-case-review');
	leader.isQuiet();
});
