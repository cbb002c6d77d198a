/** Every page, by day and by night, tall and wide: axe finds nothing, nothing sticks out, and its picture is kept. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ReviewQueue } from '#lib/backend/generated/contract.ts';
import { arrivedWords } from '#lib/words/arrived.ts';
import { checkWords } from '#lib/words/checks.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { sessionWords } from '#lib/words/session.ts';
import { tabletWords } from '#lib/words/tablets.ts';
import { axeFaults, look } from './page/look.ts';
import { notByTab } from './page/tabs.ts';
import { add, fillVehicle, patrolUnderWay } from './page/patrol.ts';
import { photo } from './page/photos.ts';
import type { Warden } from './page/warden.ts';
import { twoVersions } from './page/two-versions.ts';
import { LEADER, WARDEN_A, WARDEN_B } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
/** After some weeks of use. */
let warden: Warden;
let leader: Warden;
/** Set up a moment ago: nothing is in its book. */
let newcomer: Warden;

before(async () => {
	world = await World.open();
	const panels = await world.tabletOf(LEADER, { findings: true });
	warden = await world.unlocked(WARDEN_A, { findings: true });
	leader = await world.at(panels);
	newcomer = await world.at(await world.tabletOf(WARDEN_B));
});
after(() => world.close());

test('setting up a tablet', async () => {
	const nobody = world.newTablet();
	await nobody.serve();
	const someone = await world.at(nobody);
	await someone.arrive(sessionWords.enrol.title);
	await look(someone, '01-enrol');
	await someone.button(sessionWords.enrol.submit).click();
	await someone.reads('There is a problem');
	await look(someone, '01-enrol-errors');
	await someone.leave();
});

test('the locked page', async () => {
	await newcomer.arrive(sessionWords.lock.title);
	await look(newcomer, '02-lock');
});

test('a look finds what is broken', async () => {
	const { page } = newcomer;
	await page.evaluate(() => {
		document.documentElement.removeAttribute('lang');
		document.querySelector('h1')!.style.color = '#ddd';
		document.querySelector('main button')!.innerHTML = '';
	});
	const found = (await axeFaults(page)).map((fault) => fault.split(' ')[0]);
	for (const rule of ['html-has-lang', 'color-contrast', 'button-name']) assert.ok(found.includes(rule), `${rule} not in ${found}`);
	await newcomer.go('/lock');
	await newcomer.arrive(sessionWords.lock.title);
	assert.deepEqual(await notByTab(page), []);
	await page.evaluate(() => {
		const [one, other] = document.querySelectorAll<HTMLElement>('main a, main button');
		one!.onfocus = () => one!.blur();
		one!.textContent = 'Unreachable';
		other!.style.setProperty('outline', 'none', 'important');
		other!.style.setProperty('box-shadow', 'none', 'important');
		other!.textContent = 'Unseen';
	});
	const lost = (await notByTab(page)).join('; ');
	for (const fault of ['not reached by Tab: Unreachable', 'the focus on "Unseen" cannot be seen']) assert.ok(lost.includes(fault), lost);
	await newcomer.go('/lock');
});

test('the pages of a new book', async () => {
	await newcomer.unlock(WARDEN_B);
	await newcomer.reads(patrolWords.today.start);
	await look(newcomer, '03-today-empty');
	for (const [path, name] of [
		['/patrol', '05-patrol-none'],
		['/findings', '11-findings-empty'],
		['/arrived', '14-arrived-new']
	] as const) {
		await newcomer.go(path);
		await look(newcomer, name);
	}
});

test('starting a patrol', async () => {
	// So that it knows of the colleague who was set up meanwhile.
	await warden.sync();
	await warden.go('/patrol/start');
	await warden.button(patrolWords.start.anotherArea).waitFor();
	await warden.button(/^Start at/).click();
	await warden.reads('There is a problem');
	await look(warden, '04-patrol-start-errors');
	await warden.go('/patrol/start');
	await warden.button(patrolWords.mode.foot).click();
	await warden.button('Great Lines and Brompton').click();
	await warden.page.getByRole('checkbox', { name: WARDEN_B.name }).check();
	await warden.button('Rain').click();
	await look(warden, '04-patrol-start');
});

test('a patrol under way, and what was just saved', async () => {
	await newcomer.startPatrol('Great Lines and Brompton');
	await look(newcomer, '05-patrol-new');
	await patrolUnderWay(world, warden);
	await warden.recordNeedle();
	await look(warden, '05-patrol');
});

test('Today, with something to do', async () => {
	await warden.go('/today');
	await warden.reads(patrolWords.today.goOn);
	await look(warden, '03-today');
});

test('choosing a kind', async () => {
	await warden.go('/record');
	await warden.link(/Drug litter/).waitFor();
	await look(warden, '06-record');
});

