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
	/** Whether it was a check of a hotspot, which has no form. */
	#checked = false;
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

	justChecked(saved: Saved): void {
		this.justSaved(saved);
		this.#checked = true;
	}

	justKept(form: Form): void {
		this.clear();
		this.#kept = { draft: form.draft, name: form.title ?? form.name };
	}

	clear(): void {
		this.#saved = undefined;
		this.#checked = false;
		this.#kept = undefined;
		this.#who = whoNow();
		this.refused = undefined;
	}

	async undo(): Promise<void> {
		const [saved, checked] = [this.saved, this.#checked];
		this.clear();
		if (!saved) return;
		try {
			if (checked) await call('undo_check', { id: saved.finding });
			else await showForm(await call('undo_save', { id: saved.finding }));
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
