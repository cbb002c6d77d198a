/** The place of a form: looked for when the form is begun, typed when a warden knows better. */
import { call, CallError } from '#lib/backend/index.ts';
import type { DeviceReading, PlaceChoice } from '#lib/backend/generated/contract.ts';
import { recordingWords } from '#lib/words/recording.ts';
import type { FormState } from './form.svelte.ts';
import type { Outcome } from './listening.ts';
import { locate } from './locator.ts';

const said = recordingWords.place;

export class PlaceState {
	readonly #form: FormState;
	#stop: (() => void) | undefined;
	looking = $state(false);
	/** Why there is no location. */
	lack = $state<string>();
	typed = $state('');
	error = $state<string>();
	busy = $state(false);
	/** Places of the register that what is typed can mean. */
	offered = $state.raw<readonly PlaceChoice[]>([]);
	#asked = 0;

	constructor(form: FormState) {
		this.#form = form;
	}

	/** Whether the kind has a place at all. */
	get asked(): boolean {
		const place = this.#form.form.place;
		return place.required || place.known || place.sentence !== '';
	}

	look(): void {
		this.leave();
		this.looking = true;
		this.lack = undefined;
		this.#stop = locate({
			reading: (reading) => this.#form.keeper.queue(() => this.#take(reading)),
			over: (outcome: Outcome) => {
				this.looking = false;
				if (outcome !== 'found') this.lack = outcome === 'denied' ? said.denied : said.none;
			}
		});
	}

	/** Stops listening: the form is left, or the place was typed. */
	leave(): void {
		this.#stop?.();
		this.#stop = undefined;
		this.looking = false;
	}

	/** A reading that Rust refuses leaves the place as it is. */
	async #take(device: DeviceReading): Promise<void> {
		try {
			this.#form.show(await call('set_place', { draft: this.#form.draft, device, typed: null, place: null }));
		} catch (thrown) {
			this.lack = (thrown as CallError).message;
		}
	}

	/** Looks for places of the register; the answer to what was typed since goes before this one. */
	async offer(typed: string): Promise<void> {
		this.#asked += 1;
		const asked = this.#asked;
		try {
			const offered = await call('places', { draft: this.#form.draft, typed });
			if (asked === this.#asked) this.offered = offered;
		} catch {
			// What is typed can be used without them.
			this.offered = [];
		}
	}

	/** Uses what was typed, or the place of the register that was chosen. The answer is whether it is a place. */
	async use(kept: string | null = null): Promise<boolean> {
		const typed = this.typed.trim();
		this.error = typed === '' ? said.missing : undefined;
		if (this.error || this.busy) return false;
		this.leave();
		this.busy = true;
		try {
			this.#form.show(await call('set_place', { draft: this.#form.draft, device: null, typed, place: kept }));
			this.#form.touch();
			this.lack = undefined;
			return true;
		} catch (thrown) {
			this.error = (thrown as CallError).message;
			return false;
		} finally {
			this.busy = false;
		}
	}
}
