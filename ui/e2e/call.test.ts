/** The daily call: held a week ago and today, by keyboard alone; what came since, issues, who is on it, and the sheet of a partner. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { callWords as said } from '#lib/words/call.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { Keystrokes } from './page/keystrokes.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const WEEK = 7 * 24 * 60;

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

const row = (what: string) => leader.page.getByRole('listitem').filter({ hasText: what });
const focused = () => leader.page.evaluate(() => document.activeElement?.id);

/** Goes to a control as the Tab key does, and presses a key on it. */
async function press(name: string | RegExp, key = 'Enter'): Promise<void> {
	const button = leader.button(name).first();
	await button.focus();
	await leader.page.keyboard.press(key);
}

async function addIssue(what: string): Promise<void> {
	await leader.field(said.what).focus();
	await leader.page.keyboard.type(what);
	await leader.page.keyboard.press('Enter');
	await leader.link(what).waitFor();
}

/** Chooses in a list by keyboard: the first letters of what is meant. */
async function choose(label: string, typed: string): Promise<void> {
	await leader.page.getByRole('listitem').getByLabel(label).last().focus();
	await leader.page.keyboard.type(typed);
}

async function findNeedles(): Promise<void> {
	await leader.begin('drug_litter');
	await leader.button(/^Loose needles, add one/).click();
	await leader.typePlace('TQ 75742 68040');
	await leader.saveButton.click();
	await leader.arrive('Review');
}

test('before the first call the page says what is true', async () => {
	await leader.go('/review');
	await leader.link(said.title).first().click();
	await leader.arrive(said.title);
	await leader.reads(said.noNews);
	await leader.reads(said.noIssues);
	await leader.reads(said.noEarlier);
	await look(leader, '43-call-empty');
});

test('a call is held a week ago, and gives something to the police', async () => {
	await leader.backTo(WEEK, LEADER);
	await leader.go('/call');
	await press(said.start);
	await leader.reads(/^Under way since/);
	await addIssue('Camera at Rope Walk');
	await press(said.actOf('Camera at Rope Walk'));
	await choose(said.owner, 'Police');
	await choose(said.due, 'Today');
	await press(said.give);
	await leader.reads(/^By the end of/);
	await addIssue('Board up 9 Mill Road');
	await press(said.actOf('Board up 9 Mill Road'));
	await choose(said.owner, 'Council h');
	await press(said.give);
	await leader.reads(said.dueNone);
	await press(said.end);
	await leader.reads(/^Held /);
	await leader.backTo(0, LEADER);
	leader.isQuiet();
});

test('today: what came since, by keyboard: an issue in one line, a finding taken in, who is there, what became of the last', async () => {
	for (let times = 0; times < 3; times += 1) await findNeedles();
	await leader.go('/call');
	await leader.reads(said.news(3));
	await leader.reads('3rd here in 28 days');
	await leader.reads(said.doneOf(0, 2));
	await press(said.start);
	await leader.reads(/^Under way since/);

	await leader.field(said.what).focus();
	await leader.page.keyboard.press('Enter');
	await leader.reads(said.missing);
	await addIssue('Bins alight behind the Wayfield shops');
	assert.equal(await focused(), 'new-issue', 'the line is ready for the next');
	assert.equal(await leader.field(said.what).inputValue(), '');
	await leader.field(said.what).focus();
	await leader.page.keyboard.type('Group at the bus bays');
	await press('Today', 'Space');
	await leader.page.locator('#new-issue-owner').selectOption({ label: 'Police' });
	await press(said.add);
	await leader.link('Group at the bus bays').waitFor();
	// It is recorded, discussed, and given: none of the stages is shown.
	assert.match(await row('Group at the bus bays').innerText(), /Today[\s\S]*Police/);

	// Two at a stroke: neither tap is lost while the other is on its way.
	const takes = leader.page.getByRole('button', { name: new RegExp(`^${said.take}`) });
	await takes.evaluateAll((buttons) => buttons.slice(0, 2).forEach((button) => (button as HTMLElement).click()));
	await leader.reads(said.findings(1));
	await takes.nth(1).waitFor({ state: 'detached' });
	assert.equal(await takes.count(), 1);
	await press(said.discussedOf('Bins alight behind the Wayfield shops'));
	await leader.button(said.discussedOf('Bins alight behind the Wayfield shops')).waitFor({ state: 'detached' });

	for (const partner of ['Police', 'Fire and rescue']) {
		await leader.page.getByRole('checkbox', { name: partner }).focus();
		await leader.page.keyboard.press('Space');
		await leader.page.getByRole('status').filter({ hasText: said.marked(partner, true) }).waitFor({ state: 'attached' });
	}
	await leader.page.locator('#another-partner').focus();
	await leader.page.keyboard.type('Park');
	await press(said.addPartner);
	await leader.page.getByRole('checkbox', { name: 'Parks and greenspaces', checked: true }).waitFor();

	await press(said.actOf('Board up 9 Mill Road'));
	await look(leader, '43-call-row');
	await choose(said.outcome, 'Resolved by a p');
	await press(said.close);
	await leader.reads(said.doneOf(1, 2));
	await leader.page.evaluate(() => scrollTo(0, 0));
	await look(leader, '43-call');
	await leader.page.setViewportSize({ width: 1280, height: 800 });
	assert.equal(await leader.page.locator('nav').getByText(said.title).isVisible(), true);
	await leader.page.setViewportSize({ width: 800, height: 1280 });
});

