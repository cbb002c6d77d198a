/** The queue of submitted patrols: what is ticked, what is about to be approved, and approving it. */
import { call, type CallError } from '#lib/backend/index.ts';
import type { ReviewLine, ReviewQueue } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { reviewWords as words } from '#lib/words/review.ts';
import { said } from './said.svelte';
import { Ticks } from './ticks.svelte';

export class Queue {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** The patrols that the leader was shown before confirming: what arrives meanwhile is not approved with them. */
	confirming = $state.raw<readonly ReviewLine[] | null>(null);
	/** Where J and K stand. */
	at = $state<string | null>(null);
	#queue: () => ReviewQueue | null;
	#show: (queue: ReviewQueue) => void;
	#ticks = new Ticks((id) => this.#queue()?.clean.some((line) => line.id === id) ?? false);

	constructor(queue: () => ReviewQueue | null, show: (queue: ReviewQueue) => void) {
		this.#queue = queue;
		this.#show = show;
	}

	get lines(): readonly ReviewLine[] {
		const queue = this.#queue();
		return queue ? [...queue.flagged, ...queue.clean] : [];
	}

	get ticked(): readonly ReviewLine[] {
		return this.lines.filter((line) => this.#ticks.has(line.id));
	}

	isTicked(id: string): boolean {
		return this.#ticks.has(id);
	}

	turn(id: string) {
		this.confirming = null;
		this.#ticks.turn(id);
	}

	tickAll(lines: readonly ReviewLine[], ticked: boolean) {
		this.confirming = null;
		for (const line of lines) this.#ticks.set(line.id, ticked);
	}

	/** The first press shows what is approved, the second approves it. */
	async approve() {
		if (this.busy) return;
		if (this.confirming === null) {
			if (this.ticked.length > 0) this.confirming = this.ticked;
			return;
		}
		this.busy = true;
		this.refusal = null;
		try {
			const patrols = this.confirming.map((line) => line.id);
			this.#show(await call('approve', { patrols, except: [] }));
			said.here(words.approved(patrols.length));
			this.#ticks.clear();
		} catch (thrown) {
			this.refusal = asCallError(thrown);
		} finally {
			this.confirming = null;
			this.busy = false;
		}
	}
}
