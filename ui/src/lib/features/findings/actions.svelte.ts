/** What a person does to a finding: one thing at a time, and what came of it in words. */
import { call, type CallError } from '#lib/backend/index.ts';
import type { Commands, FindingView } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';

/** The commands that change a finding and answer with it. */
type Change = 'withdraw' | 'restore' | 'settle' | 'ask' | 'answer' | 'ask_dvla' | 'type_dvla';

export class FindingActions {
	busy = $state(false);
	refusal = $state.raw<CallError | null>(null);
	/** What was done last, read out politely. */
	said = $state('');
	#show: (view: FindingView) => void;

	/** `show` takes the finding as it is after a change. */
	constructor(show: (view: FindingView) => void) {
		this.#show = show;
	}

	/** Runs one change; true when it was done. */
	async run<N extends Change>(name: N, request: Commands[N]['request'], said: string): Promise<boolean> {
		return this.attempt(async () => {
			this.#show(await call(name, request));
			this.said = said;
		});
	}

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
