/** Named places: a leader keeps one with the name that people use, a warden takes it by that name, a search finds by it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordingWords } from '#lib/words/recording.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const said = recordingWords.place;
const PLACE = 'Great Lines Heritage Park';

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

test('a leader keeps a place with the names that people use', async () => {
	await leader.begin('place');
	await leader.field('What is the place called?').fill(PLACE);
	const another = recordingWords.answer.anotherOf('Other names');
	await leader.button(another).click();
	await leader.field(another).fill('The Lines');
	await leader.button(recordingWords.people.addButton).click();
	await leader.page.getByRole('group', { name: 'What sort of place is it?' }).getByRole('button', { name: 'Park', exact: true }).click();
	await leader.page.getByRole('group', { name: 'Is the name still in use?' }).getByRole('button', { name: 'Active' }).click();
	await leader.typePlace('TQ 76200 68400');
	await leader.placed();
	await look(leader, '71-place-form');
	await leader.saveButton.click();
	await leader.arrive('Review');
	await leader.sync();
	await warden.sync();
});

test('a warden takes it by what they call it, by keys alone', async () => {
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.button(/^Change.*the place/).click();
	await warden.field(said.typed).fill('the lin');
	const known = warden.button(new RegExp(PLACE));
	await known.waitFor();
	assert.equal(await known.count(), 1);
	await warden.reads('Also The Lines');
	await look(warden, '71-place-choose');
	await known.focus();
	await warden.page.keyboard.press('Enter');
	await warden.reads(PLACE);
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.sync();
	warden.isQuiet();
});

test('a search for what people call it finds what was found there', async () => {
	await leader.sync();
	await leader.go('/findings?search=the%20lines');
	await leader.page.locator('main li').filter({ hasText: PLACE }).first().waitFor();
	leader.isQuiet();
});
