/** What a strip of photos shows. */
import type { Arrival } from '../arrived-mark/arrival.ts';

export type Photo = {
	id: string;
	/** Null where not even a small picture is on this tablet. */
	src: string | null;
	/** Number and time, or the view's name: "1 · 09:44", "Front, plate". */
	caption: string;
	/** Said on it, where only its small picture is here. */
	note?: string | null;
	at?: Arrival;
};

/** A view that the kind asks for; `slot` is its id in the catalogue, null for any photo. */
export type Frame = { slot: string | null; text: string };
