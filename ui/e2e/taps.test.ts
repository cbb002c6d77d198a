/** How often a warden touches the glass. Every touch is counted, and nothing is typed. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sessionWords } from '#lib/words/session.ts';
import { roundWords } from '#lib/words/rounds.ts';
import { command, keepRound, PLACES, ROUND } from './page/rounds.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
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

test('what is pressed in gloves is at least 96 px high, and no nearer to the next than 16', async () => {
	await warden.go('/patrol');
	const tiles = warden.page.locator('.app-tiles > *');
	await tiles.first().waitFor();
	const boxes = await Promise.all((await tiles.all()).map((tile) => tile.boundingBox()));
	const drawn = boxes.flatMap((box) => box ?? []);
	assert.ok(drawn.length >= 12);
	for (const one of drawn) {
		assert.ok(one.height >= 96 && one.width >= 96, `a tile of ${one.width} x ${one.height}`);
		for (const other of drawn.filter((each) => each !== one)) {
			const [across, down] = [Math.abs(one.x - other.x) - one.width, Math.abs(one.y - other.y) - Math.min(one.height, other.height)];
			assert.ok(Math.max(across, down) >= 15.9, `${Math.max(across, down)} px between two tiles`);
		}
	}
	await warden.begin('drug_litter');
	const plus = await addOne().boundingBox();
	assert.ok(plus && plus.height >= 96, `+1 is ${plus?.height} px high`);
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

test('nothing found, at the next place of a round, is one tap; at another place, and at a hotspot on no round, two', async () => {
	const leader = await world.unlocked(LEADER);
	await keepRound(leader);
	await leader.sync();
	await leader.leave();
	await warden.sync();
	const nothing = (place: string) => warden.button(`${roundWords.nothing}: ${place}`);
	const done = (place: string) => warden.reads(new RegExp(`^${place}: nothing found. Page \\d+ is on this tablet`));

	await warden.go('/patrol');
	warden.taps = 0;
	await warden.tap(warden.link(roundWords.checkHotspot));
	await warden.tap(nothing(PLACES[4]!));
	await done(PLACES[4]!);
	assert.equal(warden.taps, 2, 'on no round');

	await warden.go('/today');
	await warden.tap(warden.button(ROUND));
	await warden.reads(roundWords.checked(0, PLACES.length));
	warden.taps = 0;
	await warden.tap(nothing(PLACES[0]!));
	await done(PLACES[0]!);
	assert.equal(warden.taps, 1, 'the next place');

	warden.taps = 0;
	await warden.tap(warden.page.getByRole('button', { name: `${PLACES[2]}: ` }).first());
	await warden.tap(nothing(PLACES[2]!));
	await done(PLACES[2]!);
	assert.equal(warden.taps, 2, 'another place');
	warden.isQuiet();
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
