/** A finding's photos as the strip draws them. */
import { photoUrl } from '#lib/backend/index.ts';
import type { PhotoView } from '#lib/backend/generated/contract.ts';
import { arrivalNamed } from '#lib/shared/arrived-mark/arrival.ts';
import type { Photo } from '#lib/shared/photo-strip/photos.ts';
import { photoWords as words } from '#lib/words/photos.ts';

/** What stands on a photo whose full size is not here. */
const NOTES = {
	here: null,
	not_yet: words.notYet,
	at_office: words.atOffice,
	coming: words.coming,
	lost: words.lost
} as const;

export function drawn(photos: readonly PhotoView[]): Photo[] {
	return photos.map((photo) => ({
		id: photo.sha256,
		src: photo.thumbnail ? photoUrl(photo.sha256, 'thumb') : null,
		caption: photo.caption,
		note: photo.thumbnail ? NOTES[photo.original] : null,
		// What is lost is nowhere.
		at: photo.original === 'lost' ? undefined : arrivalNamed(photo.state)
	}));
}
