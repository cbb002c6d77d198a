/** What was answered is on the tablet before it is saved: a page that reloads and a tablet that dies both find it again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { UI } from './world/program.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol();
});
after(() => world.close());

async function halfAForm(): Promise<string> {
	await warden.begin('drug_litter');
	await warden.button('add 10, Loose needles').click();
	await warden.reads('10 items');
	await warden.page.locator('input[type=file]').first().setInputFiles(join(UI, 'static/samples/steps.jpg'));
	await warden.photo(1).waitFor();
	await warden.placed();
	return new URL(warden.page.url()).pathname;
}

async function stillThere(): Promise<void> {
	await warden.saveButton.waitFor();
	await warden.reads('10 items, 10 sharps');
	await warden.placed();
	await warden.photo(1).waitFor();
	assert.equal(await warden.photo(2).count(), 0, 'the photo is there once');
}

test('a page that is loaded again in the middle of a form finds its answers, photo and place', async () => {
	await halfAForm();
	await warden.page.reload();
	await stillThere();
	warden.isQuiet();
});

test('a tablet that dies in the middle of a form has the draft on Today when it is back', async () => {
	const form = await halfAForm();
	await warden.tablet.cut();
	await warden.tablet.serve();
	await warden.leave();

	// It is at another port now, as the same tablet.
	warden = await world.at(warden.tablet);
	await warden.unlock(WARDEN_A);
	await warden.reads(patrolWords.today.drafts);
	await warden.go(form);
	await stillThere();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.reads('10 items, 10 sharps');
	warden.isQuiet();
});

test('a tablet that dies right after a save has the finding, and no draft of it', async () => {
	await warden.recordNeedle();
	const before = await warden.page.locator('main li').count();
	await warden.tablet.cut();
	await warden.tablet.serve();
	await warden.leave();
	warden = await world.at(warden.tablet);
	await warden.unlock(WARDEN_A);
	await warden.go('/patrol');
	await warden.reads('1 item, 1 sharp');
	assert.equal(await warden.page.locator('main li').count(), before);
});

test('a place that is typed is the place, also where the tablet had found another and says so late', async () => {
	// What is answered about the tablet's own place is held up until the typed one was answered, if that was asked meanwhile.
	const askedAndShown = () =>
		warden.page.evaluate(() => fetch('/call/status', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }).then(() => null));
	const [pressed, typed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	let asked = false;
	const told: Promise<void>[] = [];
	await warden.page.route('**/call/set_place', async (route) => {
		const own = route.request().postDataJSON().device !== null;
		asked ||= !own;
		const answer = await route.fetch();
		const waits = own ? pressed.promise.then(() => (asked ? typed.promise : undefined)) : Promise.resolve();
		const answered = waits.then(() => route.fulfill({ response: answer }));
		told.push(answered);
		await answered;
		if (!own) typed.resolve();
	});
	const found = warden.page.waitForRequest('**/call/set_place');
	await warden.begin('abandoned_vehicle');
	await found;
	await warden.button(/^Change.*the place/).click();
	await warden.field(recordingWords.place.typed).fill('Rope Walk steps');
	await warden.button(recordingWords.place.use).click();
	// Whatever the press asked for is on its way before this is.
	await askedAndShown();
	pressed.resolve();
	await typed.promise;
	await Promise.all(told);
	await warden.page.getByRole('dialog').waitFor({ state: 'hidden' });
	await askedAndShown();
	assert.match((await warden.page.locator('main').innerText()).replaceAll('\n', ' '), /Rope Walk steps/);
	await warden.page.unroute('**/call/set_place');
	warden.isQuiet();
});
