/** The photos of a form. A chosen one is shown at once and said to be on its way until Rust has it whole. */
import { call, CallError, photoUrl, putPhoto } from '#lib/backend/index.ts';
import { arrivalNamed } from '#lib/shared/arrived-mark/arrival.ts';
import type { Frame, Photo } from '#lib/shared/photo-strip/photos.ts';
import { words } from '#lib/words/en.ts';
import { recordingWords } from '#lib/words/recording.ts';
import type { FormState } from './form.svelte.ts';
import { Hands } from './hands.ts';

const said = recordingWords.photos;

type OnWay = { id: string; src: string; slot: string | null; picked: number };

/** A tablet has two cores at least: one photo is looked at while the other is written. */
const AT_ONCE = 2;

export class PhotoState {
	readonly #form: FormState;
	#onWay = $state.raw<OnWay[]>([]);
	readonly #hands = new Hands(AT_ONCE);
	#made = 0;
	#picked = 0;
	/** Why a photo was not kept. */
	refused = $state<string>();
	/** A photo was lost, and no Save has stopped for it yet. */
	#lost = false;

	constructor(form: FormState) {
		this.#form = form;
	}

	readonly shown = $derived.by((): Photo[] => [
		...this.#form.form.photos.map((photo) => ({
			id: photo.sha256,
			src: photo.thumbnail ? photoUrl(photo.sha256, 'thumb') : null,
			caption: photo.slot ?? photo.caption,
			at: photo.original === 'here' ? arrivalNamed(photo.state) : undefined
		})),
		...this.#onWay.map(({ id, src }) => ({ id, src, caption: said.keeping }))
	]);

	/** The views still wanted, and always room for one more. */
	readonly frames = $derived.by((): Frame[] => {
		const slots = this.#form.form.photo_slots;
		if (slots.length === 0) return [];
		const taken = new Set([...this.#form.form.photos, ...this.#onWay].map((photo) => photo.slot));
		const wanted = slots.filter((slot) => !taken.has(slot)).map((slot) => ({ slot, text: slot }));
		if (wanted.length === 0) return [];
		return wanted.length < slots.length ? [...wanted, { slot: null, text: words.photo.add }] : wanted;
	});

	/** Keeps photos, two at a time; they stand as they were picked, whichever is kept first. */
	add(files: readonly File[], slot: string | null): void {
		this.refused = undefined;
		this.#lost = false;
		this.#form.touch();
		for (const file of files) {
			this.#made += 1;
			this.#picked = Math.max(Date.now(), this.#picked + 1);
			const photo = { id: `on-way-${this.#made}`, src: URL.createObjectURL(file), slot, picked: this.#picked };
			this.#onWay = [...this.#onWay, photo];
			this.#hands.take(() => this.#keep(file, photo));
		}
	}

	async #keep(file: File, photo: OnWay): Promise<void> {
		const { draft, keeper } = this.#form;
		try {
			const takenAt = file.lastModified > 0 ? new Date(file.lastModified).toISOString() : null;
			await putPhoto(file, { draft, slot: photo.slot, takenAt, pickedAt: new Date(photo.picked).toISOString() });
		} catch (thrown) {
			this.refused = `${(thrown as CallError).message} ${said.without}`;
			this.#lost = true;
		}
		// Answers may have been kept meanwhile: the form is asked for anew, in its turn among them.
		keeper.queue(async () => {
			try {
				this.#form.show(await call('set_answers', { draft, answers: {} }));
			} catch (thrown) {
				this.refused ??= (thrown as CallError).message;
			}
			this.#onWay = this.#onWay.filter((one) => one !== photo);
			URL.revokeObjectURL(photo.src);
		});
		await keeper.flush();
	}

	/**
	 * Done when no photo is on its way. The answer is whether Save may go on: a lost photo stops it once, so that whoever
	 * saves has been told and can save without it.
	 */
	async settled(): Promise<boolean> {
		await this.#hands.idle();
		const lost = this.#lost;
		this.#lost = false;
		return !lost;
	}

	remove(sha256: string): void {
		const { draft, keeper } = this.#form;
		keeper.queue(async () => {
			try {
				this.#form.show(await call('remove_photo', { draft, sha256 }));
				this.#form.touch();
			} catch (thrown) {
				this.refused = (thrown as CallError).message;
			}
		});
	}
}
