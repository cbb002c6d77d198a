/** How often a warden touches the glass. Every touch is counted, and nothing is typed. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sessionWords } from '#lib/words/session.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol();
});
after(() => world.close());
beforeEach(() => {
	warden.taps = 0;
});

async function save(): Promise<void> {
	await warden.placed();
	await warden.tap(warden.saveButton);
	await warden.reads(/Page \d+ is on this tablet/);
	warden.isQuiet();
}

const drugLitter = () => warden.tap(warden.link(/^Drug litter( \d+ on this patrol)?$/));
const addOne = () => warden.button(/^Loose needles, add one/);

test('one needle, from the patrol to the book, is at most four taps', async () => {
	await warden.go('/patrol');
	await drugLitter();
	await warden.tap(addOne());
	await save();
	await warden.reads('1 item, 1 sharp');
	assert.ok(warden.taps <= 4, `it took ${warden.taps} taps`);
});

test('twelve needles are at most six taps', async () => {
	await warden.go('/patrol');
	await drugLitter();
	await warden.tap(warden.button('add 10, Loose needles'));
	await warden.tap(addOne());
	await warden.tap(addOne());
	await save();
	await warden.reads('12 items, 12 sharps');
	assert.ok(warden.taps <= 6, `it took ${warden.taps} taps`);
});

test('one needle from the locked page is at most six taps, without a PIN, and nothing can be read there', async () => {
	await warden.button('Lock').click();
	await warden.arrive(sessionWords.lock.title);
	await warden.tap(warden.link(sessionWords.lock.record));
	await drugLitter();
	await warden.tap(addOne());
	await save();
	assert.ok(warden.taps <= 6, `it took ${warden.taps} taps`);
	await warden.arrive(sessionWords.lock.title);
	for (const path of ['/today', '/patrol', '/findings', '/arrived', '/patrol/end']) {
		await warden.go(path);
		await warden.arrive(sessionWords.lock.title);
		assert.equal(await warden.page.getByText('sharp').count(), 0, `${path} tells what was found`);
	}
});
