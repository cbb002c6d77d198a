/** The page of an accident: begun once, however often somebody looks at the first-aid card. */
import { call } from '#lib/backend/index.ts';
import type { Form, OpenForm } from '#lib/backend/generated/contract.ts';
import { session } from '#lib/features/session/session.svelte.ts';

const KIND = 'staff_safety_incident';
const asked: OpenForm = { kind: null, draft: null, finding: null, stage: null, follows: null, hotspot: null };

const begin = () => call('open_form', { ...asked, kind: KIND });

/** The form of the page that was begun in this window and not yet saved, or of a new one. */
export async function accidentForm(): Promise<Form> {
	const name = `accident of ${session.person?.user ?? 'someone'}`;
	const draft = sessionStorage.getItem(name);
	const form = await (draft ? call('open_form', { ...asked, draft }).catch(begin) : begin());
	sessionStorage.setItem(name, form.draft);
	return form;
}
