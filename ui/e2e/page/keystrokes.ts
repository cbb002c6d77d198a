/**
 * How long something takes a practised person, by the keystroke-level model (Card, Moran and Newell, 1980): nobody is timed, every
 * key and click is counted and given the time that it takes on average. The waits are those of the program as it is tested, which is
 * not built for speed.
 */
import type { Locator } from 'playwright-core';
import type { Warden } from './warden.ts';

/** A key pressed by somebody who types moderately well, who is no typist: 40 words a minute. */
const KEY = 0.28;
/** The hand from the keys to the mouse or back, pointing at something, and pressing and letting go of the button. */
const HAND = 0.4;
const POINT = 1.1;
const CLICK = 0.2;
/** Before each thing that is decided: what to write, what to choose, whether it is right. */
const THOUGHT = 1.35;

export class Keystrokes {
	readonly #at: Warden;
	keys = 0;
	clicks = 0;
	#hands = 0;
	#thoughts = 0;
	#waited = 0;
	#mouse = false;

	constructor(at: Warden) {
		this.#at = at;
	}

	/** Decides, and types. */
	async type(text: string): Promise<void> {
		this.#thoughts += 1;
		this.#to(false);
		this.keys += text.length;
		await this.#at.page.keyboard.type(text);
	}

	/** A key, or several at once: `Shift+Tab` are two. */
	async press(key: string): Promise<void> {
		this.#to(false);
		this.keys += key.split('+').length;
		await this.#at.page.keyboard.press(key);
	}

	/** Goes to a control by the Tab key, on or back, as often as it takes. */
	async tabTo(what: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		for (let times = 0; times < 100; times += 1) {
			if (await what.evaluate((control) => control === document.activeElement)) return;
			await this.press(key);
		}
		throw new Error('the Tab key does not lead there');
	}

	/** Decides, and clicks. */
	async click(what: Locator): Promise<void> {
		this.#thoughts += 1;
		this.#to(true);
		this.clicks += 1;
		await what.click();
	}

	/** Waits for what the program does. */
	async wait(what: Promise<unknown>): Promise<void> {
		const began = performance.now();
		await what;
		this.#waited += (performance.now() - began) / 1000;
	}

	get seconds(): number {
		return this.keys * KEY + this.clicks * (POINT + CLICK) + this.#hands * HAND + this.#thoughts * THOUGHT + this.#waited;
	}

	/** "53 keys and 4 clicks: 27.1 s, of which 1.2 s waiting". */
	get words(): string {
		return `${this.keys} keys and ${this.clicks} clicks: ${this.seconds.toFixed(1)} s, of which ${this.#waited.toFixed(1)} s waiting`;
	}

	#to(mouse: boolean): void {
		this.#hands += Number(mouse !== this.#mouse);
		this.#mouse = mouse;
	}
}
