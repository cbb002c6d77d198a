/** A check of a hotspot by one tap, and why it was not recorded. */
import { call, type CallError } from '#lib/backend/index.ts';
import { after } from '#lib/features/recording/after.svelte.ts';

export class Checking {
	busy = $state(false);
	refusal = $state.raw<CallError>();

	/** Records that nothing was found. The answer is whether that is on the tablet. */
	async nothing(hotspot: string): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.refusal = undefined;
		try {
			after.justChecked(await call('nothing_found', { hotspot }));
			return true;
		} catch (thrown) {
			this.refusal = thrown as CallError;
			return false;
		} finally {
			this.busy = false;
		}
	}
}
