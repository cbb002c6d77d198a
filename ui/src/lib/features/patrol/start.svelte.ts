/** The start of a patrol: how, where, with whom. Nothing is filled in beforehand. */
import { call, CallError } from '#lib/backend/index.ts';
import type { FieldError } from '#lib/govuk/error-summary/errors.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import { checkInWords } from '#lib/words/check-in.ts';
import { patrolWords } from '#lib/words/patrol.ts';

const said = patrolWords.start;

export const ALONE = '\u0000alone';
export const OTHER = '\u0000other';

export class Starting {
	mode = $state<string | null>(null);
	area = $state<string[]>([]);
	areaName = $state('');
	people = $state<string[]>([]);
	otherName = $state('');
	weather = $state<string[]>([]);
	/** Every how many minutes, as last chosen until it is chosen here. */
	#checkIn = $state<string[]>();
	#lastCheckIn = $state<string[]>([]);
	/** The round that it walks: one or none. */
	round = $state<string[]>([]);
	busy = $state(false);
	errors = $state.raw<FieldError[]>([]);
	refusal = $state.raw<CallError>();

	constructor(round: string | null) {
		if (round !== null) this.round = [round];
	}

	/** What the last try lacked here and is lacking still. */
	errorAt(field: string): string | undefined {
		if (!this.errors.some((error) => error.field === field)) return undefined;
		return this.#lacking().find((error) => error.field === field)?.text;
	}

	/** Someone alone is with nobody, and the other way about. */
	choosePeople(next: string[]): void {
		const added = next.find((one) => !this.people.includes(one));
		if (added === ALONE) this.people = [ALONE];
		else this.people = added ? next.filter((one) => one !== ALONE) : next;
	}

	get isAlone(): boolean {
		return this.people.includes(ALONE);
	}

	get checkIn(): string[] {
		return this.#checkIn ?? this.#lastCheckIn;
	}

	chooseCheckIn(next: string[]): void {
		this.#checkIn = next;
	}

	lastCheckIn(minutes: number | null): void {
		this.#lastCheckIn = minutes === null ? [] : [String(minutes)];
	}

	/** Starts the patrol. The answer is whether it began. */
	async start(): Promise<boolean> {
		if (this.busy) return false;
		this.refusal = undefined;
		this.errors = this.#lacking();
		if (this.errors.length > 0 || this.mode === null) return false;
		this.busy = true;
		try {
			await call('start_patrol', {
				mode: this.mode,
				area: this.#area(),
				with: this.#with(),
				weather: this.weather[0] ?? null,
				round: this.round[0] ?? null,
				check_in: this.isAlone ? Number(this.checkIn[0]) || null : null
			});
			await session.load();
			return true;
		} catch (thrown) {
			this.refusal = thrown as CallError;
			return false;
		} finally {
			this.busy = false;
		}
	}

	#area(): string {
		const chosen = this.area[0];
		return chosen === undefined || chosen === OTHER ? this.areaName.trim() : chosen;
	}

	#with(): string[] {
		const names = this.people.filter((one) => one !== ALONE && one !== OTHER);
		return this.people.includes(OTHER) ? [...names, this.otherName.trim()] : names;
	}

	#lacking(): FieldError[] {
		const errors: FieldError[] = [];
		if (this.mode === null) errors.push({ field: 'mode', text: said.modeMissing });
		if (this.area.length === 0 && this.#area() === '') errors.push({ field: 'area', text: said.areaMissing });
		else if (this.#area() === '') errors.push({ field: 'area-name', text: said.areaNameMissing });
		if (this.people.length === 0) errors.push({ field: 'people', text: said.whoMissing });
		else if (this.#with().includes('')) errors.push({ field: 'other-name', text: said.nameMissing });
		if (this.isAlone && this.checkIn.length === 0) errors.push({ field: 'check-in', text: checkInWords.missing });
		return errors;
	}
}
