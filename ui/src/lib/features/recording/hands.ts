/** So many hands that do jobs in the order in which they come, each one job at a time. */

export class Hands {
	readonly #waiting: (() => Promise<void>)[] = [];
	readonly #told: (() => void)[] = [];
	#free: number;
	readonly #all: number;

	constructor(many: number) {
		this.#free = this.#all = many;
	}

	/** Begins it with the next free hand. A job tells of its own failure. */
	take(job: () => Promise<void>): void {
		this.#waiting.push(job);
		if (this.#free > 0) void this.#work();
	}

	/** Done when no hand works and nothing waits. */
	async idle(): Promise<void> {
		if (this.#free < this.#all) await new Promise<void>((done) => this.#told.push(done));
	}

	async #work(): Promise<void> {
		this.#free -= 1;
		for (let job; (job = this.#waiting.shift()); ) await job().catch(() => undefined);
		this.#free += 1;
		if (this.#free === this.#all) for (const done of this.#told.splice(0)) done();
	}
}
