/** Answer a councillor: a place becomes one page without names, is recorded with who asked, and stays as it was sent. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerWords as said } from '#lib/words/answer.ts';
import { figureWords } from '#lib/words/figures.ts';
import { Keystrokes } from './page/keystrokes.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const YEAR = 'from=2017-11-01&to=2018-10-31';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

const main = () => leader.page.locator('main');
const sheet = () => leader.page.getByRole('article', { name: said.sheet });

test('before anything is asked the page says what it will show, and what is no place is refused at its field', async () => {
	await leader.go('/answer');
	await leader.reads(said.begin);
	await leader.reads(said.noneOpen);
	await look(leader, '42-answer-empty');
	await leader.field(said.place).fill('0, 0');
	await leader.button(said.show).click();
	await main().getByRole('alert').getByText('The tablet gave no real position').waitFor();
	await leader.field(said.place).fill('Nowhere Street');
	await leader.button(said.show).click();
	await leader.reads(`${said.nothing}.`);
	await look(leader, '42-answer-none');
});

test('a place and a period become one page, which is recorded as sent', async () => {
	await world.office.bringMedwayYear(LEADER);
	// Four thousand records.
	leader.page.setDefaultTimeout(120_000);
	await leader.sync();
	leader.page.setDefaultTimeout(15_000);
	await leader.go(`/answer?${YEAR}`);
	await leader.page.getByLabel(said.ward).selectOption({ label: 'Luton and Wayfield' });
	await leader.button(said.show).click();
	await sheet().getByRole('heading', { name: 'Luton and Wayfield' }).waitFor();
	await sheet().getByRole('rowheader', { name: 'Drug litter' }).waitFor();
	assert.match(await sheet().innerText(), /By month/);
	assert.doesNotMatch(await sheet().innerText(), /Demo (warden|leader)/, 'it names nobody');
	await look(leader, '42-answer');
	await leader.button(said.sent).click();
	await main().getByRole('alert').getByText('Enter the councillor').waitFor();
	await leader.field(said.councillor).fill('A. Member');
	await leader.field(said.about).fill('How many needles, and were they removed?');
	await leader.button(said.sent).click();
	await leader.arrive('Councillor A. Member');
	await leader.reads('Drug litter:');
	await look(leader, '42-answer-sent');
});

test('it takes less than a minute from the empty page to the answer that is sent, as the keystroke-level model counts', async (test) => {
	await leader.go('/answer');
	await leader.reads(said.begin);
	const strokes = new Keystrokes(leader);
	await strokes.click(leader.field(said.place));
	await strokes.type('TQ 757 682');
	await strokes.click(leader.button(/^Period:/));
	await strokes.click(leader.page.getByRole('radio', { name: figureWords.own }));
	const days = { 'period-from': '1', 'period-from-month': '11', 'period-from-year': '2017', 'period-to': '31', 'period-to-month': '10', 'period-to-year': '2018' };
	for (const [id, value] of Object.entries(days)) {
		await strokes.tabTo(leader.page.locator(`#${id}`));
		// What stands there is selected by the Tab key, and is typed over.
		for (const digit of value) await strokes.press(digit);
	}
	await strokes.click(leader.page.getByRole('button', { name: figureWords.show, exact: true }));
	await strokes.wait(sheet().getByText(/1 Nov 2017 to 31 Oct 2018/).waitFor());
	await strokes.click(leader.field(said.councillor));
	await strokes.type('A. Member');
	await strokes.tabTo(leader.field(said.about));
	await strokes.type('How many needles, and were they removed?');
	await strokes.click(leader.button(said.sent));
	await strokes.wait(leader.arrive('Councillor A. Member'));
	test.diagnostic(strokes.words);
	assert.ok(strokes.seconds < 60, `a minute and more: ${strokes.words}`);
});

test('one to be answered is listed with its day, its page is made again and noted as sent', async () => {
	await leader.go(`/answer?typed=TQ+757+682&metres=500&${YEAR}`);
	await sheet().getByRole('heading', { name: /^Within 500 m of TQ 757 682/ }).waitFor();
	await leader.page.getByRole('radio', { name: said.askers.public }).check();
	await leader.field(said.about).fill('Fly-tips in the car park');
	await leader.button(said.later).click();
	await leader.arrive(said.askers.public);
	await leader.reads(/^Send the reply · By the end of/);
	await look(leader, '42-answer-due');
	await leader.page.getByRole('link', { name: said.back }).click();
	await leader.arrive(said.title);
	await leader.reads(said.openCount(1));
	await look(leader, '42-answer-list');
	await main().getByRole('link', { name: said.askers.public }).click();
	await leader.link(said.makePage).click();
	await leader.reads(said.answering(said.askers.public));
	await leader.button(said.noteSent).click();
	await leader.arrive(said.askers.public);
	await leader.reads(said.whatWasSent);
	await leader.button(said.save).click();
	await leader.reads(said.saved);
});

test('the period is chosen on the page; on paper stands the page alone', async () => {
	await leader.go(`/answer?typed=TQ+757+682&${YEAR}`);
	await sheet().waitFor();
	await leader.button(/^Period:/).click();
	await leader.page.getByRole('radio', { name: figureWords.own }).check();
	for (const [id, value] of Object.entries({ 'period-from': '1', 'period-from-month': '1', 'period-from-year': '2018' }))
		await leader.page.locator(`#${id}`).fill(value);
	await leader.page.getByRole('button', { name: figureWords.show, exact: true }).click();
	await sheet().getByText(/^1 Jan 2018 to 31 Oct 2018/).waitFor();
	await leader.page.emulateMedia({ media: 'print' });
	assert.ok(await sheet().isVisible());
	for (const hidden of [said.show, said.print, said.sent]) assert.equal(await leader.button(hidden).count(), 0, `${hidden} is not on paper`);
	await leader.page.emulateMedia({ media: 'screen' });
	leader.isQuiet();
});

test('a warden is told that it is for leaders', async () => {
	const warden = await world.unlocked(WARDEN_A);
	await warden.go('/answer');
	await warden.reads('Your role does not allow this. Ask your team leader.');
});
