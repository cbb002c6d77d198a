/**
 * After an update the window opens before its book does, and says how far it is. The loopback host opens its book before it
 * answers anybody, so here the page finds a window's host: it speaks as Tauri does, and has its answers from the tablet.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sessionWords } from '#lib/words/session.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { UI } from './world/program.ts';
import { World } from './world/world.ts';

/** What the window calls its progress, as its own source says. */
const OPENING = /const OPENING: &str = "(.+)";/.exec(readFileSync(join(UI, '../src-tauri/src/window.rs'), 'utf8'))?.[1];

/** What a page may ask a window's host, and what this test does to it. */
type Windowed = {
	isTauri: boolean;
	__TAURI_INTERNALS__: object;
	/** Tells all who listen to that event. */
	tell(event: string, payload: unknown): void;
	/** The book is open: what was asked until now is answered. */
	opened(): void;
};

/** Runs in the page before its scripts. */
function asWindow(): void {
	const page = window as unknown as Windowed;
	const callbacks: ((what: unknown) => void)[] = [];
	const listening: { event: string; handler: number }[] = [];
	const open = Promise.withResolvers<void>();
	page.isTauri = true;
	page.tell = (event, payload) => listening.filter((one) => one.event === event).forEach(({ handler }) => callbacks[handler]?.({ event, payload }));
	page.opened = () => open.resolve();
	page.__TAURI_INTERNALS__ = {
		transformCallback: (callback: (what: unknown) => void) => callbacks.push(callback) - 1,
		async invoke(command: string, asked: { name: string; request: unknown; event: string; handler: number }) {
			if (command === 'plugin:event|listen') return listening.push(asked);
			if (command !== 'call') return null;
			await open.promise;
			const answer = await fetch(`/call/${asked.name}`, {
				method: 'POST',
				body: JSON.stringify(asked.request),
				headers: { 'content-type': 'application/json' }
			});
			return answer.json();
		}
	};
}

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.at(await world.tabletOf(WARDEN_A));
	await warden.page.addInitScript(asWindow);
});
after(() => world.close());

test('the window says how far a book is that an update changed, and shows the locked page when it is open', async () => {
	const { page } = warden;
	const said = sessionWords;
	await page.goto(warden.tablet.url);
	await warden.reads(said.opening);
	assert.equal(await page.getByRole('progressbar').count(), 0, 'nothing has been told yet');

	const tell = (done: number) =>
		page.evaluate(([event, payload]) => (window as unknown as Windowed).tell(event, payload), [OPENING!, { done, of: 101_667 }] as const);
	await tell(200);
	await warden.reads('200 of 101,667 records');
	await tell(15_200);
	await warden.reads('15,200 of 101,667 records');
	await warden.reads(said.updatingSafe);
	const bar = page.getByRole('progressbar', { name: said.updatingLabel });
	assert.deepEqual(
		await bar.evaluate((one: HTMLProgressElement) => [one.value, one.max]),
		[15_200, 101_667]
	);
	assert.equal(await page.getByRole('status').filter({ hasText: '15,200' }).count(), 0, 'what changes five hundred times is not read aloud');
	await look(warden, '02-updating');

	await page.evaluate(() => (window as unknown as Windowed).opened());
	await warden.arrive(said.lock.title);
	await page.getByLabel(said.lock.pinFor(WARDEN_A.name)).waitFor();
	assert.equal(await page.getByRole('progressbar').count(), 0);
	warden.isQuiet();
});
