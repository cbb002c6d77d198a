/**
 * Enrolling: an address, a code (or name and password, or a leader's code by phone) and a PIN typed twice, judged before they
 * are sent and again by Rust.
 */
import { call, CallError } from '#lib/backend/index.ts';
import type { FieldError } from '#lib/govuk/error-summary/errors.ts';
import { sessionWords } from '#lib/words/session.ts';
import { session } from './session.svelte.ts';

const said = sessionWords.enrol;
const FIELDS = ['office', 'code', 'unlock_code', 'name', 'password', 'pin'];

export class Enrolling {
	office = $state('');
	/** How a person who is added shows who they are. */
	how = $state<string | null>(null);
	code = $state('');
	/** By phone: whose PIN is chosen anew, and the leader's code. */
	who = $state('');
	unlockCode = $state('');
	name = $state('');
	password = $state('');
	pin = $state('');
	again = $state('');
	busy = $state(false);
	errors = $state.raw<FieldError[]>([]);

	/** An enrolled tablet knows its office: only a person is added. */
	readonly adding = $derived(session.status?.enrolled ?? false);
	readonly asksCode = $derived(!this.adding || this.how === 'code');
	readonly asksPassword = $derived(this.adding && this.how === 'password');

	readonly asksPhone = $derived(this.adding && this.how === 'phone');
	readonly people = $derived(session.status?.people ?? []);

	/** `who` is chosen on the locked page already, where somebody comes from there. */
	constructor(who: string | null) {
		this.who = who ?? this.people[0]?.user ?? '';
		if (who) this.how = 'phone';
	}

	errorAt(field: string): string | undefined {
		return this.errors.find((error) => error.field === field)?.text;
	}

	async submit(): Promise<void> {
		if (this.busy) return;
		this.errors = this.#lacking();
		if (this.errors.length > 0) return;
		this.busy = true;
		try {
			if (this.asksPhone) {
				session.take(await call('unlock_by_code', { user: this.who, code: this.unlockCode, pin: this.pin }));
				return;
			}
			const shown = this.asksPassword
				? { code: '', name: this.name.trim(), password: this.password }
				: { code: this.code, name: '', password: '' };
			session.take(await call('enrol', { office: this.office.trim(), pin: this.pin, ...shown }));
		} catch (thrown) {
			this.errors = [this.#refused(thrown as CallError)];
		} finally {
			this.busy = false;
		}
	}

	#lacking(): FieldError[] {
		const errors: FieldError[] = [];
		if (!this.adding && this.office.trim() === '') errors.push({ field: 'office', text: said.officeMissing });
		if (!this.asksCode && !this.asksPassword && !this.asksPhone) errors.push({ field: 'how', text: said.howMissing });
		if (this.asksCode && this.code.trim() === '') errors.push({ field: 'code', text: said.codeMissing });
		if (this.asksPhone && this.unlockCode.trim() === '') errors.push({ field: 'unlock_code', text: said.unlockCodeMissing });
		if (this.asksPassword && this.name.trim() === '') errors.push({ field: 'name', text: said.nameMissing });
		if (this.asksPassword && this.password === '') errors.push({ field: 'password', text: said.passwordMissing });
		if (!/^\d{6}$/.test(this.pin)) errors.push({ field: 'pin', text: said.pinMissing });
		else if (this.pin !== this.again) errors.push({ field: 'pin-again', text: said.pinDiffers });
		return errors;
	}

	#refused(refusal: CallError): FieldError {
		const named = FIELDS.find((field) => field === refusal.field);
		const shown = this.asksPhone ? 'unlock_code' : this.asksPassword ? 'password' : 'code';
		const otherwise = refusal.code === 'wrong_code' || this.adding ? shown : 'office';
		return { field: named ?? otherwise, text: refusal.message };
	}
}
