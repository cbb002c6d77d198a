/** The form of every kind of the catalogue: it is opened on a patrol, answered, saved, and asks to be finished. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Response } from 'playwright-core';
import type { Form, FormField, KindTile, Saved } from '#lib/backend/generated/contract.ts';
import { inputId } from '#lib/features/recording/questions.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
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

/** What the page was answered when it did something. */
async function answered<T>(at: Warden, command: string, doing: () => Promise<unknown>): Promise<T> {
	const response = at.page.waitForResponse((one) => one.url().endsWith(`/call/${command}`));
	await doing();
	return (await response).json() as Promise<T>;
}

async function kindsOf({ page }: Warden): Promise<KindTile[]> {
	return page.evaluate(async () => {
		const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
		return (await (await fetch('/call/kinds', asked)).json()) as KindTile[];
	});
}

/** Gives the plainest answer to a question: the first of what is offered. */
async function answer({ page }: Warden, field: FormField): Promise<void> {
	const id = inputId(field.id);
	const input = page.locator(`#${id}`);
	if (field.type === 'date' || field.type === 'datetime') {
		const now = new Date();
		const [day, month, year] = [now.getDate(), now.getMonth() + 1, now.getFullYear()].map(String);
		for (const [end, part] of [['', day], ['-month', month], ['-year', year]] as const) await page.locator(`#${id}${end}`).fill(part!);
		if (field.type === 'date') return;
		for (const end of ['', '-minute']) await page.locator(`#${id}-time${end}`).fill('00');
		return;
	}
	const drawn = await input.evaluate((one) => one.tagName);
	if (drawn === 'SELECT') await input.selectOption({ index: 1 });
	else if (drawn === 'TEXTAREA') await input.fill('What was seen');
	else if (await input.evaluate((one) => one instanceof HTMLInputElement && one.type === 'text')) {
		await input.fill(['int', 'decimal', 'money'].includes(field.type) ? '1' : field.type === 'vrm' ? 'AB12 CDE' : 'Words');
	} else await input.click();
}

/** Answers what this form needs to be saved, and what those answers ask for in turn. */
async function fill(at: Warden, begun: Form): Promise<void> {
	let form = begun;
	const kept = async (response: Response) => {
		if (response.url().endsWith('/call/set_answers')) form = (await response.json()) as Form;
	};
	at.page.on('response', kept);
	const [counted] = form.fields.filter((field) => field.type === 'count' && field.shown);
	if (counted) await at.page.locator(`#${inputId(counted.id)}`).click();
	const lacks = (field: FormField) => field.required || form.missing.some((missing) => missing.field === field.id);
	const given = new Set<string>();
	const wanted = () =>
		form.fields.filter((field) => field.shown && !field.computed && field.value === null && lacks(field))
			.filter((field) => field.id !== 'place' && field.type !== 'count' && !given.has(field.id));
	for (let fields = wanted(); fields.length > 0; fields = wanted()) {
		for (const field of fields) {
			given.add(field.id);
			await answer(at, field);
		}
		// What was typed last is kept once it is left.
		await at.page.keyboard.press('Tab');
		const isKept = () => form.fields.every((field) => !given.has(field.id) || field.value !== null);
		for (let frame = 0; frame < 900 && !isKept(); frame += 1) await at.page.evaluate(() => new Promise(requestAnimationFrame));
	}
	at.page.off('response', kept);
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
