/** Two people correct one finding without signal, each in their own words; then both tablets meet the council office. */
import { findingsWords } from '#lib/words/findings.ts';
import type { World } from '../world/world.ts';
import type { Warden } from './warden.ts';

async function signal(at: Warden, on: boolean): Promise<void> {
	const off = at.page.getByRole('switch');
	if (((await off.getAttribute('aria-checked')) === 'true') === on) await off.click();
	await at.page.locator(`[role=switch][aria-checked=${!on}]`).waitFor();
}

async function correct(at: Warden, finding: string, text: string): Promise<void> {
	await at.go(finding);
	await at.button(findingsWords.correct).click();
	await at.field(/^What did you find\?/).fill(text);
	await at.button(/^Correct on page/).click();
	await at.reads(findingsWords.timeline('finding'));
}

/** Leaves the second person at the finding, where both versions stand. */
export async function twoVersions(_: World, first: Warden, second: Warden): Promise<void> {
	await first.sync();
	await second.sync();
	await first.go('/findings?kind=abandoned_vehicle');
	await first.page.locator('main li a').first().click();
	await first.reads(findingsWords.timeline('finding'));
	const finding = new URL(first.page.url()).pathname;
	for (const at of [first, second]) await signal(at, false);
	await correct(first, finding, 'Stands on the pavement');
	await correct(second, finding, 'Stands half on the pavement, half on the road');
	for (const at of [first, second]) await signal(at, true);
	await first.sync();
	await second.sync();
	await second.go(finding);
	await second.reads(/^Two versions of/);
}
