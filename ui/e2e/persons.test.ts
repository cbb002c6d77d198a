/** A person of a finding: a warden seals who they are, the lead reads it from the finding and sees who looked, nobody else does. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A, WARDEN_B } from './world/office.ts';
import { World } from './world/world.ts';

const NAME = 'Quillfeather';

let world: World;
let warden: Warden;
let lead: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	lead = await world.unlocked(WARDEN_B);
	leader = await world.unlocked(LEADER);
	await world.office.safeguarding(WARDEN_B);
	for (const someone of [warden, lead, leader]) await someone.sync();
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
});
after(() => world.close());

async function openFinding(at: Warden): Promise<void> {
	await at.go('/findings');
	await at.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await at.reads(findingsWords.timeline);
}

test('a warden writes down a person of a finding, and it is sealed', async () => {
	await openFinding(warden);
	await warden.button('Write down a person').click();
	await warden.reads(recordingWords.sealed);
	await warden.page.getByRole('group', { name: /^Who are they in the matter/ }).getByRole('button', { name: 'Witness' }).click();
	await warden.field(/^What is their name/).fill(NAME);
	await warden.page.getByRole('group', { name: /^Do they know that this is written down/ }).getByRole('button', { name: /^Yes/ }).click();
	await look(warden, '72-person-form');
	await warden.button(recordingWords.seal).click();
	await warden.reads(/^Sealed. Only the safeguarding lead can read it./);
	await openFinding(warden);
	assert.equal(await warden.page.getByText(NAME).count(), 0);
	await warden.sync();
	warden.isQuiet();
});

test('the lead reads it from the finding, and that they looked is written', async () => {
	await lead.sync();
	await openFinding(lead);
	await lead.page.locator('main li').filter({ hasText: 'Witness' }).getByRole('link').click();
	await lead.reads(NAME);
	await lead.reads(findingsWords.looks);
	await lead.reads(new RegExp(`^${WARDEN_B.name} · today`));
	await look(lead, '72-person');
	await leader.sync();
	await openFinding(leader);
	assert.equal(await leader.page.getByText(/Quillfeather|Witness/).count(), 0);
	lead.isQuiet();
	leader.isQuiet();
});
