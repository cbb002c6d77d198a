/** A forgotten PIN: the warden reads a number out, the leader answers with a code, and the warden chooses a new PIN. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sessionWords } from '#lib/words/session.ts';
import { tabletWords } from '#lib/words/tablets.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

const said = sessionWords.enrol;
let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER, { viewport: { width: 1280, height: 800 } });
	await leader.sync();
});
after(() => world.close());

test('a new PIN by phone, without signal at the warden’s', async () => {
	await world.office.end();
	await warden.button('Lock').click();
	await warden.button(sessionWords.lock.forgotten).click();
	await warden.button(sessionWords.lock.useCode).click();
	await warden.arrive(said.addTitle);
	const shown = await warden.page.getByRole('heading', { name: /^Tablet W\d+, number \d{3} \d{3}$/ }).innerText();
	const [, code, number] = /^Tablet (W\d+), number (.+)$/.exec(shown)!;
	await look(warden, '21-new-pin-by-phone');

	await leader.go('/tablets');
	await leader.button(tabletWords.unlock.show).click();
	await leader.reads(tabletWords.unlock.tabletMissing);
	await leader.page.locator('#unlock-tablet').selectOption(code!);
	await leader.field(tabletWords.unlock.number).fill('12');
	await leader.button(tabletWords.unlock.show).click();
	await leader.reads(/Enter the 6 digits/);
	await leader.field(tabletWords.unlock.number).fill(number!);
	await leader.button(tabletWords.unlock.show).click();
	await leader.reads(tabletWords.unlock.readOut(code!));
	const answer = await leader.page.locator('.code strong').innerText();
	await look(leader, '22-unlock-code');

	const choose = async (typed: string) => {
		await warden.field(said.unlockCode).fill(typed);
		await warden.page.locator('#pin').fill('864209');
		await warden.page.locator('#pin-again').fill('864209');
		await warden.button(said.phoneSubmit).click();
	};
	await choose('');
	await warden.reads(said.unlockCodeMissing);
	await choose(answer);
	await warden.arrive('Today');
	await warden.button('Lock').click();
	await warden.unlock({ ...WARDEN_A, pin: '864209' });
	assert.match(answer, /^\d{4} \d{4}$/);
	warden.isQuiet();
	leader.isQuiet();
});
