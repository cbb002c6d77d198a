/** Order areas: the council publishes one, a warden is told inside it, and the leader sees what was found there and its end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { areaWords as said } from '#lib/words/areas.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { look } from './page/look.ts';
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

/** A date so many days from now. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Around where the tablets of the World are. */
const ring = [[0.52, 51.382], [0.53, 51.382], [0.53, 51.386], [0.52, 51.386], [0.52, 51.382]];

const centre = {
	type: 'Feature',
	properties: {
		id: 'centre',
		title: 'Demo centre',
		type: 'pspo',
		made_on: day(-400),
		starts_on: day(-390),
		expires_on: day(45),
		prohibitions: ['no drinking in public', 'no begging by a cash machine'],
		exemptions: ['licensed premises']
	},
	geometry: { type: 'Polygon', coordinates: [ring] }
};

test('without order areas the page says whose they are to publish', async () => {
	await leader.go('/order-areas');
	await leader.reads(said.none);
	await look(leader, '34-order-areas-none');
});

test('inside an area the form and the finding say so', async () => {
	await world.office.publishAreas([centre]);
	await warden.sync();
	await warden.startPatrol();
	await warden.begin('drug_litter');
	await warden.placed();
	await warden.reads(/^Inside the Demo centre area: no drinking in public and no begging by a cash machine, until /);
	await look(warden, '34-form-inside');
	await warden.button(/^Loose needles, add one/).click();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await warden.reads(findingsWords.timeline('finding'));
	await warden.reads(/^\S.* ward$/);
	await warden.reads(/^Inside the Demo centre area/);
	await look(warden, '34-finding-inside');
	await warden.sync();
	warden.isQuiet();
});

test('the leader is told of its end, and finds what lies inside by one tap and by ward', async () => {
	await leader.sync();
	await leader.go('/review');
	await leader.reads(said.ending(1));
	await leader.reads(/^The order for the Demo centre area ends in 4[456] days, on /);
	await look(leader, '34-review-ending');
	await leader.page.locator('main').getByRole('link', { name: said.title }).click();
	await leader.arrive(said.title);
	await leader.reads('Public spaces protection order');
	await leader.reads(/^Contains Ordnance Survey/);
	await look(leader, '34-order-areas');
	await leader.link(said.findings(1, false)).click();
	await leader.arrive(findingsWords.title);
	await leader.reads(findingsWords.counted(1, false));
	await leader.button(/^Demo centre/).waitFor();

	await leader.button(findingsWords.filters(2)).click();
	await leader.field(findingsWords.ward).selectOption('Rainham North');
	await leader.field(findingsWords.orderArea).selectOption(findingsWords.anywhere);
	await look(leader, '34-filter');
	await leader.button(findingsWords.show).click();
	await leader.reads(findingsWords.noMatchTitle);
	await leader.button(/^Rainham North/).click();
	await leader.reads(findingsWords.counted(1, false));
	assert.equal(await leader.button(/^Rainham North/).count(), 0);
	leader.isQuiet();
});