test('an issue is added in 20 seconds by keyboard, as the keystroke-level model counts them', async (test) => {
	await leader.go('/call');
	await leader.reads(/^Under way since/);
	await leader.field(said.what).focus();
	// As the call goes on: the line is where the last issue left it. A sentence, how soon, who does it.
	const whole = new Keystrokes(leader);
	await whole.type('Needles again at the Wayfield shops');
	await whole.tabTo(leader.button('Today').first());
	await whole.press('Space');
	await whole.tabTo(leader.page.locator('#new-issue-owner'));
	await whole.type('Pol');
	// What is chosen stays; the line and its button stand before it.
	await whole.tabTo(leader.page.getByRole('button', { name: said.add, exact: true }).first(), 'Shift+Tab');
	await whole.press('Enter');
	await whole.wait(row('Needles again at the Wayfield shops').waitFor());
	assert.match(await row('Needles again at the Wayfield shops').innerText(), /Today[\s\S]*Police/);
	test.diagnostic(whole.words);
	assert.ok(whole.seconds <= 20, `more than 20 seconds: ${whole.words}`);
	assert.equal(whole.clicks, 0);

	// The line alone.
	const line = new Keystrokes(leader);
	await line.type('Bins alight behind the shops again');
	await line.press('Enter');
	await line.wait(leader.link('Bins alight behind the shops again').waitFor());
	test.diagnostic(line.words);
	assert.ok(line.seconds < whole.seconds, line.words);
});

test('what is typed and entered while the issue before is kept is kept after it, and a second tap adds nothing', async () => {
	await leader.go('/call');
	await leader.reads(/^Under way since/);
	const held = Promise.withResolvers<void>();
	await leader.page.route('**/call/add_issue', async (route) => {
		await held.promise;
		await route.continue();
	});
	await leader.field(said.what).focus();
	for (const what of ['Drinkers on the High Street', 'Flies at the bins']) {
		await leader.page.keyboard.type(what);
		await leader.page.keyboard.press('Enter');
	}
	await leader.page.keyboard.press('Enter');
	assert.equal(await leader.page.getByText(said.missing).count(), 0, 'a doubled tap is no empty issue');
	held.resolve();
	await leader.link('Drinkers on the High Street').waitFor();
	await leader.link('Flies at the bins').waitFor();
	assert.equal(await leader.field(said.what).inputValue(), '');
	await leader.page.unroute('**/call/add_issue');
});

test('the sheet of a partner is printed, copied and saved, without a name', async () => {
	await leader.go('/call');
	await addIssue(`Ring ${WARDEN_A.name} about the flat`);
	await leader.link(said.sheets).click();
	await leader.arrive('Actions for Police');
	await leader.reads('Camera at Rope Walk');
	await leader.reads('Group at the bus bays');
	await leader.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await press(said.copy);
	await leader.reads(said.copied);
	const copied = await leader.page.evaluate(() => navigator.clipboard.readText());
	assert.match(copied, /^Actions for Police\n/);
	await press(said.save);
	const path = await leader.page.locator('main .app-number').filter({ hasText: '.txt' }).innerText();
	assert.equal(readFileSync(path, 'utf8'), copied);
	await look(leader, '43-call-sheet');

	await leader.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	for (const hidden of [said.print, said.care, findingsWords.whatNext]) {
		assert.equal(await leader.page.getByText(hidden, { exact: true }).filter({ visible: true }).count(), 0, hidden);
	}
	assert.equal(await leader.page.getByText('Group at the bus bays').isVisible(), true);
	await leader.page.screenshot({ path: '../target/screens/43-call-sheet-printed.png', fullPage: true });
	await leader.page.emulateMedia({ media: 'screen', colorScheme: 'light' });
	leader.isQuiet();
});

test('the record of the call says who was there and when', async () => {
	await leader.go('/call');
	await press(said.end);
	await leader.reads(/^Held /);
	await leader.link(said.record).click();
	await leader.arrive(/Daily call/);
	await leader.reads(/Police, Fire and rescue, Parks and greenspaces/);
	await look(leader, '43-call-record');
});
