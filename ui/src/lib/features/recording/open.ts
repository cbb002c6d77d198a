/** Opens a form and goes to its page, handing the form over so that it is drawn at once. */
import { goto } from '$app/navigation';
import { call } from '#lib/backend/index.ts';
import type { Form, OpenForm } from '#lib/backend/generated/contract.ts';

type Handed = {
	form: Form;
	/** Where to go when the form is left; null: wherever recording belongs. */
	from: string | null;
	/** Whether the form was begun just now, so that the place is looked for. */
	fresh: boolean;
};

let handed: Handed | null = null;

const asked: OpenForm = { kind: null, draft: null, finding: null, stage: null, follows: null, hotspot: null, go_on: false };

async function go(next: Handed, replaceState: boolean): Promise<void> {
	handed = next;
	await goto(`/form/${encodeURIComponent(next.form.draft)}`, { replaceState });
}

/** Begins a finding of a kind, of the check of a hotspot if one is named. */
export async function recordKind(kind: string, hotspot: string | null = null): Promise<void> {
	await go({ form: await call('open_form', { ...asked, kind, hotspot }), from: null, fresh: true }, true);
}

/** The form of a kind that was begun and not yet saved, or of a new one: the same one however often it is asked for. */
export function formBegun(kind: string): Promise<Form> {
	return call('open_form', { ...asked, kind, go_on: true });
}

/** Begins a finding of a kind that another one offered; leaving the form leads back to that one. */
export async function recordBeside(kind: string, follows: string): Promise<void> {
	await recordFrom(kind, `/findings/${follows}`, follows);
}

/** Begins a record of a kind that has a page of its own; leaving the form leads back there. */
export async function recordFrom(kind: string, from: string, follows: string | null = null): Promise<void> {
	await go({ form: await call('open_form', { ...asked, kind, follows }), from, fresh: true }, false);
}

/** Opens a saved finding to finish or correct it, or to take a step of its matter; leaving the form leads back to `from`. */
export async function openFinding(finding: string, stage: 'finish' | 'correct' | `step/${string}`, from: string): Promise<void> {
	await go({ form: await call('open_form', { ...asked, finding, stage }), from, fresh: false }, false);
}

/** Shows a form that Rust has just given, such as the one that undoing a save opens again. */
export async function showForm(form: Form): Promise<void> {
	await go({ form, from: null, fresh: false }, false);
}

/** The form of a draft: the one handed over, or else asked for. */
export async function formOf(draft: string): Promise<Handed> {
	const given = handed;
	handed = null;
	if (given?.form.draft === draft) return given;
	return { form: await call('open_form', { ...asked, draft }), from: null, fresh: false };
}
