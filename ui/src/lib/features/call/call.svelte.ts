/** The daily call as a page shows it, and what is said on it: each command answers with the whole page anew. */
import { call } from '#lib/backend/index.ts';
import type { CallView, Commands } from '#lib/backend/generated/contract.ts';
import { Live } from '#lib/backend/live.svelte.ts';
import { Doing } from '#lib/features/findings/doing.svelte.ts';

/** The commands that answer with the page of the call. */
type OfCall = {
	[N in keyof Commands]: Commands[N]['response'] extends CallView ? N : never;
}[keyof Commands];

export class DailyCall {
	readonly live = new Live('daily_call', () => ({}));
	readonly doing = new Doing();
	/** What is typed and chosen of a new issue, and which issue's row is open: kept while a tablet is turned. */
	typed = $state({ what: '', urgency: null as string | null, owner: '' });
	opened = $state<string | null>(null);
	#running: Promise<unknown> = Promise.resolve();

	/** Runs a command and says what was done; true when it was. While another runs it is not pressed twice. */
	run<N extends OfCall>(name: N, request: Commands[N]['request'], said: string): Promise<boolean> {
		const done = this.doing.attempt(async () => {
			await this.live.showAfter(call(name, request) as Promise<CallView>);
			this.doing.said = said;
		});
		this.#running = done;
		return done;
	}

	/** The same after what runs now: of several ticks in a row none is lost. */
	async runNext<N extends OfCall>(name: N, request: Commands[N]['request'], said: string): Promise<boolean> {
		const before = this.#running;
		const done = before.then(() => this.run(name, request, said));
		this.#running = done;
		return done;
	}
}
