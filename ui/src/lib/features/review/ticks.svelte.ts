/** What a leader has ticked: a set that starts from a rule and remembers each tick that a person made. */
import { SvelteMap } from 'svelte/reactivity';

/** The ticks that a person made, by id. */
export type Made = SvelteMap<string, boolean>;

export class Ticks {
	#made: Made;
	#usual: (id: string) => boolean;

	/** `usual` says whether something is ticked that nobody has touched; `made` are ticks of an earlier visit. */
	constructor(usual: (id: string) => boolean, made: Made = new SvelteMap()) {
		this.#usual = usual;
		this.#made = made;
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
}
