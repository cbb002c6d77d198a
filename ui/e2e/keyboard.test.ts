/** A warden's whole way without touch or mouse: only Tab, Enter, Space and letters, and the focus is always to be seen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { patrolWords } from '#lib/words/patrol.ts';
import type { Warden } from './page/warden.ts';
import { WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

let world: World;
let warden: Warden;
before(async () => {
	world = await World.open();
	warden = await world.at(await world.tabletOf(WARDEN_A), { hasTouch: false });
});
after(() => world.close());

/** A page that needs more presses than this is not for the keyboard. */
const MOST_TABS = 60;

/** What has the focus: its name as it is read out, and whether it shows that it has it. */
async function focused(): Promise<{ name: string; shows: boolean }> {
	return warden.page.evaluate(() => {
		const element = document.activeElement as HTMLElement;
		const label = (element as HTMLInputElement).labels?.[0]?.textContent;
		const name = element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
		// A box to tick is drawn by its label.
		const drawn = [element, element.nextElementSibling, element.parentElement].filter((one) => one instanceof Element);
		const shows = drawn.some((one) => {
			const styles = [getComputedStyle(one), getComputedStyle(one, '::before')];
			return styles.some(({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none');
		});
		return { name: name.replace(/\s+/g, ' ').trim(), shows };
	});
}

/** Presses Tab until the focus is on what is named so. */
async function tabTo(name: RegExp): Promise<void> {
	const seen: string[] = [];
	for (let at = 0; at < MOST_TABS; at += 1) {
		await warden.page.keyboard.press('Tab');
		const now = await focused();
		if (name.test(now.name)) {
			assert.ok(now.shows, `the focus on "${now.name}" cannot be seen`);
			return;
		}
		seen.push(now.name);
	}
	assert.fail(`${name} was not reached; the focus went over: ${seen.join(' | ')}`);
}

async function press(name: RegExp, key = 'Enter'): Promise<void> {
	await tabTo(name);
	await warden.page.keyboard.press(key);
}

/** Waits for a page and that its heading has the focus, from where Tab goes on. */
async function arrived(title: RegExp): Promise<void> {
	await warden.arrive(title);
	await warden.page.locator('h1:focus').filter({ hasText: title }).waitFor();
}

test('from the PIN to the submitted patrol by keyboard alone', async () => {
	await warden.reads('PIN for Demo warden A');
	await warden.page.keyboard.type(WARDEN_A.pin);
	await arrived(/^Today$/);
	await press(/^Start patrol$/);

	await arrived(/^Start patrol$/);
	await press(/^On foot$/, 'Space');
	await tabTo(/^Where\?$/);
	await warden.page.keyboard.type('Great Lines');
	await press(/^Nobody, I am alone$/, 'Space');
	await press(/^Every 60 minutes$/, 'Space');
	await press(/^Start at/);

	await arrived(/^Patrol:/);
	await press(/^Drug litter/);
	await arrived(/^Drug litter$/);
	await press(/^Loose needles, add one/, 'Space');
	await warden.reads('1 item, 1 sharp');
	await warden.placed();
	await press(/^Save on page/);

	await arrived(/^Patrol:/);
	await warden.reads(/Page \d+ is on this tablet/);
	await press(/^Undo$/);
	await arrived(/^Drug litter/);
	await press(/^Loose needles, add one/, 'Space');
	await warden.reads('2 items, 2 sharps');
	await press(/^Save on page/);

	await arrived(/^Patrol:/);
	await warden.reads('2 items, 2 sharps');
	await warden.reads('1 finding');
	await press(/^End patrol$/);
	await arrived(/^End of patrol$/);
	await press(/^Submit unfinished/);
	await warden.reads(patrolWords.end.submittedText);
	warden.isQuiet();
});
