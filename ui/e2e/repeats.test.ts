/** Repeats: what was found again and again, its findings, a case opened from it in two taps, and the panel's sheet. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Form, Saved } from '#lib/backend/generated/contract.ts';
import { caseWords } from '#lib/words/cases.ts';
import { figureWords } from '#lib/words/figures.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { repeatWords as said } from '#lib/words/repeats.ts';
import { look } from './page/look.ts';
import { command } from './page/rounds.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const DAY = 24 * 60;
const STEPS = '51.38420, 0.52420';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
	await world.office.safeguarding(LEADER);
	await leader.sync();
});
after(() => world.close());

const row = (title: string) => leader.page.locator('main li').filter({ has: leader.page.getByRole('link', { name: title, exact: true }) });

/** Records something as the pages would; at a position first, if there is one, and then under a name. */
async function found(kind: string, answers: object, places: readonly string[] = [], follows: string | null = null): Promise<string> {
	const form = await command<Form>(leader, 'open_form', { kind, draft: null, finding: null, stage: null, follows, hotspot: null, go_on: false });
	await command(leader, 'set_answers', { draft: form.draft, answers });
	for (const typed of places) await command(leader, 'set_place', { draft: form.draft, device: null, typed });
	return (await command<Saved>(leader, 'save_form', { id: form.draft })).finding;
}

/** The chip that says by what a list of findings is narrowed. */
const narrowed = () => leader.button(new RegExp(`^Rope Walk stairwell\\s*, ${findingsWords.takeOff}`));

const needles = (...places: string[]) => found('drug_litter', { n_needle: 2 }, places);
const vehicle = (mark: string) => found('abandoned_vehicle', { vrm: mark, vehicle_type: 'car', condition: ['flat_tyre'] }, ['Prospect Row']);

test('where nothing comes back the page says so', async () => {
	await leader.go('/repeats');
	await leader.reads(said.none);
	await leader.reads(said.notBefore);
	await look(leader, '44-repeats-empty');
});

test('places, vehicles and people stand there by how often, with what they were before', async () => {
	await leader.backTo(70 * DAY, LEADER);
	await needles('Pier steps');
	await leader.backTo(40 * DAY, LEADER);
	await found('place', { name: 'Great Lines Heritage Park', aliases: ['The Lines', 'Fort Field'], place_type: 'park', status: 'active' });
	for (let times = 0; times < 3; times += 1) await needles('The Lines');
	await needles(STEPS, 'Rope Walk stairwell');
	await leader.backTo(3 * DAY, LEADER);
	for (let times = 0; times < 3; times += 1) await needles(STEPS, 'Rope Walk stairwell');
	await needles('Fort Field');
	await found('fly_tip', { size: 'car_boot' }, [STEPS]);
	await vehicle('GA63 XYZ');
	await vehicle('AB12 CDE');
	await leader.backTo(0, LEADER);
	await found('fly_tip', { size: 'single_item' }, [STEPS]);
	const finds = [await needles('The Lines'), await needles('TQ 76000 68000'), await found('dog_fouling', { deposits: 1 }, ['TQ 76000 68000'])];
	await vehicle('GA63XYZ');
	for (const find of finds.slice(0, 2)) await found('person', { role: 'witness', name: 'Quillfeather', told_why: 'yes' }, [], find);
	await leader.go('/figures');
	await leader.link(said.title).first().click();
	await leader.arrive(said.title);
	await leader.reads('Rope Walk stairwell');
	assert.match(await row('Rope Walk stairwell').innerText(), /5[\s\S]*Drug litter\s+3\s+Fly-tipping\s+2[\s\S]*\+4, 1 before/);
	assert.match(await row('Great Lines Heritage Park').innerText(), /Also The Lines, Fort Field[\s\S]*−1, 3 before/);
	assert.match(await row('GA63 XYZ').innerText(), /last at Prospect Row/);
	assert.equal(await row('Witness').getByRole('link', { name: said.openPerson }).count(), 1);
	assert.equal(await leader.page.getByText('Quillfeather').count(), 0, 'nobody is named');
	await look(leader, '44-repeats');
});

