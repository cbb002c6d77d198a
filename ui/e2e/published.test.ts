/** A report is published, stays as it was, and tells what was corrected since. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { figureWords as said } from '#lib/words/figures.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER } from './world/office.ts';
import { World } from './world/world.ts';

const YEAR = 'from=2017-11-01&to=2018-10-31';
const NAME = 'Year to 31 October 2018 as published';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

const main = () => leader.page.locator('main');

test('before any was published the page says how one is', async () => {
	await leader.go('/figures/published');
	await leader.reads(said.nonePublished);
	await look(leader, '43-published-none');
});

test('a report is published under the name of its period, and nothing was corrected yet', async () => {
	await world.office.bringMedwayYear(LEADER);
	// Four thousand records.
	leader.page.setDefaultTimeout(120_000);
	await leader.sync();
	leader.page.setDefaultTimeout(15_000);
	await leader.go(`/figures?${YEAR}`);
	await leader.button(said.publish).click();
	assert.equal(await leader.field(said.publishName).inputValue(), NAME);
	await look(leader, '43-publish');
	await leader.field(said.publishName).fill(' ');
	await leader.button(said.publishNow).click();
	await leader.page.getByRole('alert').getByText('Enter what it is called').waitFor();
	await leader.field(said.publishName).fill(NAME);
	await leader.button(said.publishNow).click();
	await leader.arrive(NAME);
	await leader.reads(said.noCorrections);
	await leader.reads('Twelve PACTs are active, against 11 in 2017.');
	await leader.go(`/figures?${YEAR}`);
	await leader.reads(NAME);
});

test('what is recorded by mistake since is a correction, with both values, that opens to its findings', async () => {
	await leader.go(`/figures/VEH.SURRENDERED?${YEAR}`);
	await main().getByRole('listitem').filter({ hasText: 'Surrendered vehicle' }).getByRole('link').first().click();
	await leader.reads(findingsWords.whatNext);
	await leader.page.getByRole('button', { name: findingsWords.moreActions, exact: true }).click();
	await leader.button(findingsWords.mistake).click();
	await leader.field(findingsWords.reason).fill('Recorded twice');
	await leader.page.getByRole('dialog').getByRole('button', { name: findingsWords.mistake }).click();
	await leader.reads(/no longer counts/);
	await leader.go('/figures/published');
	await leader.reads(said.corrected(1));
	await look(leader, '43-published-list');
	await main().getByRole('link', { name: NAME }).click();
	await leader.arrive(NAME);
	const row = main().getByRole('row', { name: /surrendered/i }).first();
	await row.waitFor();
	assert.match(await row.innerText(), /12\s+11\s+−1/);
	await leader.reads('Ninety-one abandoned vehicles were removed and 12 surrendered.');
	await look(leader, '43-published');
	await row.getByRole('link').click();
	await leader.reads('Published as 12 in “Year to 31 October 2018 as published”');
	await leader.reads('The 11 findings that make it up');
	await look(leader, '43-published-figure');
});
