/** The monthly warden report: a warden's patrol and findings, zeros beside them, and the file that it becomes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { figureWords as said } from '#lib/words/figures.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { look } from './page/look.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
before(async () => {
	world = await World.open();
});
after(() => world.close());

test('a month of the team, by warden, with its zeros, on the page and as a file', async () => {
	const warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
	await warden.recordNeedle();
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.reads(/Great Lines/);
	await warden.sync();
	await warden.leave();
	const leader = await world.unlocked(LEADER);
	await leader.sync();
	await leader.go('/figures/wardens');
	const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'Europe/London' }).format(new Date());
	await leader.page.getByLabel(said.month, { exact: true }).selectOption({ label: month });
	await leader.arrive(said.wardensOf(month));
	const row = (name: string) => leader.page.locator('main').getByRole('row', { name: new RegExp(`^${name}`) });
	await row('Drug litter').waitFor();
	assert.match(await row('Drug litter').innerText(), /2/);
	assert.match(await row('Dog fouling').innerText(), /^Dog fouling(\s+0)+$/);
	await leader.reads(said.hoursByArea);
	await look(leader, '45-wardens');
	await leader.button(said.wardensXlsx).click();
	await leader.reads(said.written);
});
