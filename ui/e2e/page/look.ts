/**
 * Looks at a page as it stands: by day and by night, tall and wide. Each time axe must find nothing (by night: nothing in the
 * colours), nothing may be too small for a finger or stick out sideways, and a picture goes to `target/screens`. Then Tab
 * must lead to everything on it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { UI } from '../world/program.ts';
import { notByTab } from './tabs.ts';
import type { Warden } from './warden.ts';

export const SCREENS = resolve(UI, '../target/screens');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** By night nothing but the colours is different. */
const COLOURS = { type: 'rule', values: ['color-contrast'] };

const SIZES = [
	{ end: '', size: { width: 800, height: 1280 } },
	{ end: '-wide', size: { width: 1280, height: 800 } }
];
const THEMES = [
	{ end: '', scheme: 'light', rules: RULES },
	{ end: '-night', scheme: 'dark', rules: COLOURS }
] as const;

/** What axe says of the page by these rules, a line each. */
export async function axeFaults(page: Page, rules = RULES): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
	return page.evaluate(async (runOnly) => {
		const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } };
		type AxeResults = { violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[] };
		const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
		return violations.flatMap(({ id, help, nodes }) =>
			nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`)
		);
	}, rules);
}

/** What is smaller to a finger than 44 px: a control with its label, or with the area that it draws around itself. A link in
 * running text (`app-in-text`) is as high as its line. */
async function tooSmall(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const least = 44;
		const sizes = (element: Element) => {
			const { width, height } = element.getBoundingClientRect();
			const around = getComputedStyle(element, '::after');
			const drawn = around.content !== 'none' && around.position === 'absolute';
			return drawn ? [Math.max(width, parseFloat(around.width)), Math.max(height, parseFloat(around.height))] : [width, height];
		};
		const fits = (element: Element) => sizes(element).every((size) => Math.round(size) >= least);
		const controls = [...document.querySelectorAll('a[href], button, input:not([type=file]), select, textarea, label.add')];
		return controls
			.filter((one) => one.checkVisibility() && !one.closest('.app-hidden, .app-in-text, .govuk-skip-link, .govuk-error-summary'))
			.filter((one) => ![one, ...((one as HTMLInputElement).labels ?? [])].some(fits))
			.map((one) => `smaller than ${least} px: ${one.getAttribute('aria-label') ?? one.textContent?.trim()} ${sizes(one).map(Math.round).join(' x ')}`);
	});
}

async function settled(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await document.fonts.ready;
		await Promise.all([...document.images].filter((image) => image.loading !== 'lazy').map((image) => image.decode().catch(() => undefined)));
		await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
	});
}

/**
 * Lets what sticks to an edge of the glass lie where it would end: what it covers can be scrolled clear of it, and axe cannot
 * know. The given function puts it back.
 */
async function unstuck(page: Page): Promise<() => Promise<void>> {
	const all = await page.evaluateHandle(() =>
		[...document.querySelectorAll<HTMLElement>('body *')].filter((one) => getComputedStyle(one).position === 'sticky')
	);
	await all.evaluate((stuck) => stuck.forEach((one) => (one.style.position = 'relative')));
	return async () => {
		await all.evaluate((stuck) => stuck.forEach((one) => (one.style.position = '')));
		await all.dispose();
	};
}

/** `name` begins with its number: the pictures are told in the order of a day. */
export async function look(at: Warden, name: string): Promise<void> {
	const { page } = at;
	mkdirSync(SCREENS, { recursive: true });
	/** Each fault, with the pictures that show it. */
	const faults = new Map<string, string[]>();
	const found = (fault: string, file: string) => faults.set(fault, [...(faults.get(fault) ?? []), file]);
	for (const { end: wide, size } of SIZES) {
		await page.setViewportSize(size);
		for (const { end: night, scheme, rules } of THEMES) {
			await page.emulateMedia({ colorScheme: scheme });
			await settled(page);
			const file = `${name}${night}${wide}`;
			await page.screenshot({ path: join(SCREENS, `${file}.png`) });
			const stickAgain = await unstuck(page);
			for (const fault of await axeFaults(page, rules)) found(fault, file);
			await stickAgain();
			for (const fault of await tooSmall(page)) found(fault, file);
			const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			if (over > 0) found(`sticks out sideways by ${over} px`, file);
		}
	}
	await page.setViewportSize(SIZES[0]!.size);
	await page.emulateMedia({ colorScheme: 'light' });
	for (const fault of await notByTab(page)) found(fault, name);
	assert.equal([...faults].map(([fault, files]) => `${fault} [${files.join(', ')}]`).join('\n'), '');
	at.isQuiet();
}
