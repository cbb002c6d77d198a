/**
 * The ten commonest records, tap by tap: from the patrol page, from the locked page, and by the rule of a form that asks question by
 * question. docs/taps.md is this table, and the test fails when they differ.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Form } from '#lib/backend/generated/contract.ts';
import { sessionWords } from '#lib/words/session.ts';
import { answered, fill } from './page/answering.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

interface Job {
	name: string;
	tile: string;
	/** Counters to touch, by their words; none: what the form needs. */
	counters?: readonly RegExp[];
	/** The most taps, from the patrol and from the locked page. */
	most?: readonly [number, number];
}

const needle = /^Loose needles, add one/;
const JOBS: readonly Job[] = [
	{ name: 'One needle', tile: 'Drug litter', counters: [needle], most: [4, 6] },
	{ name: 'Twelve needles', tile: 'Drug litter', counters: [/^add 10, Loose needles/i, needle, needle], most: [6, 8] },
	{ name: 'Sex litter', tile: 'Sex litter' },
	{ name: 'Abandoned vehicle, beside mark and photos', tile: 'Abandoned vehicle', most: [8, 9] },
	{ name: 'Untaxed vehicle, beside the mark', tile: 'Untaxed vehicle' },
	{ name: 'Fly-tipping', tile: 'Fly-tipping' },
	{ name: 'Dog fouling', tile: 'Dog fouling' },
	{ name: 'Graffiti or posters', tile: 'Graffiti or posters' },
	{ name: 'Anti-social behaviour', tile: 'Anti-social behaviour' },
	{ name: 'Person sleeping rough', tile: 'Person sleeping rough' }
];

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol();
});
after(() => world.close());

/** From where the tiles are to the book; gives the form as it was saved. */
async function record({ tile, counters }: Job): Promise<Form> {
	const link = warden.link(new RegExp(`^${tile}( \\d+ on this patrol)?$`));
	let form = await answered<Form>(warden, 'open_form', () => warden.tap(link));
	await warden.saveButton.waitFor();
	for (const counter of counters ?? []) await warden.tap(warden.button(counter));
	form = await fill(warden, form, !counters);
	await warden.placed();
	await warden.tap(warden.saveButton);
	await warden.reads(/Page \d+ is on this tablet/);
	warden.isQuiet();
	return form;
}

/**
 * The same in a form that asks question by question: open it, choose the kind, then for each question that it needs one tap to answer
 * (a number or text: one to begin) and one for "next", of which time and place are two more; save and confirm.
 */
function asked(form: Form, { counters }: Job): number {
	const needed = form.fields.filter((field) => field.shown && !field.computed && field.required && field.type !== 'place');
	const questions = needed.length + (counters && !needed.some((field) => field.type === 'count') ? 1 : 0);
	const [open, kind, timeAndPlace, save] = [1, 2, 3, 2];
	return open + kind + timeAndPlace + questions * 2 + save;
}

test('the ten commonest records take the taps that docs/taps.md says', async () => {
	const rows: string[] = [];
	for (const job of JOBS) {
		await warden.go('/patrol');
		warden.taps = 0;
		const form = await record(job);
		const patrol = warden.taps;
		await warden.button('Lock').click();
		await warden.arrive(sessionWords.lock.title);
		warden.taps = 0;
		await warden.tap(warden.link(sessionWords.lock.record));
		await record(job);
		const locked = warden.taps;
		await warden.arrive(sessionWords.lock.title);
		await warden.unlock(WARDEN_A);
		const [most, mostLocked] = job.most ?? [Infinity, Infinity];
		assert.ok(patrol <= most && locked <= mostLocked, `${job.name}: ${patrol} and ${locked} taps`);
		rows.push(`| ${job.name} | ${patrol} | ${locked} | ${asked(form, job)} |`);
	}
	const page = readFileSync(new URL('../../docs/taps.md', import.meta.url), 'utf8');
	const written = page.split('\n').filter((line) => JOBS.some((job) => line.startsWith(`| ${job.name} |`)));
	assert.deepEqual(written, rows, `docs/taps.md should say:\n${rows.join('\n')}\n`);
});
