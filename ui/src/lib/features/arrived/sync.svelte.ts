/** Syncing when a person asks: that it runs, and what came of it. */
import { call, type CallError } from '#lib/backend/index.ts';
import type { SyncOutcome } from '#lib/backend/generated/contract.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { session } from '#lib/features/session/session.svelte.ts';

export class SyncNow {
	running = $state(false);
	outcome = $state.raw<SyncOutcome | null>(null);
	refusal = $state.raw<CallError | null>(null);

	/** With `photos`, full photos go whatever they wait for. */
	async start(photos = false) {
		if (this.running) return;
		this.running = true;
		this.outcome = null;
		this.refusal = null;
		try {
			this.outcome = await call(photos ? 'send_photos_now' : 'sync_now', {});
			session.take(this.outcome.status);
		} catch (thrown) {
			this.refusal = asCallError(thrown);
		} finally {
			this.running = false;
		}
	}
}
