/** Walks over a page with Tab alone: every control that is to be seen gets the focus, and shows that it has it. */
import type { Page } from 'playwright-core';

/** Controls that Tab stops at: of a group of radio buttons the chosen one, else the first. */
const CONTROLS = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary';

/** What Tab does not reach, or reaches without that being seen; a line each. */
export async function notByTab(page: Page): Promise<string[]> {
	const many = await page.evaluate((wanted) => {
		type Walk = { controls: Map<Element, { name: string; reached: boolean; shown: boolean }>; note: () => void };
		const named = (one: Element) =>
			one.getAttribute('aria-label') ?? (one as HTMLInputElement).labels?.[0]?.textContent ?? one.textContent ?? one.tagName;
		const radios = (one: Element) =>
			[...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((other) => other.name === (one as HTMLInputElement).name);
		const stops = (one: Element) => {
			// A dialog holds the focus within itself.
			const within = document.querySelector(':modal') ?? document.body;
			if (!within.contains(one) || !one.checkVisibility() || one.closest('[inert]') || (one as HTMLElement).tabIndex < 0) return false;
			if (!(one instanceof HTMLInputElement) || one.type !== 'radio') return true;
			const group = radios(one);
			return one === (group.find((other) => other.checked) ?? group[0]);
		};
		const walk: Walk = { controls: new Map(), note: () => undefined };
		for (const one of document.querySelectorAll(wanted)) {
			if (stops(one)) walk.controls.set(one, { name: named(one).replace(/\s+/g, ' ').trim(), reached: false, shown: false });
		}
		walk.note = () => {
			const at = document.activeElement;
			const noted = at && walk.controls.get(at);
			if (!at || !noted) return;
			// A box to tick is drawn by its label, a row by what its link lays over it.
			const drawn = [at, at.nextElementSibling, at.parentElement].filter((one) => one instanceof Element);
			noted.reached = true;
			noted.shown ||= drawn.some((one) =>
				[getComputedStyle(one), getComputedStyle(one, '::before'), getComputedStyle(one, '::after')].some(
					({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
				)
			);
		};
		document.addEventListener('focusin', walk.note);
		(window as unknown as { walk: Walk }).walk = walk;
		// The way begins at the top.
		const top = document.createElement('span');
		top.tabIndex = -1;
		top.id = 'top-of-the-way';
		(document.querySelector(':modal') ?? document.body).prepend(top);
		top.focus();
		return walk.controls.size;
	}, CONTROLS);
	// It also leads over lists that scroll.
	for (let at = 0; at < many + 10; at += 1) await page.keyboard.press('Tab');
	return page.evaluate(() => {
		type Noted = { name: string; reached: boolean; shown: boolean };
		const { walk } = window as unknown as { walk: { controls: Map<Element, Noted>; note: () => void } };
		document.removeEventListener('focusin', walk.note);
		(document.activeElement as HTMLElement | null)?.blur();
		document.getElementById('top-of-the-way')?.remove();
		// What went away or closed meanwhile, such as the bar to undo, is no fault.
		const here = [...walk.controls].filter(([one]) => one.isConnected && one.checkVisibility());
		return here.flatMap(([, { name, reached, shown }]) =>
			reached ? (shown ? [] : [`the focus on "${name}" cannot be seen`]) : [`not reached by Tab: ${name}`]
		);
	});
}
