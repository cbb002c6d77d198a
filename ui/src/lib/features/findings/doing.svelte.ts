/** One thing at a time that may be refused, and what came of it in words. */
import type { CallError } from '#lib/backend/index.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';

export class Doing {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** What was done last, read out politely. */
	said = $state('');

	/** Does something that may be refused, and never twice at once; true when it was done. */
	async attempt(work: () => Promise<void>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.refusal = null;
		this.said = '';
		try {
			await work();
			return true;
		} catch (thrown) {
			this.refusal = asCallError(thrown);
			return false;
		} finally {
			this.busy = false;
			void keepFocus();
		}
	}
}
