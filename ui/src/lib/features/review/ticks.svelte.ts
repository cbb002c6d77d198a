/** What a leader has ticked: a set that starts from a rule and remembers each tick that a person made. */
import { SvelteMap } from 'svelte/reactivity';

export class Ticks {
	#made = new SvelteMap<string, boolean>();
	#usual: (id: string) => boolean;

	/** `usual` says whether something is ticked that nobody has touched. */
	constructor(usual: (id: string) => boolean) {
		this.#usual = usual;
	}

	has(id: string): boolean {
		return this.#made.get(id) ?? this.#usual(id);
	}

	set(id: string, ticked: boolean) {
		this.#made.set(id, ticked);
	}

	turn(id: string) {
		this.set(id, !this.has(id));
	}

	/** Forgets what was made: what was ticked is done. */
	clear() {
		this.#made.clear();
	}
}
