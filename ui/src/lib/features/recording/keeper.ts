/**
 * Sends answers to Rust one call after the other. What changes while a call is on its way waits and goes with the next
 * one, so no tap is lost and no two calls cross. Typing rests for a moment before it is sent.
 */
export type Answers = Record<string, unknown>;

export type KeeperHooks = {
	/** Sends answers; the promise is done when they are kept. */
	send(answers: Answers): Promise<void>;
	/** The given answers are kept, and no newer ones for the same fields wait. */
	kept(fields: string[]): void;
	/** A call with these fields failed; they wait for `flush`, unless they are dropped now. */
	failed(thrown: unknown, fields: string[]): void;
};

export const REST_MS = 250;

export class Keeper {
	#hooks: KeeperHooks;
	#waiting: Answers = {};
	#jobs: (() => Promise<void>)[] = [];
	#resting: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<boolean> | null = null;

	constructor(hooks: KeeperHooks) {
		this.#hooks = hooks;
	}

	/** Whether something is not kept yet. */
	get busy(): boolean {
		return this.#running !== null || this.#jobs.length > 0 || Object.keys(this.#waiting).length > 0;
	}

	/** An answer by a tap: sent at once, or with the next call. */
	tapped(answers: Answers): void {
		Object.assign(this.#waiting, answers);
		void this.flush();
	}

	/** An answer that is being typed: sent when typing rests. */
	typed(answers: Answers): void {
		Object.assign(this.#waiting, answers);
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => void this.flush(), REST_MS);
	}

	/** Runs another call about the same draft between those with answers, so that its reply never crosses theirs. */
	queue(job: () => Promise<void>): Promise<void> {
		const done = new Promise<void>((done) => this.#jobs.push(() => job().finally(done)));
		void this.flush();
		return done;
	}

	/** Sends all that waits. The answer is whether everything is kept. */
	flush(): Promise<boolean> {
		clearTimeout(this.#resting);
		this.#running ??= this.#run().finally(() => (this.#running = null));
		return this.#running;
	}

	async #run(): Promise<boolean> {
		// The first call leaves after all that one tap changes is here.
		await Promise.resolve();
		for (;;) {
			await this.#runJobs();
			if (Object.keys(this.#waiting).length === 0) return true;
			const sent = this.#waiting;
			this.#waiting = {};
			try {
				await this.#hooks.send(sent);
			} catch (thrown) {
				this.#waiting = { ...sent, ...this.#waiting };
				this.#hooks.failed(thrown, Object.keys(sent));
				// Whoever waits for a call is told, whatever became of the answers before it.
				await this.#runJobs();
				return false;
			}
			this.#hooks.kept(Object.keys(sent).filter((field) => !(field in this.#waiting)));
		}
	}

	async #runJobs(): Promise<void> {
		for (let job; (job = this.#jobs.shift()); ) await job();
	}

	/** Takes fields out of what waits: Rust has refused them for good. */
	drop(fields: readonly string[]): void {
		for (const field of fields) delete this.#waiting[field];
	}
}
