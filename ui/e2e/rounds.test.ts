/** Rounds: a leader keeps one, a warden walks it from Today to the end of the patrol, and the leader sees what was missed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkInWords } from '#lib/words/check-in.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { moreWords } from '#lib/words/more.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { roundWords as said } from '#lib/words/rounds.ts';
import { words } from '#lib/words/en.ts';
import { look } from './page/look.ts';
import { keepHotspots, PLACES, ROUND } from './page/rounds.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

const part = (at: number, what: string) => warden.page.getByRole('button', { name: `${PLACES[at]}: ${what}` });
const nothing = () => warden.button(new RegExp(`^${said.nothing}`));
const something = () => warden.button(new RegExp(`^${said.something}`));

test('no hotspot and no round: the pages say whose they are to keep', async () => {
	await warden.startPatrol();
	assert.equal(await warden.link(said.checkHotspot).count(), 0, 'nothing to check, so no way there');
	await warden.go('/patrol/hotspots');
	await warden.reads(said.hotspots.none);
	await look(warden, '31-hotspots-none');
	await leader.go('/rounds');
	await leader.reads(said.walked.none);
	await look(leader, '32-rounds-none');
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.arrive(patrolWords.end.title);
});

test('a leader keeps a round, its places in their order, by keys that need no dragging', async () => {
	await keepHotspots(leader);
	await leader.go('/record/round');
	await leader.field('What is the round called?').fill(ROUND);
	for (const name of [...PLACES].reverse()) await leader.button(new RegExp(`^\\+?Add ${name}`)).click();
	// The list is upside down: each is brought to the front, the last one first.
	for (let at = 1; at < PLACES.length; at += 1) {
		const earlier = leader.page.getByRole('button', { name: `${recordingWords.inOrder.earlier}: ${PLACES[PLACES.length - 1 - at]}` });
		for (let times = 0; times < at; times += 1) await earlier.click();
	}
	await leader.button('Every day').click();
	await leader.button('12:00').click();
	await leader.button('Active').click();
	await look(leader, '31-form-round');
	await leader.saveButton.click();
	await leader.arrive('Review');
	await leader.go('/more');
	await leader.reads(moreWords.registers);
	await leader.page.locator('main li').filter({ hasText: ROUND }).getByRole('link').click();
	await leader.reads(findingsWords.timeline('entry'));
	const listed = await leader.page.locator('main').innerText();
	const places = PLACES.map((name) => listed.indexOf(name));
	assert.deepEqual(places, [...places].sort((one, other) => one - other), 'in the order that was given');
	await leader.sync();
	await warden.sync();
});

test('Today shows the round that is due, and one tap begins it', async () => {
	await warden.go('/today');
	await warden.reads(said.due);
	await look(warden, '31-today-round');
	await warden.link(new RegExp(ROUND)).click();
	await warden.arrive(patrolWords.start.title);
	assert.ok(await warden.page.getByRole('checkbox', { name: ROUND }).isChecked());
	await look(warden, '31-start-round');
	await warden.button(patrolWords.mode.foot).click();
	await warden.button('Great Lines').click();
	await warden.page.getByRole('checkbox', { name: patrolWords.start.alone }).check();
	await warden.checksIn(checkInWords.never);
	await warden.button(/^Start at/).click();
	await warden.reads(said.checked(0, PLACES.length));
	await part(0, said.part.next).waitFor();
});

test('nothing found, something found at another place, and an undo, by hand', async () => {
	await warden.reads(/^Next, \d+ m away$/);
	await nothing().click();
	await warden.reads(`${PLACES[0]}: nothing found.`);
	await part(0, said.part.nothing).waitFor();
	await warden.button(words.undo.button).click();
	await part(0, said.part.next).waitFor();
	await nothing().click();
	await warden.reads(said.checked(1, PLACES.length));

	await part(2, said.part.notYet).click();
	await something().click();
	await warden.reads(said.standing(PLACES[2]!));
	await look(warden, '31-patrol-standing');
	await warden.link(/^Drug litter/).click();
	await warden.arrive('Drug litter');
	await warden.reads(new RegExp(`at ${PLACES[2]}$`));
	await warden.button(/^Loose needles, add one/).click();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await part(2, said.part.find(1)).waitFor();
	await part(3, said.part.next).waitFor();
	await look(warden, '31-patrol-round');
	warden.isQuiet();
});

test('the same place twice is refused in words, and its check is opened to correct it', async () => {
	await part(0, said.part.nothing).click();
	await nothing().click();
	await warden.reads(/^This patrol checked Rope Walk stairwell at \d\d:\d\d: nothing was found/);
	await warden.link(said.openCheck).click();
	await warden.reads(findingsWords.timeline('entry'));
	await warden.reads(said.nothing);
	await look(warden, '31-check');
	await warden.button(findingsWords.correct).click();
	await warden.reads('Was anything found?');
	await look(warden, '31-check-correct');
	await warden.go('/patrol');
});

test('by keyboard a place is chosen and checked', async () => {
	await part(4, said.part.notYet).focus();
	await warden.page.keyboard.press('Enter');
	await warden.reads(/^Chosen, /);
	await nothing().focus();
	await warden.page.keyboard.press('Enter');
	await part(4, said.part.nothing).waitFor();
});

test('a hotspot is checked from the list, nearest first', async () => {
	await warden.link(said.checkAnother).click();
	await warden.arrive(said.hotspots.title);
	await warden.reads(/\d+ m away/);
	const rows = warden.page.locator('main li');
	assert.deepEqual((await rows.locator('h2').allInnerTexts()).sort(), [...PLACES].sort());
	// The demo walks: which of them is nearest depends on when this is.
	const away = (await rows.allInnerTexts()).map((row) => Number(row.match(/([\d,]+) m away/)?.[1]?.replace(',', '')));
	assert.deepEqual(away, [...away].sort((one, other) => one - other), 'nearest first');
	await look(warden, '31-hotspots');
	await warden.page.locator('main li').filter({ hasText: PLACES[1] }).getByRole('button').click();
	await part(1, said.part.nothing).waitFor();
});

test('the end of the patrol and its review tell the round, with what was not checked by name', async () => {
	await warden.button(patrolWords.patrol.end).click();
	await warden.arrive(patrolWords.end.title);
	await warden.reads(said.checkedPlaces(4, PLACES.length));
	await warden.reads(said.told.notChecked([PLACES[3]!]));
	await warden.reads(said.told.sums(3, 1));
	await look(warden, '31-end-round');
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.sync();
	await leader.sync();
	await leader.go('/review');
	await leader.link(/Great Lines/).click();
	await leader.reads(said.told.notChecked([PLACES[3]!]));
	await look(leader, '32-review-round');
});

test('the leader sees the rounds by day', async () => {
	await leader.go('/more');
	await leader.link(said.title).click();
	await leader.arrive(said.title);
	await leader.reads(said.checkedPlaces(4, PLACES.length));
	await leader.reads(said.told.notChecked([PLACES[3]!]));
	await look(leader, '32-rounds');
	leader.isQuiet();
	warden.isQuiet();
});
