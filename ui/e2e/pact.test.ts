/** PACT panels: the list, "You said, we did" on the screen and on paper, and what is raised three times. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import { moreWords } from '#lib/words/more.ts';
import { pactWords as said } from '#lib/words/pact.ts';
import { look } from './page/look.ts';
import type { Warden } from './page/warden.ts';
import { LEADER } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let leader: Warden;
before(async () => {
	world = await World.open();
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

async function saved(): Promise<void> {
	await leader.saveButton.click();
	await leader.arrive('Review');
}

const chip = (text: string) => leader.page.getByRole('button', { name: text, exact: true });

async function meeting(): Promise<void> {
	await leader.begin('pact_meeting');
	await leader.field(/^Which panel meets/).selectOption({ index: 1 });
	await leader.field(/^Where does it meet/).fill('Church hall');
	await chip('In person').click();
	await saved();
}

async function issue(summary: string): Promise<void> {
	await leader.begin('pact_issue');
	await leader.field(/^At which meeting/).selectOption({ index: 1 });
	await leader.field(/^What is the issue/).fill(summary);
	await chip('Litter').click();
	await saved();
}

/** Opens the newest issue. */
async function openNewest(): Promise<void> {
	await leader.go('/findings?kind=pact_issue');
	await leader.page.locator('main li').getByRole('link').first().click();
	await leader.reads(findingsWords.whatNext);
}

test('without a panel the page says how one is added', async () => {
	await leader.go('/pact');
	await leader.reads(said.none);
	await look(leader, '26-pact-none');
});

test('what is raised at three meetings is flagged on the finding, in the list and on the sheet', async () => {
	await leader.begin('pact_panel');
	await leader.field(/^What is the panel called/).fill('Luton PACT');
	await chip('PACT').click();
	await leader.field(/^Which wards/).fill('Luton');
	await chip('Yes: active').click();
	await saved();
	for (const summary of ['Sacks in the alley', 'Sacks in the alley again', 'Sacks in the alley, as before']) {
		await meeting();
		await issue(summary);
		if (summary === 'Sacks in the alley') continue;
		await openNewest();
		await leader.button(findingsWords.correct).click();
		await leader.field(/^Was it raised at an earlier meeting/).selectOption({ index: 1 });
		await leader.button(/^Correct on page/).click();
		await leader.reads(findingsWords.whatNext);
	}
	await leader.reads('Raised three times');
	await issue('Bikes on the path');
	await openNewest();
	await leader.button('Resolved by wardens').click();
	await leader.field(/^What did we do about it/).fill('Visits at 08:15 on ten days, signs put up');
	await leader.saveButton.click();
	await leader.reads(findingsWords.whatNext);
	await issue('Street lights out, numbers 30 to 52');
	await openNewest();
	await leader.button('Passed on to a department').click();
	await leader.field(/^To whom was it passed on/).selectOption('Highways');
	await leader.saveButton.click();
	await leader.reads(findingsWords.whatNext);

	await leader.go('/findings?kind=pact_issue');
	await leader.reads('Raised three times');
	assert.equal(await leader.page.locator('main').getByText('Raised three times').count(), 3);
});

test('the panels lead to the sheet, which is printed without what can only be pressed', async () => {
	await leader.go('/more');
	await leader.link(said.title).first().click();
	await leader.arrive(said.title);
	await leader.reads(said.open(5));
	await leader.reads(said.again(3));
	await look(leader, '26-pact-panels');
	await leader.link(/Luton PACT/).click();
	await leader.arrive('Luton PACT');
	await leader.reads('Visits at 08:15 on ten days, signs put up');
	await leader.reads('Passed on to Highways');
	await leader.reads('Raised three times');
	await leader.reads('From before');
	await look(leader, '26-pact-sheet');

	await leader.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	for (const hidden of [said.print, said.care, said.notSaid, moreWords.title]) {
		assert.equal(await leader.page.getByText(hidden).filter({ visible: true }).count(), 0, hidden);
	}
	assert.equal(await leader.page.getByText(said.weDid, { exact: true }).isVisible(), true);
	const paper = await leader.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	assert.equal(paper, 'rgb(255, 255, 255)', 'white, whatever the theme');
	await leader.page.screenshot({ path: '../target/screens/26-pact-sheet-printed.png', fullPage: true });
	await leader.page.emulateMedia({ media: 'screen', colorScheme: 'light' });
	leader.isQuiet();
});

test('by keyboard: from the list to the sheet', async () => {
	await leader.go('/pact');
	await leader.link(/Luton PACT/).focus();
	await leader.page.keyboard.press('Enter');
	await leader.arrive('Luton PACT');
	await leader.page.keyboard.press('Tab');
	const ways: (string | undefined)[] = [said.title, said.register];
	const focused = await leader.page.evaluate(() => document.activeElement?.textContent?.trim());
	assert.ok(ways.includes(focused), focused);
	leader.isQuiet();
});
