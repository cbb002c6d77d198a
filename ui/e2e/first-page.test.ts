/** The locked page stands before the script of the other pages is asked for; that comes by itself, and then no page asks for more. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Route } from 'playwright-core';
import { findingsWords } from '#lib/words/findings.ts';
import { sessionWords } from '#lib/words/session.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const SCRIPTS = '**/_app/**/*.js';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.at(await world.tabletOf(WARDEN_A));
});
after(() => world.close());

test('the locked page is drawn with the first script alone, and the rest is there before anybody goes on', async () => {
	const html = await (await fetch(warden.tablet.url)).text();
	assert.equal(html.match(/rel="stylesheet"/g), null, 'its styles are in the page itself');
	const asked: string[] = [];
	const drawn = Promise.withResolvers<void>();
	await warden.page.route(SCRIPTS, async (route: Route) => {
		const { pathname } = new URL(route.request().url());
		if (!html.includes(pathname)) {
			asked.push(pathname);
			await drawn.promise;
		}
		await route.continue();
	});
	const rest = warden.page.waitForResponse((response) => asked.includes(new URL(response.url()).pathname));
	await warden.go('/');
	await warden.arrive(sessionWords.lock.title);
	await warden.page.getByLabel(sessionWords.lock.pinFor(WARDEN_A.name)).waitFor();
	drawn.resolve();
	await (await rest).finished();
	assert.equal(asked.length, 1, 'all other pages are one script');

	await warden.page.unroute(SCRIPTS);
	const more: string[] = [];
	await warden.page.route('**/_app/**', (route: Route) => {
		more.push(route.request().url());
		return route.abort();
	});
	await warden.unlock(WARDEN_A);
	await warden.link('Findings').click();
	await warden.reads(findingsWords.emptyTitle);
	assert.deepEqual(more, []);
	warden.isQuiet();
});