for (const [number, kind] of [
	['a', 'drug_litter'],
	['b', 'abandoned_vehicle'],
	['c', 'community_cleanup'],
	['d', 'pact_issue'],
	['e', 'pact_meeting'],
	['f', 'pact_panel']
] as const) {
	test(`the form of ${kind}, new and with what it still lacks`, async () => {
		// Leaders keep the register of panels.
		const at = kind === 'pact_panel' ? leader : warden;
		if (kind === 'pact_panel') await leader.unlock(LEADER);
		await at.begin(kind);
		if (kind !== 'pact_panel' && kind !== 'pact_meeting' && kind !== 'pact_issue') await at.placed();
		const folder = world.folder('photos');
		if (kind === 'drug_litter') {
			for (const counted of ['Syringes with needle', 'Syringes with needle', 'Wraps, deal bags']) {
				await at.button(new RegExp(`^${counted}, add one`)).click();
			}
			await at.button('add 5, Caps, tips, plungers').click();
			await at.typePlace('Great Lines, Fort Amherst steps');
			await add(at, photo(folder, 'steps'), photo(folder, 'needles'));
		}
		if (kind !== 'abandoned_vehicle') await look(at, `07${number}-form-${kind}`);
		if (kind === 'abandoned_vehicle') {
			const { page } = at;
			await at.button('12 more').last().click();
			await at.button('Flat tyre').click();
			await at.button('None of these').click();
			assert.equal(await at.button('Flat tyre').getAttribute('aria-pressed'), 'false', 'none of these stands alone');
			assert.ok((await page.locator('.chip .swatch').count()) >= 5, 'a colour is shown beside its word');
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
			assert.ok(await page.getByRole('switch').isVisible());
			const band = await page.getByRole('complementary').boundingBox();
			assert.ok(band && band.y >= 0 && band.y < 200, 'the demo reminder stays in sight on a long form');
			await page.evaluate(() => scrollTo(0, 0));
		}
		if (kind === 'drug_litter') return;
		await at.saveButton.click();
		await at.reads('There is a problem');
		await look(at, `07${number}-form-${kind}-errors`);
		if (kind === 'abandoned_vehicle') {
			await at.begin(kind);
			await fillVehicle(at, 'AB07 CDE', 'Sally Port Gardens');
			await add(at, photo(folder, 'vehicle'), photo(folder, 'vehicle'));
			await at.page.evaluate(() => scrollTo(0, 0));
			await look(at, `07${number}-form-${kind}`);
		}
	});
}

test('finishing a finding', async () => {
	await warden.go('/today');
	await warden.button(/to finish|Drug litter/i).or(warden.link(/Drug litter/)).first().click();
	await warden.button(/^Finish page/).waitFor();
	await look(warden, '08-finish-new');
	await warden.page.getByText('Removed it').click();
	await warden.field('Sharps box number').fill('0417');
	await warden.button('½').click();
	for (const used of ['Needle-resistant gloves', 'Tongs']) await warden.button(used).click();
	await look(warden, '08-finish');
	await warden.button(/^Finish page/).click();
	await warden.reads('There is a problem');
	await look(warden, '08-finish-errors');
});

test('the end of a patrol', async () => {
	await warden.go('/patrol');
	await warden.button(patrolWords.patrol.end).click();
	await warden.arrive(patrolWords.end.title);
	await warden.reads(patrolWords.end.zeros);
	await look(warden, '09-patrol-end');
	await warden.button(patrolWords.end.unfinished).click();
	await warden.reads(patrolWords.end.submitted);
	await look(warden, '09-patrol-submitted');
});

test('what has arrived, and a photo that is stuck', async () => {
	await warden.go('/arrived');
	await warden.button('All').click();
	await warden.reads(/p\.\s*\d+/);
	await warden.reads(arrivedWords.photosStuck(1));
	await look(warden, '14-arrived');
	world.office.takesPhotos();
	await warden.button(arrivedWords.tryAgain).click();
	await warden.page.getByText(arrivedWords.photosStuck(1)).waitFor({ state: 'hidden' });
});

test('the list of findings, searched and not', async () => {
	await warden.go('/findings');
	await warden.reads(/findings on this tablet/);
	await look(warden, '10-findings');
	await warden.field(findingsWords.search).fill('needle');
	await warden.reads(/\d+ findings? match/);
	await look(warden, '10-findings-search');
	await warden.button(findingsWords.filters(0)).click();
	await warden.reads(findingsWords.filtersTitle);
	await look(warden, '10-findings-filters');
});

test('one finding, and its photo', async () => {
	await warden.go('/findings?kind=abandoned_vehicle');
	await warden.page.setViewportSize({ width: 800, height: 1280 });
	await warden.page.locator('main li a').first().click();
	await warden.reads(findingsWords.timeline('finding'));
	await look(warden, '12-finding');
});

