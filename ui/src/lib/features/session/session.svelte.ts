/**
 * Who uses this tablet and how it stands: the one `status` that every page reads. It is asked for when the app opens and
 * whenever Rust says that something changed; nothing here polls.
 */
import { call, CallError, onChanged, statusAtStart } from '#lib/backend/index.ts';
import type { Status } from '#lib/backend/generated/contract.ts';

class Session {
	#status = $state.raw<Status>();
	#refusal = $state.raw<CallError>();
	/** How far the tablet's clock, as Rust tells it, is ahead of the page's. */
	#ahead = 0;
	#changes = $state(0);
	/** Counts the questions asked. */
	#asked = 0;

	get status(): Status | undefined {
		return this.#status;
	}

	/** Why the status is not known. */
	get refusal(): CallError | undefined {
		return this.#refusal;
	}

	/** Counts what Rust announced: an effect that reads it runs again when what it shows may have changed. */
	get changes(): number {
		return this.#changes;
	}

	get person() {
		return this.#status?.session ?? null;
	}

	get leads(): boolean {
		return this.person?.role === 'leader';
	}

	/** The tablet's time. */
	now(): Date {
		return new Date(Date.now() + this.#ahead);
	}

	/** Asks anew. Answers may overtake each other: only that to the last question counts. */
	async load(ask: () => Promise<Status> = () => call('status', {})): Promise<void> {
		const turn = ++this.#asked;
		try {
			const status = await ask();
			if (turn === this.#asked) this.#show(status);
		} catch (thrown) {
			if (turn === this.#asked) this.#refusal = thrown as CallError;
		}
	}

	/** The first, with which the app opens. */
	begin(): Promise<void> {
		return this.load(statusAtStart);
	}

	/** Shows a status that came with an answer, and asks anew: something may have changed while it was on its way. */
	take(status: Status): void {
		this.#show(status);
		void this.load();
	}

	#show(status: Status): void {
		this.#ahead = Date.parse(status.now) - Date.now();
		this.#status = status;
		this.#refusal = undefined;
	}

	/** Follows what Rust announces, until the returned function is called. */
	follow(): () => void {
		void this.load();
		return onChanged(async () => {
			// First who is at the tablet, then what is shown to them.
			await this.load();
			this.#changes += 1;
		});
	}

	/** Tells Rust that someone is here. If it has locked meanwhile, its announcement says so. */
	async touched(): Promise<void> {
		await call('touched', {}).catch(() => undefined);
	}

	async lock(): Promise<void> {
		this.take(await call('lock', {}));
	}
}

export const session = new Session();
