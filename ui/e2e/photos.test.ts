/** Photos over bad links: the choice of when they go, and a photo whose full size has left the tablet. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrivedWords } from '#lib/words/arrived.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { photoWords } from '#lib/words/photos.ts';
import { look, SCREENS } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { UI } from './world/program.ts';
import { World } from './world/world.ts';
import type { Tablet } from './world/tablet.ts';

let world: World;
let tablet: Tablet;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	tablet = await world.tabletOf(WARDEN_A);
	await tablet.end();
	await tablet.serve(0, '--mobile');
	warden = await world.at(tablet);
	await warden.unlock(WARDEN_A);
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

/** Opens the one finding and its photo. */
async function openPhoto(at: Warden): Promise<void> {
	await at.go('/findings');
	await at.page.locator('main li a').first().click();
	await at.reads(findingsWords.timeline('finding'));
	await at.page.getByRole('button', { name: /^Photo 1/ }).first().click();
	await at.reads(findingsWords.photoOf(1, 1));
}

test('photos wait for Wi-Fi, it is said, and their small pictures go ahead', async () => {
	await warden.go('/arrived');
	await warden.page.getByRole('radio', { name: photoWords.wifi }).check();
	await warden.startPatrol();
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.page.locator('input[type=file]').first().setInputFiles(join(UI, 'static/samples/vehicle.jpg'));
	await warden.photo(1).waitFor();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await warden.go('/arrived');
	await warden.button('Sync now').click();
	await warden.reads(/^1 photo waits for Wi-Fi/);
	await warden.reads(arrivedWords.photosWait);
	assert.ok(await warden.page.getByRole('radio', { name: photoWords.wifi }).isChecked());
	await look(warden, '21-photos-wait');
});

test('the leader reviews by the small picture, marked as such', async () => {
	await leader.sync();
	await leader.go('/review');
	await leader.link(/Great Lines/).click();
	await leader.arrive('Great Lines');
	await leader.reads(photoWords.notYet);
	await leader.page.screenshot({ path: join(SCREENS, '22-review-photo-not-here-yet.png') });
	await openPhoto(leader);
	await leader.reads(photoWords.notYetText);
	await leader.page.keyboard.press('Escape');
	await look(leader, '22-photo-not-here-yet');
	await leader.go('/more');
	await leader.page.getByRole('radio', { name: photoWords.any }).waitFor();
	leader.isQuiet();
});

test('Send photos now sends them at once', async () => {
	await warden.go('/arrived');
	await warden.button(arrivedWords.sendPhotos).click();
	await warden.reads(/^Everything on this tablet has arrived/);
	assert.equal(await warden.page.getByText(arrivedWords.photosWait).count(), 0);
	assert.equal((await world.office.summary()).photos, 1);
	await leader.sync();
	await openPhoto(leader);
	assert.equal(await leader.page.getByText(photoWords.notYet).filter({ visible: true }).count(), 0);
	leader.isQuiet();
});

test('a photo whose full size has left says where it is, and comes back when it is fetched', async () => {
	await world.office.backUp();
	await warden.sync();
	await warden.leave();
	await tablet.end();
	await tablet.serve(0, '--mobile', '--days-later', '9');
	warden = await world.at(tablet);
	await warden.unlock(WARDEN_A);
	await warden.sync();
	await openPhoto(warden);
	await warden.reads(photoWords.atOffice);
	await warden.reads(photoWords.atOfficeText);
	await look(warden, '23-photo-at-office');
	await warden.button(photoWords.fetch).click();
	await warden.page.getByText(photoWords.atOfficeText).waitFor({ state: 'hidden' });
	await warden.page.getByText(photoWords.comingText).waitFor({ state: 'hidden' });
	await warden.page.locator('dialog[open] img[src*="full"]').waitFor();
	warden.isQuiet();
});
