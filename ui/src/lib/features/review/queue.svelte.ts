/** The queue of submitted patrols: what is ticked, what is about to be approved, and approving it. */
import { SvelteMap } from 'svelte/reactivity';
import { call, type CallError } from '#lib/backend/index.ts';
import type { ReviewLine, ReviewQueue } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';
import { reviewWords as words } from '#lib/words/review.ts';
import { said } from './said.svelte';
import { Ticks, type Made } from './ticks.svelte';

/** A leader who opens a patrol and comes back finds their ticks; the next leader on this tablet finds none of them. */
let kept: { user: string; made: Made } | null = null;

function madeBy(user: string): Made {
	if (kept?.user !== user) kept = { user, made: new SvelteMap() };
	return kept.made;
}

export class Queue {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** The patrols that the leader was shown before confirming: what arrives meanwhile is not approved with them. */
	confirming = $state.raw<readonly ReviewLine[] | null>(null);
	/** Where J and K stand. */
	at = $state<string | null>(null);
	#queue: () => ReviewQueue | null;
	#show: (queue: ReviewQueue) => void;
	#ticks: Ticks;

	/** `queue` is what is shown, `show` takes what is left after approving, `user` is the leader. */
	constructor(queue: () => ReviewQueue | null, show: (queue: ReviewQueue) => void, user: string) {
		this.#queue = queue;
		this.#show = show;
		this.#ticks = new Ticks((id) => queue()?.clean.some((line) => line.id === id) ?? false, madeBy(user));
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
			const seen = Object.fromEntries(this.confirming.map((line) => [line.id, line.seen]));
			this.#show(await call('approve', { patrols, except: [], seen }));
			said.here(words.approved(patrols.length));
		} catch (thrown) {
			this.refusal = asCallError(thrown);
		} finally {
			this.confirming = null;
			this.busy = false;
			void keepFocus();
		}
	}
}
