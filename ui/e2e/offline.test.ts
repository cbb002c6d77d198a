/** Without a council office nothing is lost: it is said plainly, and what was recorded arrives when there is one again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { patrolWords } from '#lib/words/patrol.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

test('an office that is gone: Sync now says so, a shift goes on, and all of it arrives afterwards', async () => {
	await warden.sync();
	await world.office.end();
	await warden.startPatrol();
	await warden.recordNeedle();

	await warden.go('/arrived');
	await warden.button('Sync now').click();
	const said = warden.page.getByRole('status');
	await said.getByText(/could not be reached|no signal/i).filter({ visible: true }).first().waitFor();
	await warden.link(/\d+ to arrive/).waitFor();
	await warden.reads('No signal');

	await warden.go('/patrol');
	await warden.reads('1 item, 1 sharp');
	await warden.button(patrolWords.patrol.end).click();
	await warden.reads(patrolWords.end.noSignal);
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);

	await world.office.serve();
	await warden.sync();
	await warden.link('All arrived').waitFor();
	assert.deepEqual(await world.office.summary().then(({ patrols, findings }) => [patrols, findings]), [1, 1]);
	await warden.go('/findings');
	await warden.reads(/^1 finding$/);
	warden.isQuiet();
});

test('the switch of the demo takes the signal away and gives it back', async () => {
	await warden.page.getByRole('switch', { name: 'No signal' }).click();
	await warden.startPatrol('Luton');
	await warden.go('/arrived');
	await warden.button('Sync now').click();
	await warden.page.getByRole('status').getByText(/could not be reached|no signal/i).filter({ visible: true }).first().waitFor();
	await warden.page.getByRole('switch', { name: 'No signal' }).click();
	await warden.sync();
	await warden.link('All arrived').waitFor();
});
