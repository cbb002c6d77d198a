/** A file that is being written: how far it is, and what came of it. */
import { call, onExport, type CallError } from '#lib/backend/index.ts';
import type { Exported } from '#lib/backend/generated/contract.ts';
import { keepLoading } from '#lib/backend/loading.ts';
import { asCallError } from '#lib/backend/seam.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';

export class Exporting {
	busy = $state(false);
	/** 0 to 99; null when none is being written, or nothing is known yet. */
	percent = $state<number | null>(null);
	written = $state.raw<Exported | null>(null);
	refusal = $state.raw<CallError | null>(null);
	stopped = $state(false);

	clear() {
		this.written = null;
		this.refusal = null;
		this.stopped = false;
	}

	/** Writes one, and never two at once. */
	async run(write: () => Promise<Exported>) {
		if (this.busy) return;
		this.clear();
		this.busy = true;
		const deaf = keepLoading(onExport, async () => {
			this.percent = await call('export_progress', {}).then(({ percent }) => percent, () => null);
		});
		try {
			this.written = await write();
		} catch (thrown) {
			const refusal = asCallError(thrown);
			this.stopped = refusal.code === 'stopped';
			this.refusal = this.stopped ? null : refusal;
		} finally {
			deaf();
			this.busy = false;
			this.percent = null;
			void keepFocus();
		}
	}

	stop() {
		void call('stop_export', {}).catch((thrown: unknown) => (this.refusal = asCallError(thrown)));
	}
}
