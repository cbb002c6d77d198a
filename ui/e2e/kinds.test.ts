/** The form of every kind of the catalogue: it is opened on a patrol, answered, saved, and asks to be finished. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Form, KindTile, Saved } from '#lib/backend/generated/contract.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { answered, fill } from './page/answering.ts';
import { axeFaults } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
/** Records every kind but the registers, which leaders keep. */
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	const panels = await world.tabletOf(LEADER, { findings: true });
	warden = await world.unlocked(WARDEN_A, { findings: true });
	leader = await world.at(panels);
	await leader.unlock(LEADER);
	await warden.startPatrol();
});
after(() => world.close());

async function kindsOf({ page }: Warden): Promise<KindTile[]> {
	return page.evaluate(async () => {
		const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
		return (await (await fetch('/call/kinds', asked)).json()) as KindTile[];
	});
}

/** Every question of a form stands on its page, and axe finds nothing. */
async function asks(at: Warden, form: Form): Promise<void> {
	for (const folded of await at.page.locator('details:not([open]) > summary').all()) await folded.click();
	for (const more of await at.page.getByRole('button', { name: /more to count$/ }).all()) await more.click();
	const drawn = form.fields.filter((field) => field.shown && !field.computed && field.type !== 'place');
	const words = await at.page.locator('main').innerText();
	const said = (text: string) => words.replace(/\s+/g, ' ').includes(text.replace(/\?$/, ''));
	const missing = drawn.filter((field) => !said(field.label) && !said(field.short)).map((field) => field.label);
	assert.deepEqual(missing, [], `${form.kind}, ${form.stage}: not asked`);
	assert.deepEqual(await axeFaults(at.page), [], `${form.kind}, ${form.stage}`);
}

async function plays(at: Warden, kind: KindTile): Promise<void> {
	const form = await answered<Form>(at, 'open_form', () => at.go(`/record/${kind.id}`));
	await at.arrive(form.name);
	await asks(at, form);
	await fill(at, form);
	const save = at.button(form.restricted ? recordingWords.seal : /^Save on page/);
	const { finding } = await answered<Saved>(at, 'save_form', () => save.click());
	// Who seals a record does not learn where it is.
	if (form.restricted) return at.reads(/^Sealed/);
	assert.ok(finding, `${kind.id} was not saved`);
	// A leader is on no patrol.
	if (at === warden) await at.reads(/Page \d+ is on this tablet/);
	await at.go(`/findings/${finding}`);
	const finish = at.button(new RegExp(`^${findingsWords.finish(0).replace('0', '\\d+')}`));
	await at.reads(kind.name);
	if ((await finish.count()) === 0) return;
	const later = await answered<Form>(at, 'open_form', () => finish.click());
	await at.page.waitForURL(/\/form\//);
	await at.button(/^Finish page/).waitFor();
	await asks(at, later);
	at.isQuiet();
}

test('a leader keeps every register', async (context) => {
	const theirs = (await kindsOf(warden)).map((kind) => kind.id);
	const kinds = (await kindsOf(leader)).filter((kind) => !theirs.includes(kind.id));
	assert.ok(kinds.some((kind) => kind.id === 'pact_panel'));
	for (const kind of kinds) await context.test(kind.id, () => plays(leader, kind));
	// What meets refers to an entry of a register.
	await leader.sync();
	await warden.sync();
});

test('every kind is opened on the patrol, saved and asks to be finished', async (context) => {
	const kinds = await kindsOf(warden);
	assert.ok(kinds.length > 5);
	for (const kind of kinds) await context.test(kind.id, () => plays(warden, kind));
});

test('the patrol has a tile for twelve kinds, and the list of all is searched by name', async () => {
	const kinds = await kindsOf(warden);
	await warden.go('/patrol');
	const all = warden.link(patrolWords.patrol.allKinds(kinds.length));
	await all.waitFor();
	assert.equal(await warden.page.locator('.app-tiles a').count(), 12);
	await all.click();
	await warden.arrive(recordingWords.kinds.title);
	const tiles = warden.page.locator('.app-tiles a');
	for (const heading of ['Vehicles', 'Litter and damage', 'Dogs']) await warden.page.getByRole('heading', { name: heading }).waitFor();
	assert.equal(await tiles.count(), kinds.length, 'each once');
	await warden.field(recordingWords.kinds.search).fill('dog');
	await warden.page.getByRole('heading', { name: recordingWords.kinds.found }).waitFor();
	assert.deepEqual(await tiles.locator('.text').allInnerTexts(), ['Dog fouling', 'Stray or dangerous dog']);
	await warden.field(recordingWords.kinds.search).fill('qqq');
	await warden.reads(recordingWords.kinds.noSuchKind);
	assert.deepEqual(await axeFaults(warden.page), []);
});
