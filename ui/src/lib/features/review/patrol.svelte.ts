/** One patrol under review: which findings are approved, which one is looked at, and what is done with the patrol. */
import { call, type CallError } from '#lib/backend/index.ts';
import type { ReviewFinding, ReviewPatrol, ReviewQueue } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { reviewWords as words } from '#lib/words/review.ts';
import { said } from './said.svelte';
import { Ticks } from './ticks.svelte';

export class PatrolReview {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	chosenId = $state<string | null>(null);
	#view: () => ReviewPatrol;
	#done: (queue: ReviewQueue) => void;
	#ticks = new Ticks(() => true);

	/** `done` takes the queue that is left once the patrol is approved or sent back. */
	constructor(view: () => ReviewPatrol, done: (queue: ReviewQueue) => void) {
		this.#view = view;
		this.#done = done;
	}

	get findings(): readonly ReviewFinding[] {
		return this.#view().findings;
	}

	get chosen(): ReviewFinding | undefined {
		return this.findings.find((finding) => finding.line.id === this.chosenId) ?? this.findings[0];
	}

	/** The findings that are not approved. */
	get except(): string[] {
		return this.findings.map((finding) => finding.line.id).filter((id) => !this.#ticks.has(id));
	}

	/** A patrol without findings can be approved; one of which every finding is left out cannot. */
	get approvable(): boolean {
		return this.findings.length === 0 || this.except.length < this.findings.length;
	}

	isTicked(id: string): boolean {
		return this.#ticks.has(id);
	}

	turn(id: string) {
		this.#ticks.turn(id);
	}

	async approve() {
		if (!this.approvable) return;
		const { patrol, seen } = this.#view();
		const except = this.except;
		const request = { patrols: [patrol.id], except, seen: { [patrol.id]: seen } };
		await this.#attempt(words.approvedOne(patrol.area, except.length), () => call('approve', request));
	}

	async sendBack(reason: string): Promise<boolean> {
		const { id, area, by } = this.#view().patrol;
		return this.#attempt(words.sentBackOne(area, by), () => call('send_back', { patrol: id, reason }));
	}

	async #attempt(text: string, work: () => Promise<ReviewQueue>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.refusal = null;
		try {
			const left = await work();
			said.onNext(text);
			this.#done(left);
			return true;
		} catch (thrown) {
			this.refusal = asCallError(thrown);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
