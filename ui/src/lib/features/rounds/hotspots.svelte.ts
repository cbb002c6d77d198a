/** The hotspots that can be checked, nearest first once the tablet knows where it is. */
import { call } from '#lib/backend/index.ts';
import type { DeviceReading } from '#lib/backend/generated/contract.ts';
import { Loaded } from '#lib/features/patrol/loaded.svelte.ts';
import { locate } from '#lib/features/recording/locator.ts';

export class Hotspots {
	#here: DeviceReading | null = null;
	readonly #list = new Loaded(() => call('hotspots', { here: this.#here }));

	/** To be made while a component is set up. The place is looked for once, when there is something to be near to. */
	constructor() {
		let looked = false;
		let stop: (() => void) | undefined;
		$effect(() => {
			if (looked || !this.#list.value?.length) return;
			looked = true;
			stop = locate({
				reading: (reading) => (this.#here = reading),
				over: (outcome) => {
					if (outcome === 'found') void this.#list.again();
				}
			});
		});
		$effect(() => () => stop?.());
	}

	get list() {
		return this.#list.value;
	}

	get refusal() {
		return this.#list.refusal;
	}

	again = (): Promise<void> => this.#list.again();

	/** "60 m away". */
	away(hotspot: string): string | null {
		return this.list?.find((line) => line.id === hotspot)?.away ?? null;
	}
}
