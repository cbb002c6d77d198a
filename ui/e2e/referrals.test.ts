/** A referral: begun from a finding, sent, on the list of those that wait, and answered. */
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { referralWords } from '#lib/words/referrals.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER);
	await warden.startPatrol('Great Lines');
	await warden.recordNeedle();
});
after(() => world.close());

test('no referral yet: the page says how one comes there', async () => {
	await leader.go('/referrals');
	await leader.reads(referralWords.none);
	await look(leader, '73-referrals-none');
});

test('a warden refers a finding from its page', async () => {
	await warden.go('/findings');
	await warden.page.locator('main li').filter({ hasText: 'Drug litter' }).getByRole('link').first().click();
	await warden.reads(findingsWords.linked('finding'));
	await warden.button('Refer it to a partner').click();
	await warden.arrive('Referral');
	await warden.field(/^To whom/).selectOption({ label: 'Highways' });
	await warden.field(/^What are they asked to do/).fill('Put the bollard back');
	await look(warden, '73-referral-form');
	await warden.saveButton.click();
	await warden.arrive(/^Drug litter/);
	const row = warden.page.locator('main li').filter({ hasText: 'Referral' });
	await row.first().waitFor();
	await look(warden, '73-finding-referral');
	await row.getByRole('link').first().click();
	await warden.reads('Send it');
	await warden.sync();
	warden.isQuiet();
});

test('it waits on the leader’s list until it is called off', async () => {
	await leader.sync();
	await leader.go('/referrals');
	await leader.reads('Highways, Put the bollard back');
	await leader.reads(/To be sent · Drug litter/);
	await look(leader, '73-referrals');
	await leader.link(/Highways, Put the bollard back/).click();
	await leader.button('Not sent after all').click();
	await leader.field(/^Why\?/).fill('It stands again');
	await leader.saveButton.click();
	await leader.reads(/Page \d+ is on this tablet/);
	await leader.go('/referrals');
	await leader.reads(referralWords.none);
	leader.isQuiet();
});
