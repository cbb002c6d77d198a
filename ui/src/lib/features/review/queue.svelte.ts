/** The queue of what waits for review: what is ticked, what is about to be approved, and approving it. */
import { SvelteMap } from 'svelte/reactivity';
import { call, type CallError } from '#lib/backend/index.ts';
import type { ReviewFinding, ReviewLine, ReviewQueue } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';
import { reviewWords as words } from '#lib/words/review.ts';
import { findingsIn, patrolsIn } from './narrow';
import { said } from './said.svelte';
import { Ticks, type Made } from './ticks.svelte';

/** Patrols, and findings that are approved by themselves: on no patrol, or on one that was not submitted. */
export type Lot = { patrols: readonly ReviewLine[]; loose: readonly ReviewFinding[] };

/** A leader who opens a patrol and comes back finds their ticks; the next leader on this tablet finds none of them. */
let kept: { user: string; made: Made } | null = null;

function madeBy(user: string): Made {
	if (kept?.user !== user) kept = { user, made: new SvelteMap() };
	return kept.made;
}

export class Queue {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** What the leader was shown before confirming: what arrives meanwhile is not approved with it. */
	confirming = $state.raw<Lot | null>(null);
	/** Where J and K stand. */
	at = $state<string | null>(null);
	#queue: () => ReviewQueue | null;
	#show: (queue: ReviewQueue) => void;
	#ticks: Ticks;

	/** `queue` is what is shown, `show` takes what is left after approving, `user` is the leader. */
	constructor(queue: () => ReviewQueue | null, show: (queue: ReviewQueue) => void, user: string) {
		this.#queue = queue;
		this.#show = show;
		this.#ticks = new Ticks((id) => this.#isClean(id), madeBy(user));
	}

	get patrols(): readonly ReviewLine[] {
		const queue = this.#queue();
		return queue ? patrolsIn(queue) : [];
	}

	get loose(): readonly ReviewFinding[] {
		const queue = this.#queue();
		return queue ? findingsIn(queue) : [];
	}

	/** Everything, in the order in which it stands on the page. */
	get items(): readonly { id: string }[] {
		return [...this.patrols, ...this.loose.map((finding) => finding.line)];
	}

	get ticked(): Lot {
		return {
			patrols: this.patrols.filter((line) => this.#ticks.has(line.id)),
			loose: this.loose.filter((finding) => this.#ticks.has(finding.line.id))
		};
	}

	isTicked(id: string): boolean {
		return this.#ticks.has(id);
	}

	turn(id: string) {
		this.confirming = null;
		this.#ticks.turn(id);
	}

	tickAll(ids: readonly string[], ticked: boolean) {
		this.confirming = null;
		for (const id of ids) this.#ticks.set(id, ticked);
	}

	/** The first press shows what is approved, the second approves it. */
	async approve() {
		if (this.busy) return;
		if (this.confirming === null) {
			const { patrols, loose } = this.ticked;
			if (patrols.length + loose.length > 0) this.confirming = { patrols, loose };
			return;
		}
		this.busy = true;
		this.refusal = null;
		try {
			const { patrols, loose } = this.confirming;
			const findings = loose.map((finding) => finding.line.id);
			const seen = Object.fromEntries([
				...patrols.map((line) => [line.id, line.seen]),
				...loose.map((finding) => [finding.line.id, finding.seen])
			]);
			this.#show(await call('approve', { patrols: patrols.map((line) => line.id), except: [], findings, seen }));
			said.here(words.approved(patrols.length, loose.length));
		} catch (thrown) {
			this.refusal = asCallError(thrown);
		} finally {
			this.confirming = null;
			this.busy = false;
			void keepFocus();
		}
	}

	/** What is not flagged is ticked until somebody unticks it; what nobody submitted is ticked by hand. */
	#isClean(id: string): boolean {
		const queue = this.#queue();
		const clean = queue?.clean.some((line) => line.id === id);
		return clean || (queue?.loose.some((finding) => finding.line.id === id && finding.flags.length === 0) ?? false);
	}
}
