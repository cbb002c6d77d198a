/** A leader's decision on one page: which one is asked about, and what became of it. */
import { call, type CallError } from '#lib/backend/index.ts';
import type { PagesToCheck, PageToCheck } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { checkWords as words } from '#lib/words/checks.ts';

export class Checks {
	/** The page that is decided on, and how. */
	asked = $state.raw<{ page: PageToCheck; accept: boolean } | null>(null);
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** What was done last. */
	said = $state('');
	#show: (answer: PagesToCheck) => void;

	constructor(show: (answer: PagesToCheck) => void) {
		this.#show = show;
	}

	ask(page: PageToCheck, accept: boolean) {
		this.refusal = null;
		this.asked = { page, accept };
	}

	async decide(reason: string): Promise<boolean> {
		const asked = this.asked;
		if (!asked || this.busy) return false;
		this.busy = true;
		try {
			this.#show(await call('decide_page', { entry: asked.page.entry, accept: asked.accept, reason }));
			this.said = words.done[asked.accept ? 'accept' : 'decline'](asked.page.page);
			return true;
		} catch (thrown) {
			this.refusal = asCallError(thrown);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
