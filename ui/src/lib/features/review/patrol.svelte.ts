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
	/** What is flagged is ticked by hand, once it was looked at. */
	#ticks = new Ticks((id) => this.findings.some((finding) => finding.line.id === id && finding.flags.length === 0));

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

	/** The findings on which the leader's word is still to come. */
	get waiting(): readonly ReviewFinding[] {
		return this.findings.filter((finding) => finding.waits);
	}

	/** Those of them that are not approved. */
	get except(): string[] {
		return this.waiting.map((finding) => finding.line.id).filter((id) => !this.#ticks.has(id));
	}

	/** A patrol of which no finding waits can be approved; one of which every finding is left out cannot. */
	get approvable(): boolean {
		return this.waiting.length === 0 || this.except.length < this.waiting.length;
	}

	isTicked(id: string): boolean {
		return this.#ticks.has(id);
	}

	turn(id: string) {
		this.#ticks.turn(id);
	}

	tickAll(ticked: boolean) {
		for (const finding of this.waiting) this.#ticks.set(finding.line.id, ticked);
	}

	async approve() {
		if (!this.approvable) return;
		const { patrol, seen } = this.#view();
		const except = this.except;
		const request = { patrols: [patrol.id], except, findings: [], seen: { [patrol.id]: seen } };
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