test('the days and the order are chosen, and wrong dates are refused with what to do', async () => {
	await leader.page.getByLabel(said.sort).selectOption({ label: said.sorts.last_seen! });
	await leader.button(said.windows['3_months']!).click();
	await leader.reads(said.notBefore);
	await leader.reads('Rope Walk stairwell');
	await leader.button(said.windows.own!).click();
	const date = async (id: string, parts: [string, string, string]) => {
		for (const [at, end] of (['', '-month', '-year'] as const).entries()) await leader.page.locator(`#${id}${end}`).fill(parts[at]!);
	};
	await date('days-from', ['31', '2', '2025']);
	await leader.button(said.show).click();
	await leader.reads(said.badDate(said.from));
	await look(leader, '44-repeats-days');
	await date('days-from', ['1', '1', '2020']);
	await date('days-to', ['31', '12', '2019']);
	await leader.button(said.show).click();
	await leader.reads(said.backwards);
	await date('days-to', ['31', '1', '2020']);
	await leader.button(said.show).click();
	await leader.reads(said.none);
	await leader.button(said.windows['28_days']!).click();
	await leader.reads('Rope Walk stairwell');
});

test('one opens to its findings, and the list says what it is narrowed by', async () => {
	await row('Rope Walk stairwell').getByRole('link', { name: 'Rope Walk stairwell' }).click();
	await leader.arrive(findingsWords.title);
	await leader.reads('5 findings');
	await narrowed().waitFor();
	await look(leader, '44-findings-again');
	await narrowed().click();
	await narrowed().waitFor({ state: 'detached' });
});

test('a case is opened in two taps, with its findings, and stands there from then on', async () => {
	await leader.go('/repeats');
	await leader.reads('Rope Walk stairwell');
	await leader.button(said.openCaseOf('Rope Walk stairwell')).click();
	await leader.reads(said.caseText(5));
	await look(leader, '44-repeats-case');
	await leader.field(said.caseName).fill(' ');
	await leader.button(said.caseSave).click();
	await leader.reads(said.caseNameMissing);
	await leader.page.keyboard.press('Escape');
	await leader.button(said.openCaseOf('Rope Walk stairwell')).click();
	await leader.button(said.caseSave).click();
	await leader.arrive(/^Case: Drug litter and fly-tipping/);
	await leader.reads(caseWords.its(5));
	await leader.go('/repeats');
	await leader.link(said.caseOpen('Drug litter and fly-tipping, Rope Walk stairwell')).waitFor();
	assert.equal(await leader.button(said.openCaseOf('Rope Walk stairwell')).count(), 0);
	assert.equal(await row('Witness').getByRole('button').count(), 0, 'no case tells that findings are of one person');
});

test('the sheet is printed without people and what can only be pressed, and written as a file', async () => {
	await leader.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	for (const hidden of [said.print, said.personsHow, said.openCase, figureWords.title]) {
		assert.equal(await leader.page.getByText(hidden, { exact: true }).filter({ visible: true }).count(), 0, hidden);
	}
	assert.equal(await leader.page.getByText('GA63 XYZ').isVisible(), true);
	await leader.page.screenshot({ path: '../target/screens/44-repeats-printed.png', fullPage: true });
	await leader.page.emulateMedia({ media: 'screen', colorScheme: 'light' });
	await leader.button(said.documents).click();
	await leader.button(said.csv).click();
	await leader.reads(said.written);
	const path = await leader.page.getByRole('dialog').locator('.app-number').innerText();
	assert.ok(path.endsWith('.csv') && existsSync(path), path);
	await look(leader, '44-repeats-documents');
	leader.isQuiet();
});

test('a warden is told that it is for leaders', async () => {
	const warden = await world.unlocked(WARDEN_A);
	await warden.go('/repeats');
	await warden.reads('Your role does not allow this. Ask your team leader.');
	await warden.leave();
});
