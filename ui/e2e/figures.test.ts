/** Figures: the report of a year that is known, any figure opened to its findings, and a period in which nothing was recorded. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { after, before, test } from 'node:test';
import { exportWords } from '#lib/words/exports.ts';
import { figureWords as said } from '#lib/words/figures.ts';
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

test('before anything is recorded the page says what will be there', async () => {
	await leader.go('/figures');
	await leader.reads(said.empty);
	await look(leader, '41-figures-empty');
});

test('the report of the Medway year reads as it was printed', async () => {
	await world.office.bringMedwayYear(LEADER);
	// Four thousand records.
	leader.page.setDefaultTimeout(120_000);
	await leader.sync();
	leader.page.setDefaultTimeout(15_000);
	await leader.go(`/figures?${YEAR}`);
	await leader.reads('Twelve PACTs are active, against 11 in 2017.');
	await leader.reads('wardens resolved 91 of the 143 (63.6%) and referred 52.');
	await leader.reads('Printed as 65% in 2018');
	await leader.reads('285 black sacks (just over 1 tonne)');
	await leader.reads('1,206 drug-related and 271 sex-related items');
	await leader.reads('Drug-related items removed, by month');
	await look(leader, '41-figures');
});

test('a figure opens to what makes it up, and back to the same report', async () => {
	await main().getByRole('link', { name: '91 of the 143 (63.6%)' }).click();
	await leader.arrive('Share of issues resolved by wardens');
	await leader.reads('of 143 · 63.6%');
	await leader.reads('The printed figure is kept here as it was published.');
	await leader.reads('The 91 findings that make it up');
	const listed = main().getByRole('listitem').filter({ hasText: 'PACT issue' });
	await listed.nth(49).waitFor();
	assert.equal(await listed.count(), 50);
	await look(leader, '41-figure');
	await leader.button(said.more).click();
	await leader.reads('91 findings shown, newest first');
	await leader.page.getByRole('link', { name: 'Figures, paragraph 5.2' }).click();
	await leader.arrive('Figures');
	await leader.reads('Twelve PACTs are active');
	await main().getByRole('link', { name: '1,206', exact: true }).click();
	await leader.arrive('Drug-related items removed');
	await leader.page.getByRole('link', { name: 'November 2017' }).click();
	await leader.reads('120');
	await leader.reads('The 30 findings that make it up');
});

test('a figure is told apart by the answers that make it up, as bars with their numbers', async () => {
	await leader.go(`/figures/PAYBACK.NOMINATED?${YEAR}`);
	await leader.arrive('Community Payback nominations');
	await main().getByRole('heading', { name: 'Nominated by' }).waitFor();
	const bar = main().getByRole('listitem').filter({ hasText: /^Elected member/ });
	await bar.first().waitFor();
	assert.match(await bar.first().innerText(), /86/, 'a quarter of the 344');
	await look(leader, '41-figure-answers');
});

test('the period, the comparison and the ward are chosen on the page, and bad dates are refused with what to do', async () => {
	await leader.go(`/figures?${YEAR}`);
	await leader.button(/^Period:/).click();
	const date = async (id: string, parts: [string, string, string]) => {
		for (const [at, end] of (['', '-month', '-year'] as const).entries()) await leader.page.locator(`#${id}${end}`).fill(parts[at]!);
	};
	await date('period-to', ['31', '10', '2016']);
	await leader.button(said.show).click();
	await leader.reads(said.backwards);
	await date('period-to', ['31', '2', '2018']);
	await leader.button(said.show).click();
	await leader.reads(said.badDate(said.to));
	await date('period-to', ['30', '11', '2017']);
	await leader.button(said.show).click();
	await leader.reads('1 Nov 2017 to 30 Nov 2017');
	await leader.reads('120 drug-related');
	await leader.button(/^Period:/).click();
	await leader.page.getByLabel(said.onDay, { exact: true }).check();
	await date('period-from', ['31', '2', '2018']);
	await leader.button(said.show).click();
	await leader.reads(said.badDate(said.day));
	await date('period-from', ['31', '10', '2017']);
	await leader.button(said.show).click();
	await leader.reads(/Community wardens, 31 Oct 2017 ·/);
	await leader.reads(/Eleven PACTs are active/);
	await leader.go('/figures?from=2017-11-01&to=2017-11-30');
	await leader.reads('120 drug-related');
	await leader.page.getByLabel(said.compare).selectOption('nothing');
	await main().getByRole('columnheader', { name: said.then }).waitFor({ state: 'detached' });
	await leader.page.getByLabel(said.ward, { exact: true }).selectOption({ label: 'Luton and Wayfield' });
	await leader.reads(/Community wardens, 1 Nov 2017 to 30 Nov 2017 · Luton and Wayfield/);
	// A task-force area is its wards together; what is opened from there stays in it.
	await leader.page.getByLabel(said.ward, { exact: true }).selectOption({ label: 'Chatham town centre' });
	await leader.reads(/1 Nov 2017 to 30 Nov 2017 · Chatham town centre/);
	await look(leader, '41-figures-task-force');
	await leader.go(`/figures/LITTER.DRUG.ITEMS?${YEAR}`);
	await leader.reads(said.byTaskForce);
	await main().getByRole('link', { name: 'Gillingham', exact: true }).click();
	await main().locator('dt', { hasText: said.taskForceKey }).waitFor();
	await look(leader, '41-figure-task-force');
});

test('the main figures of a period stand on one sheet of paper, each with what it was before and a way to its findings', async () => {
	await leader.go(`/figures?${YEAR}`);
	await leader.reads('Twelve PACTs are active');
	await main().getByRole('link', { name: said.dataPage }).click();
	await leader.arrive(said.dataPage);
	await leader.reads(/Community wardens, 1 Nov 2017 to 31 Oct 2018 · data as at/);
	await leader.reads('1,206');
	await leader.reads('of 143 · 63.6%');
	await leader.reads(said.comparedWith('1 Nov 2016 to 31 Oct 2017'));
	await leader.reads(said.byKind);
	await leader.reads(said.chartByWard('Drug-related items removed'));
	await look(leader, '46-data-page');
	const path = '../target/screens/46-data-page.pdf';
	const paper = await leader.page.pdf({ path, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
	assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'one sheet of A4');
	await leader.page.getByLabel(said.ward, { exact: true }).selectOption({ label: 'Chatham town centre' });
	await leader.reads(/31 Oct 2018 · Chatham town centre/);
	await main().getByRole('link', { name: /^Drug-related items removed: / }).click();
	await leader.arrive('Drug-related items removed');
	await leader.reads('Chatham town centre');
});

test('a spreadsheet says how far it is, and one that is stopped leaves nothing', async () => {
	await leader.go(`/figures?${YEAR}`);
	await leader.reads('Twelve PACTs are active');
	await leader.button(said.documents).click();
	const stop = leader.button(exportWords.stop);
	await leader.button(said.xlsx).click();
	await stop.waitFor();
	await leader.page.screenshot({ path: '../target/screens/41-figures-writing.png' });
	await stop.click();
	await leader.reads(exportWords.stoppedText);
	await look(leader, '41-figures-stopped');
	await leader.button(said.xlsx).click();
	await leader.reads(said.written);
	const path = await leader.page.getByRole('dialog').locator('.app-number').innerText();
	assert.deepEqual(readdirSync(dirname(path)), [basename(path)], 'only the whole one is there');
	await look(leader, '41-figures-written');
});

test('the fly-tip return and a pack for a request are written from the same place', async () => {
	await leader.go(`/figures?${YEAR}`);
	await leader.reads('Twelve PACTs are active');
	await leader.button(said.documents).click();
	await look(leader, '41-figures-documents');
	await leader.button(said.flyTips).click();
	await leader.reads(said.written);
	await leader.button(said.foi).click();
	await leader.reads(said.foiText);
	await leader.field(said.foiPlace).fill('Luton');
	await leader.page.getByRole('checkbox', { name: 'Drug litter' }).check();
	await look(leader, '41-figures-pack');
	await leader.button(said.foiWrite).click();
	await leader.reads(/findings? in the folder/);
	const path = await leader.page.getByRole('dialog').locator('.app-number').innerText();
	assert.deepEqual(readdirSync(path).toSorted(), ['README.txt', 'counts.csv', 'findings.csv']);
	await look(leader, '41-figures-pack-written');
});

test('a figure opens to a file of its findings in four forms', async () => {
	await leader.go(`/figures/LITTER.DRUG.ITEMS?${YEAR}`);
	await leader.button(exportWords.documents).click();
	await look(leader, '41-figure-documents');
	await leader.button(exportWords.formats.gpkg!.button).click();
	await leader.reads(/findings written to/);
	const path = await leader.page.getByRole('dialog').locator('.app-number').innerText();
	assert.match(path, /figure-litter-drug-items-.*\.gpkg$/);
	assert.ok(existsSync(path), path);
});

test('before the first record figures are not recorded, which is not zero', async () => {
	await leader.go('/figures?from=2010-01-01&to=2010-12-31');
	await leader.reads('The team issued not recorded community protection warnings');
	await leader.go('/figures/ENF.CPW?from=2010-01-01&to=2010-12-31');
	await leader.reads(said.noFindings);
	await look(leader, '41-figure-none');
});

test('a figure that there is not, and a warden, are told so', async () => {
	await leader.go('/figures/NO.SUCH');
	await leader.reads('That figure is not on this tablet.');
	const warden = await world.unlocked(WARDEN_A);
	await warden.go('/figures');
	await warden.reads('Your role does not allow this. Ask your team leader.');
});
