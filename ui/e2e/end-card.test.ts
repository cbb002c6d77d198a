/** The end of a patrol counts as a person would, and says how far its finds lie apart; sample photos stand on a form once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

async function recordAt(place: string): Promise<void> {
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.reads('1 item');
	await warden.typePlace(place);
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
}

async function endPatrol(): Promise<void> {
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.button(patrolWords.end.unfinished).waitFor();
}

/** One of the large facts of the card, with what stands under it. */
const fact = (value: string, text: RegExp) => warden.page.locator('main').getByText(text).locator('xpath=..').filter({ hasText: value });

test('one finding is one, and nothing is said of how far was walked', async () => {
	await warden.startPatrol('Great Lines');
	await recordAt('TQ 75742 68040');
	await endPatrol();
	await fact('1', /^finding, 0 photos$/).waitFor();
	assert.equal(await warden.page.getByText(/between finds/).count(), 0);
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
});

test('several are several, and the straight line between their places is the least that was walked', async () => {
	await warden.startPatrol('Great Lines');
	await recordAt('TQ 75742 68040');
	await recordAt('TQ 76200 68400');
	await endPatrol();
	await fact('2', /^findings, 0 photos$/).waitFor();
	const walked = await warden.page.getByText(/at least \d+ m between finds/).innerText();
	const metres = Number(/at least (\d+) m/.exec(walked)?.[1]);
	// 582.5 m by Pythagoras, less the accuracy of both.
	assert.ok(metres > 560 && metres <= 583, walked);
	await look(warden, '09-patrol-end-walked');
});

test('from a kilometre on the way is told in kilometres', () => {
	assert.equal(patrolWords.end.walked(999), 'at least 999 m between finds');
	assert.equal(patrolWords.end.walked(7_300), 'at least 7.3 km between finds');
});

test('sample photos stand on a form once, whether its photos are wanted by name or not', async () => {
	const samples = warden.page.getByRole('group', { name: recordingWords.photos.samples });
	await warden.begin('abandoned_vehicle');
	for (const number of [1, 2, 3]) {
		assert.equal(await samples.count(), 1, `before photo ${number}`);
		await warden.button(recordingWords.photos.sample(number)).click();
		await warden.photo(number).waitFor();
	}
	assert.equal(await samples.count(), 1);
	await warden.begin('drug_litter');
	await samples.waitFor();
	assert.equal(await samples.count(), 1);
	warden.isQuiet();
});
