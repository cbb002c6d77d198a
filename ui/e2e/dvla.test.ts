/** The DVLA is asked from a finding's page, through the council office; here it is a server of the test. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { dvlaWords as said } from '#lib/words/dvla.ts';
import { look } from './page/look.ts';
import { fillVehicle } from './page/patrol.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

/** Syncs in which an answer must come: the office looks for questions every five seconds. */
const MOST_SYNCS = 40;

let world: World;
let warden: Warden;
let dvla: Server;
/** What it was asked. */
const asked: { key: unknown; url: string | undefined; body: unknown }[] = [];

before(async () => {
	dvla = createServer(async (request, response) => {
		asked.push({ key: request.headers['x-api-key'], url: request.url, body: JSON.parse(await text(request)) });
		const vehicle = { registrationNumber: 'AB07CDE', make: 'FORD', colour: 'BLUE', taxStatus: 'Untaxed', motStatus: 'Not valid' };
		response.setHeader('content-type', 'application/json').end(JSON.stringify(vehicle));
	});
	dvla.listen(0, '127.0.0.1');
	await once(dvla, 'listening');
	world = await World.open();
	const key = join(world.folder('keys'), 'dvla.key');
	writeFileSync(key, 'the-key-of-the-test');
	await world.office.end();
	const { port } = dvla.address() as AddressInfo;
	await world.office.serve('--dvla-key-file', key, '--dvla-address', `http://127.0.0.1:${port}/vehicles`);
	warden = await world.unlocked(WARDEN_A);
	await warden.startPatrol('Great Lines');
});
after(async () => {
	await world.close();
	dvla.close();
});

/** Records a vehicle with that mark and opens its page. */
async function vehicle(mark: string): Promise<string> {
	await warden.begin('abandoned_vehicle');
	await fillVehicle(warden, mark);
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/findings?kind=abandoned_vehicle');
	await warden.page.locator('main li').getByRole('link').first().click();
	await warden.reads(said.notAsked(mark));
	return new URL(warden.page.url()).pathname;
}

/** Syncs until that stands on the page. */
async function answered(page: string, answer: string | RegExp): Promise<void> {
	for (let time = 0; time < MOST_SYNCS; time += 1) {
		await warden.sync();
		await warden.go(page);
		await warden.reads(said.title);
		if ((await warden.page.getByText(answer).count()) > 0) return;
	}
	assert.fail(`no answer: ${answer}`);
}

test('it is asked with a lawful purpose, and the answer stands beside what was seen', async () => {
	const page = await vehicle('AB07 CDE');
	await warden.button(said.ask).click();
	const dialog = warden.page.getByRole('dialog');
	await dialog.getByRole('button', { name: said.ask }).click();
	await dialog.getByText('There is a problem').waitFor();
	await look(warden, '27-dvla-ask');
	await dialog.getByRole('radio', { name: /^To decide whether it is abandoned/ }).check();
	await dialog.getByRole('button', { name: said.ask }).click();
	await warden.reads(/^Asked by Demo warden A, today/);
	await look(warden, '27-dvla-waits');
	await answered(page, 'DVLA says blue');
	assert.deepEqual(asked, [{ key: 'the-key-of-the-test', url: '/vehicles', body: { registrationNumber: 'AB07CDE' } }]);
	await warden.reads(/^DVLA, \d+ \w+ \d\d:\d\d$/);
	await warden.reads('Silver');
	await warden.page.getByText('DVLA says blue').scrollIntoViewIfNeeded();
	await look(warden, '27-dvla-answer');
	warden.isQuiet();
});

test('an office without a key says so, and what was told by telephone is typed', async () => {
	await world.office.end();
	await world.office.serve();
	const page = await vehicle('KBC 987T');
	await warden.button(said.ask).click();
	const dialog = warden.page.getByRole('dialog');
	await dialog.getByRole('radio', { name: /^To see whether the plates/ }).check();
	await dialog.getByRole('button', { name: said.ask }).click();
	await answered(page, /has no key to the DVLA’s service/);
	await warden.button(said.told).focus();
	await warden.page.keyboard.press('Enter');
	await dialog.getByRole('button', { name: said.toldSave }).click();
	await dialog.getByRole('link', { name: said.toldMissing }).or(dialog.getByRole('button', { name: said.toldMissing })).waitFor();
	await look(warden, '27-dvla-told');
	await dialog.getByLabel(said.make).fill('Ford');
	await dialog.getByLabel(said.tax).selectOption('SORN');
	await dialog.getByRole('button', { name: said.toldSave }).click();
	await warden.reads(/^As told to Demo warden A, today/);
	await warden.reads('SORN');
	warden.isQuiet();
});
