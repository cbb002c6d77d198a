/** Loading what a page shows, now and after every change, until the page shows something else. */

/** Tells of every change; the returned function ends that. */
type Listen = (changed: () => void) => () => void;

/**
 * Runs `load` now and after every change, never twice at once: changes during a run make one more run. Once the returned
 * function is called it never begins another, or an old page's answer would come after the new one's and replace it.
 */
export function keepLoading(listen: Listen, load: () => Promise<void>): () => void {
	let running = false;
	let again = false;
	let over = false;
	async function run() {
		if (running) {
			again = true;
			return;
		}
		running = true;
		do {
			again = false;
			await load();
		} while (again && !over);
		running = false;
	}
	void run();
	const deaf = listen(() => void run());
	return () => {
		over = true;
		deaf();
	};
}
