/** A leader looks at a patrol a second time: what the warden changed meanwhile is said, field by field, until they looked again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Form } from '#lib/backend/generated/contract.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { look } from './page/look.ts';
import { command } from './page/rounds.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const CHANGED = /^Changed since you looked, today \d\d:\d\d: loose needles$/;

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
	await warden.recordNeedle();
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.sync();
	await leader.sync();
});
after(() => world.close());

const changed = () => leader.page.locator('main').getByText(CHANGED).filter({ visible: true });

async function openPatrol(): Promise<void> {
	await leader.go('/review');
	await leader.link(/Great Lines/).click();
	await leader.arrive('Great Lines');
	await leader.reads('Loose needles');
}

async function correct(needles: number): Promise<void> {
	await warden.go('/findings');
	const href = await warden.page.locator('main li').getByRole('link').first().getAttribute('href');
	const finding = decodeURIComponent(href!.split('/').at(-1)!);
	const form = await command<Form>(warden, 'open_form', { kind: null, draft: null, finding, stage: 'correct', follows: null, hotspot: null, go_on: false });
	await command(warden, 'set_answers', { draft: form.draft, answers: { n_needle: needles } });
	await command(warden, 'save_form', { id: form.draft });
	await warden.sync();
}

test('what changed since the last look is said at its finding, and only until the next', async () => {
	await openPatrol();
	assert.equal(await changed().count(), 0, 'nobody looked before');
	await leader.go('/review');
	await correct(7);
	await leader.sync();
	await openPatrol();
	await changed().first().waitFor();
	// In the list and at the finding that is looked at, which stands first now.
	assert.equal(await changed().count(), 2);
	await look(leader, '45-review-since');
	await leader.go('/review');
	await openPatrol();
	assert.equal(await changed().count(), 0, 'it was looked at');
	leader.isQuiet();
	warden.isQuiet();
});
