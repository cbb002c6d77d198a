/** Setting a tablet up and unlocking it, with the right code and PIN and with wrong ones. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sessionWords } from '#lib/words/session.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A, WARDEN_B } from './world/office.ts';
import { World } from './world/world.ts';

const said = sessionWords.enrol;
let world: World;
before(async () => {
	world = await World.open();
});
after(() => world.close());

async function newcomer(): Promise<Warden> {
	const tablet = world.newTablet();
	await tablet.serve();
	return world.at(tablet);
}

async function fill(at: Warden, code: string, pin: string, again = pin): Promise<void> {
	await at.field(said.office).fill(world.office.url);
	await at.field(said.code).fill(code);
	await at.field(said.pin).fill(pin);
	await at.field(said.pinAgain).fill(again);
	await at.button(said.submit).click();
}

/** The sentence of the summary, which is also at its field. */
async function refused(at: Warden, field: string, sentence: RegExp): Promise<void> {
	const summary = at.page.locator('.govuk-error-summary').getByRole('link', { name: sentence });
	await summary.click();
	assert.equal(await at.page.evaluate(() => document.activeElement?.id), field, 'the summary leads to the field');
	await at.page.locator(`#${field}-error`).getByText(sentence).waitFor();
}

test('a code from the team leader sets a tablet up, and the PIN opens it again', async () => {
	const warden = await newcomer();
	await fill(warden, (await world.office.code(WARDEN_A)).toLowerCase().replaceAll('-', ' '), WARDEN_A.pin);
	await warden.arrive('Today');
	await warden.button('Lock').click();
	await warden.unlock(WARDEN_A);
	warden.isQuiet();
	await warden.leave();
});

test('a code that was used, or never given, is refused in words and keeps what was typed', async () => {
	const used = await world.office.code(WARDEN_B);
	const first = await newcomer();
	await fill(first, used, WARDEN_B.pin);
	await first.arrive('Today');
	await first.leave();

	const second = await newcomer();
	await fill(second, used, WARDEN_B.pin);
	await refused(second, 'code', /code.*used|used.*code/i);
	await fill(second, 'ABCD-EFGH-JKLM', WARDEN_B.pin);
	await refused(second, 'code', /code/i);
	assert.equal(await second.field(said.office).inputValue(), world.office.url);
	second.isQuiet();
	await second.leave();
});

test('what is lacking or too easy to guess is said before a code is spent', async () => {
	const warden = await newcomer();
	const code = await world.office.code(WARDEN_A);
	await warden.button(said.submit).click();
	await refused(warden, 'office', new RegExp(said.officeMissing));
	await fill(warden, code, '135790', '135791');
	await refused(warden, 'pin-again', new RegExp(said.pinDiffers));
	await fill(warden, code, '123456');
	await refused(warden, 'pin', /harder to guess/);
	await fill(warden, code, WARDEN_A.pin);
	await warden.arrive('Today');
	await warden.leave();
});

test('an address where no council office answers is said to be unreachable', async () => {
	const warden = await newcomer();
	await warden.field(said.office).fill('http://127.0.0.1:9');
	await warden.field(said.code).fill('ABCD-EFGH-JKLM');
	await warden.field(said.pin).fill(WARDEN_A.pin);
	await warden.field(said.pinAgain).fill(WARDEN_A.pin);
	await warden.button(said.submit).click();
	await refused(warden, 'office', /signal|reached|answer/i);
	await warden.leave();
});

test('a colleague is added by name and password, and is told of either being wrong in the same words', async () => {
	const password = 'three plain words';
	await world.office.password(WARDEN_B, password);
	const warden = await world.at(await world.tabletOf(WARDEN_A));
	await warden.link(sessionWords.lock.someoneElse).click();
	await warden.arrive(said.addTitle);
	await warden.button(said.addSubmit).click();
	await refused(warden, 'how', new RegExp(said.howMissing.replace('?', '\\?')));
	await warden.field(said.byCode).check();
	await look(warden, '02-colleague-by-code');
	await warden.field(said.byPassword).check();
	await warden.button(said.addSubmit).click();
	await refused(warden, 'name', new RegExp(said.nameMissing));
	await look(warden, '02-colleague-refused');

	const shows = async (name: string, typed: string) => {
		await warden.page.locator('#name').fill(name);
		await warden.page.locator('#password').fill(typed);
		await warden.page.locator('#pin').fill(WARDEN_B.pin);
		await warden.page.locator('#pin-again').fill(WARDEN_B.pin);
		await warden.button(said.addSubmit).click();
	};
	await shows('Nobody', password);
	await refused(warden, 'password', /The name or the password is wrong/);
	await shows(WARDEN_B.name, 'other words here');
	await refused(warden, 'password', /The name or the password is wrong/);
	await shows(WARDEN_B.name.toUpperCase(), password);
	await warden.arrive('Today');
	await warden.button('Lock').click();
	await warden.button(WARDEN_B.name).click();
	await warden.unlock(WARDEN_B);
	warden.isQuiet();
	await warden.leave();
});

test('a book that does not open is told with another try, and a PIN that was wrong ten times with how to go on', async () => {
	const warden = await world.at(await world.tabletOf(WARDEN_A));
	await warden.arrive(sessionWords.lock.title);
	const refusal = { code: 'fault', message: 'No.', field: null, detail: null };
	await warden.page.route('**/call/status', (route) => route.fulfill({ status: 422, json: refusal }));
	await warden.go('/');
	await warden.reads(sessionWords.notOpened);
	await look(warden, '02-not-opened');
	await warden.page.unroute('**/call/status');

	await warden.page.route('**/call/status', async (route) => {
		const status = await (await route.fetch()).json();
		for (const person of status.people) person.pin_locked = true;
		await route.fulfill({ json: status });
	});
	await warden.button(sessionWords.tryAgain).click();
	await warden.reads(sessionWords.lock.pinLockedText);
	await look(warden, '02-lock-pin-locked');
	warden.isQuiet();
	await warden.leave();
});

test('wrong PINs make the tablet wait, with a countdown, and the right one opens nothing meanwhile', async () => {
	const warden = await world.at(await world.tabletOf(WARDEN_A));
	await warden.arrive(sessionWords.lock.title);
	const wrong = warden.page.locator('#pin-error');
	for (const expected of [/PIN is wrong/, /PIN is wrong/, /Wait \d+ seconds/]) {
		await warden.page.keyboard.type('111112');
		await wrong.getByText(expected).waitFor();
	}
	await look(warden, '02-lock-waits');
	const before = Number((await wrong.textContent())?.match(/Wait (\d+)/)?.[1]);
	await wrong.getByText(`Wait ${before - 2} seconds`).waitFor();
	await warden.page.keyboard.type(WARDEN_A.pin);
	await warden.go('/today');
	await warden.arrive(sessionWords.lock.title);
	await warden.page.locator('#pin-error').getByText(/Wait \d+ seconds/).waitFor();
	await warden.link(sessionWords.lock.record).waitFor();
	await warden.leave();
});
