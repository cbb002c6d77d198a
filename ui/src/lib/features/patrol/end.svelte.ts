/** Ending a patrol: carried on, or handed to the team leader with a note for the next warden. */
import { call, CallError } from '#lib/backend/index.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import type { PatrolView } from '#lib/backend/generated/contract.ts';

export class Ending {
	note = $state('');
	busy = $state(false);
	refusal = $state.raw<CallError>();

	/** The answer is whether the patrol goes on. */
	async carryOn(id: string): Promise<boolean> {
		return (await this.#do(() => call('carry_on_patrol', { id }))) !== null;
	}

	/** The submitted patrol; null if it was refused. */
	async submit(id: string): Promise<PatrolView | null> {
		return this.#do(() => call('submit_patrol', { id, note: this.note.trim() || null }));
	}

	async #do(ask: () => Promise<PatrolView>): Promise<PatrolView | null> {
		if (this.busy) return null;
		this.busy = true;
		this.refusal = undefined;
		try {
			const patrol = await ask();
			await session.load();
			return patrol;
		} catch (thrown) {
			this.refusal = thrown as CallError;
			return null;
		} finally {
			this.busy = false;
		}
	}
}
