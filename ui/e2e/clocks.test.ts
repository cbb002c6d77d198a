/** Time limits: what is due stands on the finding and on Today, and what has run out says so in words and finds its list. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { states } from '#lib/shared/state-tag/states.ts';
import { look } from './page/look.ts';
import { fillVehicle } from './page/patrol.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const ASSESS = 'Check and assess it';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.begin('abandoned_vehicle');
	await fillVehicle(warden);
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
});
after(() => world.close());

/** The tablet, so many days later. */
async function later(days: number): Promise<void> {
	await warden.page.goto('about:blank');
	await warden.tablet.end();
	await warden.tablet.serve(0, '--days-later', String(days));
	await warden.go('/');
	await warden.unlock(WARDEN_A);
}

test('what is due is said on the finding, with how long that is and on whose word', async () => {
	await warden.go('/findings?state=clock');
	await warden.reads(/^1 finding/);
	await warden.reads(/^(1 day|[2-5] days) left$/);
	await warden.page.locator('main li').filter({ hasText: ASSESS }).getByRole('link').first().click();
	await warden.reads(findingsWords.whatNext);
	await warden.reads(ASSESS);
	await warden.reads(/until the council sets one: 2 working days from the report/);
	assert.equal(await warden.page.getByText(findingsWords.leaderDoes).count(), 1, 'that a leader accepts it');
	await look(warden, '25-finding-due');
});

test('what has run out stands on Today, in the list that is asked for it, and on the finding', async () => {
	await later(10);
	await warden.reads(patrolWords.today.clocks);
	await warden.reads(/^Ran out \d days ago$/);
	await look(warden, '25-today-clocks');
	await warden.link(new RegExp(ASSESS)).click();
	await warden.reads(findingsWords.whatNext);
	await warden.reads(/Was due by the end of/);
	await look(warden, '25-finding-run-out');

	await warden.go('/findings');
	await warden.button(/^Filters/).click();
	await warden.field(findingsWords.state).selectOption(states.clock_passed.text);
	await warden.button(findingsWords.show).click();
	await warden.reads(/^1 finding/);
	await look(warden, '25-findings-run-out');
	await warden.go('/findings?state=clock_soon');
	await warden.reads(/^1 finding/);
	warden.isQuiet();
});
