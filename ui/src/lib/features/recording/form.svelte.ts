/**
 * One open form. Rust keeps the draft and says what the form asks; this holds what it last said and, above it, the answers
 * that are on their way to it. They are shown at once and are Rust's within a moment, or the page says that they are not.
 */
import { goto } from '$app/navigation';
import { call, CallError } from '#lib/backend/index.ts';
import type { Form, FormField, SameAnswer } from '#lib/backend/generated/contract.ts';
import type { FieldError } from '#lib/govuk/error-summary/errors.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import { keepFocus } from '#lib/shared/focus/focus.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { after } from './after.svelte.ts';
import { Keeper, type Answers } from './keeper.ts';
import { inputId, isTyped } from './questions.ts';

type Tap = { text: string; before: Answers };

/** Taps that can be taken back one by one. */
const MOST_TAPS = 50;

export class FormState {
	#form: Form;
	#onWay = $state<Answers>({});
	#taps = $state.raw<Tap[]>([]);
	#left = $state<Record<string, boolean>>({});
	#touched = false;
	readonly #from: string | null;
	/** Begun just now: its place is looked for, and left untouched it leaves no draft. */
	readonly fresh: boolean;
	readonly keeper: Keeper;

	/** Why the last answers are not kept. */
	notKept = $state<string>();
	/** What the last Save lacked. */
	errors = $state.raw<FieldError[]>([]);
	saving = $state(false);
	/** "The same one?" was answered, and the form that follows is on its way. */
	saying = $state(false);
	/** Why saving was refused, where it is not about one field. */
	refusal = $state.raw<CallError>();

	constructor(form: Form, from: string | null, fresh: boolean) {
		this.#form = $state.raw(form);
		this.#from = from;
		this.fresh = fresh;
		this.keeper = new Keeper({
			send: async (answers) => this.show(await call('set_answers', { draft: this.draft, answers })),
			kept: (fields) => {
				for (const field of fields) delete this.#onWay[field];
				this.notKept = undefined;
			},
			failed: (thrown, fields) => this.#failed(thrown as CallError, fields)
		});
	}

	/** What Rust refuses for good is shown as it was; anything else stays on the page and is sent again. */
	#failed(refusal: CallError, fields: string[]): void {
		if (refusal.code === 'unreachable') this.notKept = recordingWords.noAnswer;
		else if (refusal.code !== 'invalid' && refusal.code !== 'bad_request') this.notKept = refusal.message;
		else {
			this.refusal = refusal;
			this.keeper.drop(fields);
			for (const field of fields) delete this.#onWay[field];
		}
	}

	get form(): Form {
		return this.#form;
	}

	get draft(): string {
		return this.#form.draft;
	}

	readonly fields = $derived.by(() => this.#form.fields.filter((field) => field.shown));
	readonly lastTap = $derived.by(() => this.#taps.at(-1)?.text);

	/** Shows what Rust answered. */
	show(form: Form): void {
		this.#form = form;
	}

	touch(): void {
		this.#touched = true;
	}

	/** The answer as it stands: on its way, or as Rust has it. */
	value(field: FormField): unknown {
		return field.id in this.#onWay ? this.#onWay[field.id] : field.value;
	}

	/** The rows of a repeated group, with those on their way. */
	rows(field: FormField): { id: string; [column: string]: unknown }[] {
		const rows = new Map<string, Record<string, unknown>>();
		for (const row of Array.isArray(field.value) ? field.value : []) rows.set(row.id, row);
		for (const [key, value] of Object.entries(this.#onWay)) {
			const [group, id] = key.split('/');
			if (group !== field.id || id === undefined) continue;
			if (value === null) rows.delete(id);
			else rows.set(id, value as Record<string, unknown>);
		}
		return [...rows].map(([id, columns]) => ({ ...columns, id }));
	}

	/** An answer by a tap. `text` names it for "Undo last tap". */
	tap(field: FormField, value: unknown, text: string): void {
		const tap = { text, before: { [field.id]: $state.snapshot(this.value(field)) ?? null } };
		this.#taps = [...this.#taps, tap].slice(-MOST_TAPS);
		this.#give({ [field.id]: value });
	}

	count(field: FormField, added: number): void {
		const now = Number(this.value(field) ?? 0) + added;
		this.tap(field, now, recordingWords.tap(added, field.short.toLowerCase()));
	}

	undoTap(): void {
		const tap = this.#taps.at(-1);
		if (!tap) return;
		this.#taps = this.#taps.slice(0, -1);
		this.#give(tap.before);
	}

	/** An answer that is being typed. */
	type(key: string, value: unknown): void {
		this.touch();
		this.#onWay[key] = value;
		this.keeper.typed({ [key]: value });
	}

	/** An answer by a tap that has its own way back, such as a row. */
	set(key: string, value: unknown): void {
		this.#give({ [key]: value });
	}

	#give(answers: Answers): void {
		this.touch();
		Object.assign(this.#onWay, answers);
		this.keeper.tapped(answers);
	}

	/** Says whether it is an earlier finding. Answers on their way go first. */
	sameOne(answer: SameAnswer, finding: string | null): void {
		if (this.saying) return;
		this.touch();
		this.saying = true;
		this.refusal = undefined;
		this.keeper.queue(async () => {
			try {
				this.show(await call('say_same', { draft: this.draft, finding, answer }));
				this.#taps = [];
				this.errors = [];
			} catch (thrown) {
				this.refusal = thrown as CallError;
			} finally {
				this.saying = false;
				void keepFocus();
			}
		});
	}

	/** The cursor has left a field: what is wrong with it may be said. */
	leave(field: string): void {
		this.#left[field] = true;
	}

	/** What stands at a field. Nothing is said about what is still being typed. */
	errorAt(field: FormField): string | undefined {
		const lacking = this.errorOf(field.id);
		if (lacking) return lacking;
		return field.problem !== null && (!isTyped(field) || this.#left[field.id]) ? field.problem : undefined;
	}

	/** What the last Save lacked here and is lacking still. */
	errorOf(field: string): string | undefined {
		const said = this.errors.find((error) => error.field === inputId(field));
		return said && this.#form.missing.find((missing) => missing.field === field)?.message;
	}

	/** Saves once `photos` lets it: those on their way belong to the page too, and one that was refused keeps it open. */
	async save(photos: () => Promise<boolean>): Promise<void> {
		if (this.saving) return;
		this.saving = true;
		this.refusal = undefined;
		try {
			if (!(await photos())) return;
			if (!(await this.keeper.flush())) return;
			this.errors = this.#form.missing.map(({ field, message }) => ({ field: inputId(field), text: message }));
			if (this.errors.length > 0) return;
			const saved = await call('save_form', { id: this.draft });
			after.justSaved(saved);
			await this.#leave();
		} catch (thrown) {
			const refused = thrown as CallError;
			if (refused.code === 'invalid' && refused.field) this.errors = [{ field: inputId(refused.field), text: refused.message }];
			else this.refusal = refused;
		} finally {
			this.saving = false;
		}
	}

	/** Leaves the form; the draft keeps what was answered. A form that nobody touched leaves none. */
	async putAside(): Promise<void> {
		if (!(await this.keeper.flush())) return;
		try {
			if (this.#touched || !this.fresh) after.justKept(this.#form);
			else await call('discard_form', { id: this.draft });
		} catch {
			// An empty draft that could not be thrown away is listed on Today.
		}
		await this.#leave();
	}

	async #leave(): Promise<void> {
		const onPatrol = session.person && session.status?.on_patrol;
		await goto(this.#from ?? (onPatrol ? '/patrol' : '/'));
	}
}
