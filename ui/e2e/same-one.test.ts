/** "The same one?" is asked before anything is typed: seen again it counts once, gone it is closed, and another is new. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { look } from './page/look.ts';
import { add, fillVehicle } from './page/patrol.ts';
import { photo } from './page/photos.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const said = recordingWords.same;
/** Typed: a demo's own location wanders about. */
const HERE = '51.3842, 0.5242';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.begin('abandoned_vehicle');
	await fillVehicle(warden, 'LA68 XYZ', HERE);
	await add(warden, photo(world.folder('photos'), 'vehicle', 1));
	await saved();
});
after(() => world.close());

async function saved(): Promise<void> {
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
}

/** Begins a vehicle where the first one stands. */
async function begin(): Promise<void> {
	await warden.begin('abandoned_vehicle');
	await warden.typePlace(HERE);
	await warden.reads(said.title);
}

test('the earlier one is shown with its photo before anything is typed, and still there it counts once', async () => {
	await begin();
	await warden.page.getByAltText(said.photo).waitFor();
	await warden.reads(/^0 m from here, today at \d\d:\d\d\./);
	await look(warden, '07g-form-same-one');
	await warden.button(said.there).click();
	await warden.arrive(/^Seen again: Abandoned vehicle/);
	await warden.reads(said.seen);
	await look(warden, '07h-form-seen-again');
	await saved();
	await warden.go('/findings?kind=abandoned_vehicle');
	await warden.reads(/^1 finding/);
	await warden.page.locator('main li').getByRole('link').first().click();
	await warden.reads(findingsWords.seenAgain);
	await warden.reads(/^Still there, 0 m from where it was found$/);
	await look(warden, '12-finding-seen-again');
});

test('a wrong tap is taken back, another one is recorded anew, and its mark asks again', async () => {
	await begin();
	await warden.button(said.gone).click();
	await warden.arrive(/^Close: not there on a visit: Abandoned vehicle/);
	await warden.button(said.notThat).click();
	await warden.arrive('Abandoned vehicle');
	assert.equal(await warden.page.getByText(said.title).count(), 0, 'it was said to be another');
	await warden.button(recordingWords.keep).click();

	await begin();
	await warden.field('Registration mark').fill('KBC 987T');
	await warden.page.getByText(said.title).waitFor({ state: 'detached' });
	await warden.field('Registration mark').fill('LA68 XYZ');
	await warden.reads(said.title);
	await warden.button(said.another).click();
	await warden.page.getByText(said.title).waitFor({ state: 'detached' });
	warden.isQuiet();
});

test('by keyboard: gone closes it', async () => {
	await begin();
	// The form is drawn anew when the place comes.
	await warden.placed();
	await warden.button(said.gone).press('Enter');
	await warden.arrive(/^Close: not there on a visit/);
	assert.equal(await warden.page.evaluate(() => document.activeElement?.tagName), 'H1', 'the focus is not lost');
	await saved();
	await warden.go('/findings?state=closed');
	await warden.reads(/^1 finding/);
	warden.isQuiet();
});
