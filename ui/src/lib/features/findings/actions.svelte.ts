/** What a person does to a finding: one thing at a time, and what came of it in words. */
import { call } from '#lib/backend/index.ts';
import type { Commands, FindingView } from '#lib/backend/generated/contract.ts';
import { Doing } from './doing.svelte.ts';

/** The commands that change a finding and answer with it. */
type Change = 'withdraw' | 'restore' | 'settle' | 'ask' | 'answer' | 'hand_over' | 'put_in_case';

export class FindingActions extends Doing {
	#show: (view: FindingView) => void;

	/** `show` takes the finding as it is after a change. */
	constructor(show: (view: FindingView) => void) {
		super();
		this.#show = show;
	}

	/** Runs one change; true when it was done. */
	async run<N extends Change>(name: N, request: Commands[N]['request'], said: string): Promise<boolean> {
		return this.attempt(async () => {
			this.#show(await call(name, request));
			this.said = said;
		});
	}
}
