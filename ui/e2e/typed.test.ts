/** Figures of other services: typed in, marked in the report, corrected, and refused with what to do. */
import { after, before, test } from 'node:test';
import { figureWords as said } from '#lib/words/figures.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER } from './world/office.ts';
import { World } from './world/world.ts';

const YEAR = 'from=2018-01-01&to=2018-12-31';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

const main = () => leader.page.locator('main');

test('what is wrong is refused at its field', async () => {
	await leader.go(`/figures/typed?${YEAR}`);
	await main().getByRole('row', { name: /Seizures of illegal tobacco.*not recorded/ }).waitFor();
	await main().getByRole('button', { name: said.typedSave, exact: true }).last().click();
	await main().getByRole('alert').getByText('Select which figure it is').waitFor();
	await leader.field(said.typedMeasure).selectOption({ label: 'Value of illegal tobacco seized, in pounds' });
	await leader.field(said.typedHow).fill('a lot');
	await leader.field(said.typedSource).fill('Trading standards');
	await main().getByRole('button', { name: said.typedSave, exact: true }).last().click();
	await main().getByRole('alert').getByText(/^Enter how much it is, as a number/).waitFor();
	await look(leader, '44-typed-refused');
});

test('what is typed in stands in the report with who entered it and from whom', async () => {
	await leader.field(said.typedHow).fill('£11,500');
	await main().getByRole('button', { name: said.typedSave, exact: true }).last().click();
	await leader.reads(said.typedDone);
	await leader.reads(/^Entered by Demo leader from Trading standards, /);
	await leader.button(`${said.typedCorrect}: Value of illegal tobacco seized, in pounds`).click();
	await leader.field(said.typedHow).fill('12000');
	await main().getByRole('button', { name: said.typedSave, exact: true }).last().click();
	await main().getByRole('row', { name: /£12,000/ }).waitFor();
	await look(leader, '44-typed');
	await leader.begin('drug_litter');
	await leader.button(/^Loose needles, add one/).click();
	await leader.saveButton.click();
	await leader.go(`/figures?${YEAR}`);
	await leader.reads('Seizures of illegal tobacco: not recorded, worth £12,000.');
	await leader.reads('Entered by Demo leader from Trading standards');
	await look(leader, '44-typed-report');
	await main().getByRole('link', { name: '£12,000', exact: true }).click();
	await leader.arrive('Value of illegal tobacco seized');
	await leader.reads('Entered by Demo leader from Trading standards');
	await look(leader, '44-typed-figure');
});
