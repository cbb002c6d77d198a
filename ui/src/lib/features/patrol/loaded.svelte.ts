/** What a page asked Rust for: the answer, or why there is none. It is asked for again whenever Rust says that something changed. */
import type { CallError } from '#lib/backend/index.ts';
import { session } from '#lib/features/session/session.svelte.ts';

export class Loaded<T> {
	#value = $state.raw<T>();
	#refusal = $state.raw<CallError>();
	#asked = 0;
	readonly #ask: () => Promise<T>;

	/** To be made while a component is set up: it lives as long as that. */
	constructor(ask: () => Promise<T>) {
		this.#ask = ask;
		$effect(() => {
			void session.changes;
			if (session.person) void this.again();
		});
	}

	get value(): T | undefined {
		return this.#value;
	}

	get refusal(): CallError | undefined {
		return this.#refusal;
	}

	/** Shows an answer that another command gave. */
	take(value: T): void {
		this.#asked += 1;
		this.#value = value;
		this.#refusal = undefined;
	}

	again = async (): Promise<void> => {
		this.#asked += 1;
		const asked = this.#asked;
		try {
			const value = await this.#ask();
			if (asked === this.#asked) this.take(value);
		} catch (thrown) {
			if (asked === this.#asked) this.#refusal = thrown as CallError;
		}
	};
}
