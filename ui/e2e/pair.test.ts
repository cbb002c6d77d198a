/** Photos of before and after: wanted by name on the form, side by side on the finding. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { look } from './page/look.ts';
import { add } from './page/patrol.ts';
import { photo } from './page/photos.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
});
after(() => world.close());

test('before and after are asked for by name and shown side by side with their times', async () => {
	const folder = world.folder('photos');
	await warden.begin('fly_tip');
	await warden.page.getByRole('button', { name: 'Single item' }).click();
	await add(warden, photo(folder, 'steps', 60));
	await warden.page.getByText('After', { exact: true }).waitFor();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/findings?kind=fly_tip');
	await warden.page.locator('main li').getByRole('link').first().click();
	await warden.reads(findingsWords.noPhotoYet);
	await warden.button(findingsWords.correct).click();
	await add(warden, photo(folder, 'needles', 0));
	await warden.button(/^Correct on page/).click();
	await warden.page.getByRole('heading', { name: 'After' }).waitFor();
	assert.equal(await warden.page.getByText(findingsWords.noPhotoYet).count(), 0);
	await look(warden, '12-finding-before-after');
	await warden.page.getByRole('button', { name: /^Photo 1, today \d\d:\d\d/ }).first().press('Enter');
	await warden.page.getByRole('dialog').waitFor();
	warden.isQuiet();
});
