/** What cannot be right is refused in a sentence, at its field, and everything else that was answered stays. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { photo as another } from './page/photos.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { UI } from './world/program.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let photo: Buffer;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	photo = await readFile(join(UI, 'static/samples/vehicle.jpg'));
	await warden.startPatrol();
});
after(() => world.close());

const give = (name: string, buffer: Buffer) =>
	warden.page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'image/jpeg', buffer });

test('a text file and half a photo are refused in words, and the draft keeps its counts and its good photo', async () => {
	await warden.begin('drug_litter');
	await warden.button('add 5, Loose needles').click();
	await give('steps.jpg', photo);
	await warden.photo(1).waitFor();
	const refused = warden.page.getByRole('alert').filter({ hasText: recordingWords.photos.refused });

	await give('notes.jpg', Buffer.from('These are notes and no photo. '.repeat(100)));
	await refused.getByText(/not a photo that Patrolbook can keep/).waitFor();
	await give('half.jpg', photo.subarray(0, Math.floor(photo.length / 2)));
	await refused.getByText(/Only part of this photo|This photo is damaged/).waitFor();
	await give('empty.jpg', Buffer.alloc(0));
	await refused.getByText(/This file is empty/).waitFor();

	await warden.page.reload();
	await warden.reads('5 items');
	await warden.photo(1).waitFor();
	assert.equal(await warden.photo(2).count(), 0, 'only the good photo is kept');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	warden.isQuiet();
});

test('of three photos picked at once two go at a time, a bad one is told, and the others stand as they were picked', async () => {
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	const folder = await mkdtemp(join(tmpdir(), 'photos-'));
	const [first, last] = [another(folder, 'steps'), another(folder, 'needles')];
	const notes = join(folder, 'notes.jpg');
	await writeFile(notes, 'These are notes and no photo. '.repeat(100));
	// The first is held back until the others have had their answers.
	const answered: number[] = [];
	let asked = 0;
	let underway = 0;
	let most = 0;
	const others = Promise.withResolvers<void>();
	await warden.page.route('**/photo', async (route) => {
		const at = ++asked;
		most = Math.max(most, ++underway);
		if (at === 1) await others.promise;
		const answer = await route.fetch();
		answered.push(at);
		underway -= 1;
		if (answered.length === 2) others.resolve();
		await route.fulfill({ response: answer });
	});
	await warden.page.locator('input[type=file]').first().setInputFiles([first.path, notes, last.path]);
	await warden.page.getByRole('alert').filter({ hasText: recordingWords.photos.refused }).getByText(/not a photo that Patrolbook can keep/).waitFor();
	await warden.photo(2).waitFor();
	await warden.page.unroute('**/photo');
	assert.deepEqual([answered, most], [[2, 3, 1], 2]);
	const shown = await warden.page.locator('.strip .photo img').evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
	assert.deepEqual(shown.map((src) => [first.sha256, last.sha256].find((sha256) => src.includes(sha256))), [first.sha256, last.sha256]);
	await warden.placed();
	await warden.saveButton.click();
	await warden.page.locator('#photo-refused:focus').waitFor();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	warden.isQuiet();
});

test('a time that has not come yet is refused, and the finding keeps its own', async () => {
	await warden.recordNeedle();
	await warden.page.locator('main li a').first().click();
	await warden.button(findingsWords.correct).click();
	const found = warden.page.getByRole('group', { name: /^When did you find it\?/ });
	await found.getByLabel('Year').fill(String(new Date().getFullYear() + 1));
	await warden.button(/^Correct on page/).click();
	await warden.page.locator('.govuk-error-summary').getByText(/must be now or in the past/).waitFor();
	await warden.page.reload();
	await warden.button(recordingWords.keep).click();
	await warden.go('/findings');
	assert.equal(await warden.page.getByText(String(new Date().getFullYear() + 1)).count(), 0);
});

test('a count out of range is refused at its field and a right one is taken', async () => {
	await warden.begin('community_cleanup');
	await warden.field(/^What is the clean-up called/).fill('Great Lines');
	await warden.placed();
	const { draft, answer } = await warden.page.evaluate(async () => {
		const draft = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
		const body = JSON.stringify({ draft, answers: { sacks_black: 5_001 } });
		const response = await fetch('/call/set_answers', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
		return { draft, answer: JSON.stringify(await response.json()) };
	});
	assert.match(answer, /5,?000/, 'the sentence says how many there can be');
	assert.ok(draft);
	await warden.page.reload();
	await warden.saveButton.click();
	await warden.page.locator('.govuk-error-summary').getByText(/5,?000/).waitFor();
});
