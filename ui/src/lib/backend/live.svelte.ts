/** What a page shows of Rust, kept as Rust has it: asked once, and again whenever something has changed. */
import { untrack } from 'svelte';
import { call, type CallError, type CommandName, onChanged } from './index';
import type { Commands } from './generated/contract';
import { keepLoading, Settled } from './loading.ts';
import { asCallError } from './seam';

/** The answer of one command. Made while a component is set up; it follows what `request` reads. */
export class Live<N extends CommandName> {
	value = $state.raw<Commands[N]['response'] | null>(null);
	failure = $state.raw<CallError | null>(null);
	#asked = 0;
	readonly #settled = new Settled();

	constructor(name: N, request: () => Commands[N]['request'] | null) {
		$effect(() => {
			const asked = request();
			if (asked === null) {
				this.show(null);
				return;
			}
			return keepLoading(onChanged, async () => {
				let turn = 0;
				try {
					const answer = await this.#settled.read(() => {
						turn = ++this.#asked;
						return call(name, asked);
					});
					if (turn === this.#asked) this.show(answer);
				} catch (thrown) {
					if (turn === this.#asked) this.failure = asCallError(thrown);
				}
			});
		});
	}

	/** Shows what a command answers with, and none of the stages on its way. */
	async showAfter(command: Promise<Commands[N]['response']>) {
		this.show(await this.#settled.during(command));
	}

	/** Shows what another command answered with, so that the page need not wait to be told of the change. */
	show(value: Commands[N]['response'] | null) {
		this.#asked++;
		this.value = value;
		this.failure = null;
	}
}

/** One stretch of a list, and where the next begins. */
export type Stretch<Row, Cursor> = { rows: readonly Row[]; next: Cursor | null };

/** A list read stretch by stretch. After a change it reads again as far as it was shown. */
export class Paged<Row, Cursor, Answer extends Stretch<Row, Cursor>> {
	/** The first stretch, with what it says of the whole list. */
	first = $state.raw<Answer | null>(null);
	rows = $state.raw<readonly Row[]>([]);
	failure = $state.raw<CallError | null>(null);
	/** Whether another stretch is being read. */
	reading = $state(false);
	#next = $state.raw<Cursor | null>(null);
	#ask: (after: Cursor | null) => Promise<Answer> = async () => Promise.reject(new Error('asked too early'));
	#turn = 0;

	/** `prepare` reads what the list depends on and gives the function that asks for a stretch. */
	constructor(prepare: () => (after: Cursor | null) => Promise<Answer>) {
		$effect(() => {
			const ask = prepare();
			let fresh = true;
			this.#ask = ask;
			return keepLoading(onChanged, async () => {
				await this.#read(fresh ? 1 : untrack(() => Math.max(1, this.rows.length)));
				fresh = false;
			});
		});
	}

	get more(): boolean {
		return this.#next !== null;
	}

	async showMore() {
		if (this.reading || this.#next === null) return;
		this.reading = true;
		const turn = this.#turn;
		try {
			const answer = await this.#ask(this.#next);
			if (turn !== this.#turn) return;
			this.rows = [...this.rows, ...answer.rows];
			this.#next = answer.next;
		} catch (thrown) {
			this.failure = asCallError(thrown);
		} finally {
			this.reading = false;
		}
	}

	/** Reads from the start until at least `wanted` rows are there. */
	async #read(wanted: number) {
		const turn = ++this.#turn;
		const ask = this.#ask;
		try {
			const first = await ask(null);
			let rows = first.rows;
			let next = first.next;
			while (next !== null && rows.length < wanted) {
				const answer = await ask(next);
				rows = [...rows, ...answer.rows];
				next = answer.next;
			}
			if (turn !== this.#turn) return;
			this.first = first;
			this.rows = rows;
			this.#next = next;
			this.failure = null;
		} catch (thrown) {
			if (turn === this.#turn) this.failure = asCallError(thrown);
		}
	}
}
