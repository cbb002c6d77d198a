/** A concern for a person: a warden records it and cannot read it back; the safeguarding lead reads it; the leader does not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { arrivedWords } from '#lib/words/arrived.ts';
import { figureWords } from '#lib/words/figures.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { restrictedWords } from '#lib/words/restricted.ts';
import { reviewWords } from '#lib/words/review.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A, WARDEN_B } from './world/office.ts';
import { World } from './world/world.ts';

/** Words that stand nowhere but in the concern. */
const SEEN = 'Quillfeather let strangers in';
const NAME = 'Concern for a person';

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
});
after(() => world.close());

const question = (name: RegExp) => warden.page.getByRole('group', { name });

test('danger to life comes first, and what is saved is sealed without a way back', async () => {
	await warden.go('/record/vulnerability_concern');
	await warden.reads(recordingWords.sealed);
	const save = warden.button(recordingWords.seal);
	await save.click();
	await warden.reads('There is a problem');
	await question(/^Is anyone's life in danger now/).getByRole('radio', { name: 'Yes' }).check();
	await warden.reads(recordingWords.dangerText);
	await question(/^Is anyone's life in danger now/).getByRole('radio', { name: 'No' }).check();
	await warden.page.getByText(recordingWords.dangerText).waitFor({ state: 'detached' });
	await question(/^What worries you/).getByRole('button', { name: 'Domestic abuse' }).click();
	await warden.field(/^What did you see/).fill(SEEN);
	assert.equal(await warden.page.getByText(recordingWords.photos.title, { exact: true }).count(), 0, 'it takes no photos');
	await save.click();
	await warden.reads(/^Sealed. Only the safeguarding lead can read it./);
	assert.equal(await warden.button(/^Undo/).count(), 0);
	await warden.go('/findings');
	assert.equal(await warden.page.getByText(NAME).filter({ visible: true }).count(), 0);

	await warden.sync();
	await warden.reads('1 sealed page: only a safeguarding lead can read it');
	await warden.reads(arrivedWords.sealedPage);
	await look(warden, '14-arrived-sealed');
	warden.isQuiet();
});

test('the lead finds it marked, reads it and corrects it; the leader finds nothing', async () => {
	await lead.sync();
	await lead.go('/findings');
	await lead.reads('Restricted');
	await lead.page.locator('main li').filter({ hasText: NAME }).getByRole('link').click();
	await lead.reads(SEEN);
	await lead.button('Correct').click();
	await lead.field(/^Who is it about/).fill('Ambrosine');
	await lead.button(recordingWords.seal).click();
	await lead.reads('Ambrosine');

	await leader.sync();
	const empty = { '/findings': findingsWords.emptyTitle, '/arrived': arrivedWords.pageByPage, '/review': reviewWords.emptyTitle };
	for (const [path, title] of Object.entries(empty)) {
		await leader.go(path);
		await leader.reads(title);
		assert.equal(await leader.page.getByText(/Quillfeather|Concern for a person|concern/i).filter({ visible: true }).count(), 0, path);
	}
	lead.isQuiet();
	leader.isQuiet();
});

test('the lead counts it on a page of its own, which nobody else is led to', async () => {
	await lead.go('/findings');
	await lead.page.getByRole('navigation').getByRole('link', { name: restrictedWords.title }).filter({ visible: true }).click();
	await lead.reads(restrictedWords.kept);
	// The year that ends with the last whole month has nothing of today.
	await lead.reads(restrictedWords.none);
	await lead.button(/^Period/).click();
	await lead.page.getByRole('dialog').getByRole('radio', { name: figureWords.thisYear }).check();
	await lead.page.getByRole('dialog').getByRole('button', { name: figureWords.show }).click();
	await lead.reads('1 Domestic abuse');
	await lead.reads(NAME);
	await look(lead, '62-restricted-figures');
	await lead.button(/Concerns about radicalisation/).click();
	await lead.reads(restrictedWords.none);
	await lead.button(/: Concerns for a person$/).click();
	await lead.page.locator('main li').filter({ hasText: NAME }).getByRole('link').click();
	await lead.reads(SEEN);

	await leader.go('/more');
	assert.equal(await leader.page.getByText(restrictedWords.title).count(), 0);
	await leader.go('/restricted');
	await leader.reads('Only the safeguarding lead can see these figures.');
	lead.isQuiet();
});
