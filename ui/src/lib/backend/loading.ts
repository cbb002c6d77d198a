/** Loading what a page shows, now and after every change, until the page shows something else; and never a command half done. */

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

/** What is read while a command is under way may be a stage on its way: it is not taken, but read again after the command. */
export class Settled {
	#command: Promise<unknown> = Promise.resolve();

	/** Notes a command that has begun. */
	during<T>(command: Promise<T>): Promise<T> {
		const before = this.#command;
		this.#command = Promise.allSettled([before, command]);
		return command;
	}

	/** The answer of a read during which no command was under way. */
	async read<T>(ask: () => Promise<T>): Promise<T> {
		for (;;) {
			const before = this.#command;
			await before;
			const answer = await ask();
			if (before === this.#command) return answer;
		}
	}
}
