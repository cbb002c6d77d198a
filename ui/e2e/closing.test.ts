/** What happens next to a finding: a step with its short form, the close, the filter by state, and what belongs together. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { states } from '#lib/shared/state-tag/states.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
});
after(() => world.close());

async function openNeedle(): Promise<void> {
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await warden.reads(findingsWords.whatNext);
}

test('a step opens a short form with just what it needs, and the finding says that it waits', async () => {
	await openNeedle();
	await look(warden, '08-finding-next');
	await warden.button('Passed on for removal').click();
	await warden.arrive(/^Passed on for removal: Drug litter/);
	assert.equal(await warden.page.getByText('Is anyone’s life in danger').count(), 0);
	await warden.saveButton.click();
	await warden.reads('There is a problem');
	await warden.page.getByRole('button', { name: 'Select to whom it was passed on' }).or(warden.page.getByRole('link', { name: 'Select to whom it was passed on' })).waitFor();
	await look(warden, '08-step-errors');
	await warden.field('To whom was it passed on?').selectOption('Cleansing contractor');
	await warden.button(recordingWords.answer.nowFor('When was it passed on?')).click();
	await warden.saveButton.click();
	await warden.reads('Passed on');
	await warden.reads(states.waiting.text);
	warden.isQuiet();
});

test('findings are listed by how their matter stands', async () => {
	await warden.go('/findings?state=waiting');
	await warden.reads(/^1 finding/);
	await warden.go('/findings?state=closed');
	await warden.reads(findingsWords.noMatchTitle);
});

test('a row that does not add up says so at the row, and sharps offer drug litter', async () => {
	await warden.begin('community_cleanup');
	await warden.field(/^What is the clean-up called/).fill('River path');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Clean-up' }).getByRole('link').first().click();
	await warden.button(findingsWords.correct).click();
	await warden.button('Add to equipment').click();
	const row = warden.page.getByRole('group', { name: 'Row 1' });
	await row.getByLabel('Item').selectOption('Litter picker');
	await row.getByLabel('Out').fill('2');
	await row.getByLabel('Back').fill('2');
	await row.getByLabel('Lost').fill('1');
	await row.getByText('back and lost together must not be more than went out').waitFor();
	await look(warden, '12-row-wrong');
	await row.getByLabel('Lost').fill('0');
	await row.getByText('back and lost together').waitFor({ state: 'detached' });
	await warden.page.getByRole('group', { name: /^Were sharps found/ }).getByRole('radio', { name: 'Yes' }).check();
	await warden.button(/^Correct on page/).click();
	await warden.reads('Sharps were found. Record them as drug litter.');
	await look(warden, '08-finding-offer');
	await warden.button(findingsWords.record('Drug litter')).click();
	await warden.button(/^Loose needles, add one/).click();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(findingsWords.linked('finding'));
	warden.isQuiet();
});
