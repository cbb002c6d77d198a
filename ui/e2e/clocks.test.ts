/** Time limits: what is due stands on the finding and on Today, and what has run out says so in words and finds its list. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { reviewWords } from '#lib/words/review.ts';
import { states } from '#lib/shared/state-tag/states.ts';
import { look } from './page/look.ts';
import { fillVehicle } from './page/patrol.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A, type Person } from './world/office.ts';
import { World } from './world/world.ts';

const ASSESS = 'Check and assess it';

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.begin('abandoned_vehicle');
	await fillVehicle(warden);
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.sync();
	leader = await world.unlocked(LEADER);
	await leader.sync();
});
after(() => world.close());

/** A tablet, so many days later. */
async function later(at: Warden, person: Person, days: number): Promise<void> {
	await at.page.goto('about:blank');
	await at.tablet.end();
	await at.tablet.serve(0, '--days-later', String(days));
	await at.go('/');
	await at.unlock(person);
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
	await later(warden, WARDEN_A, 10);
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

test('the team’s stand on the first page of its leader, with who began them', async () => {
	await leader.go('/review');
	await leader.arrive(reviewWords.title);
	assert.equal(await leader.page.getByText(reviewWords.runningOut).count(), 0, 'nothing is due on its first day');
	await later(leader, LEADER, 10);
	await leader.arrive(reviewWords.title);
	await leader.reads(reviewWords.runningOut);
	await leader.reads(new RegExp(`Abandoned vehicle.*${WARDEN_A.name}`));
	await look(leader, '25-review-clocks');
	await leader.link(/Accept it/).click();
	await leader.reads(findingsWords.whatNext);
	leader.isQuiet();
});
