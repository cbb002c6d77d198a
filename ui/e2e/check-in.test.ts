/** Patrolling alone: the check-in is chosen, put off with one tap, sounds when it is due, and the leader is told when it was missed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkInWords as said } from '#lib/words/check-in.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { sessionWords } from '#lib/words/session.ts';
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
});
after(() => world.close());

const fine = () => warden.button(said.fine);

async function startAlone(every?: string): Promise<void> {
	await warden.go('/patrol/start');
	await warden.button(patrolWords.mode.foot).click();
	const area = warden.page.locator('input#area').or(warden.button('Great Lines'));
	await area.first().waitFor();
	if (await warden.page.locator('input#area').isVisible()) await warden.page.locator('input#area').fill('Great Lines');
	else await warden.button('Great Lines').click();
	await warden.page.getByRole('checkbox', { name: patrolWords.start.alone }).check();
	await warden.reads(said.legend);
	if (every) await warden.checksIn(every);
	await warden.button(/^Start at/).click();
}

test('who is alone says how often they check in, and it is kept for the next time', async () => {
	await startAlone();
	await warden.reads('There is a problem');
	await warden.reads(said.missing);
	await look(warden, '33-start-alone');
	await warden.checksIn(said.every(60));
	await warden.button(/^Start at/).click();
	await warden.reads(/^Check in by \d\d:\d\d, in (59|60) min$/);
	await look(warden, '33-patrol-check-in');
	warden.taps = 0;
	await warden.tap(fine());
	await warden.reads(/^Check in by/);
	assert.equal(warden.taps, 1);
	await warden.button(patrolWords.patrol.end).click();
	await warden.arrive(patrolWords.end.title);
	await warden.go('/patrol/start');
	await warden.page.getByRole('checkbox', { name: patrolWords.start.alone }).check();
	await warden.page.getByRole('button', { name: said.every(60), pressed: true }).waitFor();
	warden.isQuiet();
});

test('when it is due every page says so and it sounds, also on the locked page, and one tap answers', async () => {
	await warden.page.addInitScript(() => {
		const played = { tones: 0 };
		Object.assign(window, { played });
		const create = AudioContext.prototype.createOscillator;
		AudioContext.prototype.createOscillator = function () {
			played.tones += 1;
			return create.call(this);
		};
	});
	await warden.backTo(65, WARDEN_A);
	await startAlone(said.every(60));
	await warden.reads(/^Check in by/);
	await warden.backTo(0, WARDEN_A);
	for (const path of ['/today', '/findings', '/record']) {
		await warden.go(path);
		await warden.reads(said.due);
	}
	await look(warden, '33-check-in-due');
	await warden.page.waitForFunction(() => (window as unknown as { played: { tones: number } }).played.tones >= 3);
	await warden.go('/today');
	await warden.button('Lock').click();
	await warden.arrive(sessionWords.lock.title);
	await warden.reads(said.due);
	await look(warden, '33-lock-due');
	await fine().focus();
	await warden.page.keyboard.press('Enter');
	await warden.page.getByText(said.due).waitFor({ state: 'detached' });
	await warden.arrive(sessionWords.lock.title);
	assert.equal(await warden.page.getByText('Great Lines').count(), 0, 'nothing of the patrol is read out');
	await warden.reads(/^Check in by/);
	await look(warden, '33-lock-running');
	await fine().click();
	await warden.reads(/^Check in by/);
	await warden.arrive(sessionWords.lock.title);
	await warden.unlock(WARDEN_A);
	await warden.go('/patrol');
	await warden.reads(/^Check in by/);
	await warden.button(patrolWords.patrol.end).click();
	await warden.arrive(patrolWords.end.title);
	warden.isQuiet();
});

test('a missed check-in is told to the leader with the last recorded place, and goes when the warden is heard of', async () => {
	await warden.backTo(100, WARDEN_A);
	await startAlone(said.every(30));
	await warden.reads(/^Check in by/);
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.placed();
	await warden.typePlace('Rope Walk stairwell');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.backTo(0, WARDEN_A);
	await warden.go('/patrol');
	await warden.reads(said.missed);
	await look(warden, '33-check-in-missed');
	await warden.sync();
	await leader.sync();
	await leader.reads(said.leader.strip(1));
	await look(leader, '33-leader-elsewhere');
	await leader.link(said.leader.look).click();
	await leader.reads(said.leader.title(WARDEN_A.name));
	await leader.reads(/^Last recorded place: Rope Walk stairwell, .*\d\d:\d\d\.$/);
	await look(leader, '33-leader-missed');

	await fine().first().click();
	await warden.page.getByText(said.missed).waitFor({ state: 'detached' });
	await warden.sync();
	await leader.sync();
	await leader.go('/review');
	await leader.arrive('Review');
	await leader.page.getByText(said.leader.title(WARDEN_A.name)).waitFor({ state: 'detached' });

	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.reads(said.list.title);
	await warden.reads(/heard of again/);
	await look(warden, '33-end-missed');
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.sync();
	await leader.sync();
	await leader.go('/review');
	await leader.page.locator('main a[href^="/review/"]').first().click();
	await leader.reads(said.list.title);
	leader.isQuiet();
	warden.isQuiet();
});
