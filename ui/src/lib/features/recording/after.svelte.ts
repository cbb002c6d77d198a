/** What the page after a form says: a save that can be taken back for some seconds, or a draft that was kept. */
import { call } from '#lib/backend/index.ts';
import type { Form, Saved } from '#lib/backend/generated/contract.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import { showForm } from './open.ts';

export type Kept = { draft: string; name: string };

/** Who was at the tablet when it was said: to nobody else is it shown. */
const whoNow = () => session.person?.user ?? null;

class AfterForm {
	#saved = $state.raw<Saved>();
	#kept = $state.raw<Kept>();
	#who = $state.raw<string | null>(null);
	refused = $state<string>();

	get saved(): Saved | undefined {
		return this.#who === whoNow() ? this.#saved : undefined;
	}

	get kept(): Kept | undefined {
		return this.#who === whoNow() ? this.#kept : undefined;
	}

	justSaved(saved: Saved): void {
		this.clear();
		this.#saved = saved;
	}

	justKept(form: Form): void {
		this.clear();
		this.#kept = { draft: form.draft, name: form.title ?? form.name };
	}

	clear(): void {
		this.#saved = undefined;
		this.#kept = undefined;
		this.#who = whoNow();
		this.refused = undefined;
	}

	async undo(): Promise<void> {
		const saved = this.saved;
		this.clear();
		if (!saved) return;
		try {
			await showForm(await call('undo_save', { id: saved.finding }));
		} catch (thrown) {
			this.refused = (thrown as Error).message;
		}
	}

	async discard(): Promise<void> {
		const kept = this.kept;
		this.clear();
		if (!kept) return;
		try {
			await call('discard_form', { id: kept.draft });
		} catch (thrown) {
			this.refused = (thrown as Error).message;
		}
	}
}

export const after = new AfterForm();