test('what was counted stands on one line', async () => {
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.button('add 5, Caps, tips, plungers').click();
	await warden.placed();
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await warden.go('/findings?kind=drug_litter');
	await warden.page.locator('main li a').first().click();
	const counted = warden.page.locator('main dl div').filter({ hasText: findingsWords.countedThings });
	await counted.getByRole('listitem').first().waitFor();
	assert.deepEqual(await counted.getByRole('listitem').allInnerTexts(), ['Loose needles: 1', 'Caps, tips, plungers: 5']);
	await look(warden, '12-finding-counted');
});

test('one finding in two versions', async () => {
	await twoVersions(world, warden, leader);
	await look(leader, '13-finding-two-versions');
});

test('both who wrote one of two versions are told until they open it, and the leader sees what waits', async () => {
	await warden.sync();
	await warden.go('/today');
	await warden.reads(patrolWords.today.twoVersionsText);
	await look(warden, '03-today-two-versions');
	await leader.go('/review');
	await leader.reads(/^In two versions: 1$/);
	await warden.page.getByRole('list', { name: patrolWords.today.twoVersions }).getByRole('link').first().click();
	await warden.reads(/^Two versions of/);
	await warden.go('/today');
	await warden.reads(patrolWords.today.start);
	assert.equal(await warden.page.getByText(patrolWords.today.twoVersionsText).count(), 0);
});

test('of many in two versions the queue shows two, and the way to all', async () => {
	const asked = '**/call/review_queue';
	await leader.page.route(asked, async (route) => {
		const response = await route.fetch();
		const queue = (await response.json()) as ReviewQueue;
		const [line] = queue.two_versions;
		assert.ok(line, 'the test before left one');
		const more = ['second', 'third'].map((id) => ({ ...line, finding: { ...line.finding, id } }));
		await route.fulfill({ response, json: { ...queue, two_versions: [line, ...more] } });
	});
	try {
		await leader.go('/review');
		await leader.reads(/^In two versions: 3$/);
		assert.equal(await leader.page.getByRole('list', { name: /^In two versions/ }).getByRole('listitem').count(), 2);
		const all = leader.page.getByRole('link', { name: patrolWords.today.seeAll(3) });
		assert.equal(await all.getAttribute('href'), '/findings?state=two_versions');
	} finally {
		await leader.page.unroute(asked);
	}
});

test('the queue of reviews, one patrol, and what an approval says', async () => {
	await warden.sync();
	await leader.sync();
	await leader.go('/review');
	await leader.reads(/Nothing flagged|To look at first/);
	await look(leader, '15-review');
	await leader.page.locator('main a[href^="/review/"]').first().click();
	await leader.reads('Counts by kind');
	await look(leader, '16-review-patrol');
});

test('more: registers and the table', async () => {
	await leader.go('/more');
	await leader.reads('Registers');
	await look(leader, '17-more');
});

test('pages waiting for a check, and a decision on one', async () => {
	const other = await World.open();
	try {
		const lost = await other.unlocked(WARDEN_A);
		const chief = await other.unlocked(LEADER);
		await chief.go('/checks');
		await chief.reads(checkWords.emptyTitle);
		await look(chief, '19-checks-empty');
		await lost.page.getByRole('switch').click();
		await lost.startPatrol('Great Lines');
		await lost.recordNeedle();
		await other.office.withdraw('W01');
		await lost.page.getByRole('switch').click();
		// It syncs as soon as there is signal; once it knows, there is no button to sync with.
		await lost.go('/arrived');
		await lost.reads(/no longer/);
		await chief.sync();
		await chief.go('/checks');
		await chief.reads('Drug litter');
		await look(chief, '19-checks');
		const row = chief.page.locator('main li').filter({ hasText: 'Drug litter' });
		await row.getByRole('button', { name: checkWords.accept }).click();
		await chief.page.getByRole('dialog').getByRole('button', { name: checkWords.accept }).click();
		await chief.reads('There is a problem');
		await chief.field(checkWords.reason).fill('Phoned the warden');
		await look(chief, '19-checks-reason');
		await chief.page.getByRole('dialog').getByRole('button', { name: checkWords.accept }).click();
		await chief.reads(/counts from now on/);
		await look(chief, '19-checks-decided');
		await chief.go('/findings');
		await chief.reads('Drug litter');
	} finally {
		await other.close();
	}
});

test('the tablets of the team', async () => {
	await warden.sync();
	await leader.sync();
	await leader.go('/tablets');
	await leader.reads(tabletWords.heard);
	await leader.reads(WARDEN_A.name);
	// Of each tablet its free space, its clock and its version, well or not.
	await leader.reads('GB');
	await leader.reads('0 s');
	await look(leader, '20-tablets');
});

test('an empty queue of reviews', async () => {
	const quiet = await World.open();
	try {
		const other = await quiet.unlocked(LEADER);
		await other.reads('Nothing to review');
		await look(other, '15-review-empty');
	} finally {
		await quiet.close();
	}
});

test('a page that is not there', async () => {
	await warden.go('/no-such-page');
	await look(warden, '18-no-page');
});
