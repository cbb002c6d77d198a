/** Opening a saved finding from a list, and why it could not be opened. */
import type { CallError } from '#lib/backend/index.ts';
import { openFinding } from './open.ts';

class Opening {
	refusal = $state.raw<CallError>();

	/** Opens what is still to be answered; leaving the form leads back to `from`. */
	async finish(finding: string, from: string): Promise<void> {
		await this.attempt(() => openFinding(finding, 'finish', from));
	}

	/** Opens a form, or says why it could not be opened. */
	async attempt(open: () => Promise<void>): Promise<void> {
		this.refusal = undefined;
		try {
			await open();
		} catch (thrown) {
			this.refusal = thrown as CallError;
		}
	}
}

export const opening = new Opening();
