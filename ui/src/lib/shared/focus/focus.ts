/** Focus that does not get lost. */
import { tick } from 'svelte';

/** What had the focus may be gone after something was done; the page's heading takes it, so that the keyboard goes on from there. */
export async function keepFocus(): Promise<void> {
	await tick();
	if (document.activeElement === null || document.activeElement === document.body) {
		document.querySelector('h1')?.focus({ preventScroll: true });
	}
}
