/** The directory: what leaders keep in the registers is with a warden on the street, without a signal, and is searched. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Form } from '#lib/backend/generated/contract.ts';
import { directoryWords } from '#lib/words/directory.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const ENTRIES: [string, Record<string, unknown>][] = [
	['signpost', { name: 'Sunlight one-stop shop', purposes: ['domestic_abuse', 'homelessness'], telephone: '01634 000 001', hours: 'Tuesdays 09:30 to 12:00', status: 'active' }],
	['signpost', { name: 'Caring table', purposes: ['homelessness'], telephone: '01634 000 002', hours: 'Daily from 17:00', status: 'active' }],
	['signpost', { name: 'Closed hall', purposes: ['homelessness'], telephone: '01634 000 003', hours: 'Never', status: 'ended' }],
	['trauma_pack', { name: 'Pack 4', size: 'small', condition: 'whole', status: 'active' }],
	['trauma_pack', { name: 'Pack 8', size: 'large', condition: 'missing', status: 'active' }],
	['premises', { name: 'Harbour Takeaway', premises_type: 'takeaway', rag: 'red', rag_reason: 'Groups after closing time', status: 'active' }],
	['premises', { name: 'Blue Door', premises_type: 'pub_club', rag: 'green', rag_reason: 'Quiet since May', status: 'active' }]
];

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
	warden = await world.unlocked(WARDEN_A);
});
after(() => world.close());

/** Has the page ask for something, as its forms do. */
async function asks<T>(at: Warden, command: string, request: unknown): Promise<T> {
	const given = [command, JSON.stringify(request)] as const;
	return at.page.evaluate(async ([name, body]) => {
		const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
		return (await (await fetch(`/call/${name}`, asked)).json()) as never;
	}, given);
}

test('nothing is listed yet: the page says who lists it', async () => {
	await warden.go('/today');
	await warden.link(directoryWords.open).click();
	await warden.arrive(directoryWords.title);
	await warden.reads(directoryWords.none);
	await look(warden, '27-directory-none');
});

test('what leaders list reaches a warden, by what it is for, with its telephone number', async () => {
	for (const [kind, answers] of ENTRIES) {
		const form = await asks<Form>(leader, 'open_form', { kind, draft: null, finding: null, stage: null });
		await asks(leader, 'set_answers', { draft: form.draft, answers });
		await asks(leader, 'save_form', { id: form.draft });
	}
	await leader.sync();
	await warden.sync();
	await warden.startPatrol('Great Lines');
	await warden.link(directoryWords.open).click();
	await warden.arrive(directoryWords.title);
	for (const heading of ['Domestic abuse', 'Homelessness', directoryWords.packs, directoryWords.premises]) {
		await warden.page.getByRole('heading', { level: 2, name: heading }).waitFor();
	}
	assert.equal(await warden.link('Sunlight one-stop shop').count(), 2, 'under each that it is for');
	assert.equal(await warden.link('Closed hall').count(), 0);
	await warden.reads('01634 000 002');
	await warden.reads('Red');
	await look(warden, '27-directory');
});

test('a search narrows it, and an entry opens', async () => {
	await warden.field(directoryWords.search).fill('homeless car');
	await warden.reads(directoryWords.found(1));
	assert.deepEqual(await warden.page.locator('main h3').allInnerTexts(), ['Caring table']);
	await warden.field(directoryWords.search).fill('qqq');
	await warden.reads(directoryWords.noneFound);
	await look(warden, '27-directory-none-found');
	await warden.field(directoryWords.search).fill('pack 8');
	await warden.reads(directoryWords.found(1));
	await warden.link('Pack 8').click();
	await warden.arrive(/^Trauma pack/);
	warden.isQuiet();
});

test('a leader comes to it from the registers', async () => {
	await leader.go('/more');
	await leader.link(directoryWords.asWardens).click();
	await leader.arrive(directoryWords.title);
	await leader.reads('Harbour Takeaway');
	await look(leader, '27-directory-leader');
	leader.isQuiet();
});
