/** A finding's photos as the strip draws them. */
import { photoUrl } from '#lib/backend/index.ts';
import type { PhotoView } from '#lib/backend/generated/contract.ts';
import { arrivalNamed } from '#lib/shared/arrived-mark/arrival.ts';
import type { Photo } from '#lib/shared/photo-strip/photos.ts';

export function drawn(photos: readonly PhotoView[]): Photo[] {
	return photos.map((photo) => ({
		id: photo.sha256,
		src: photo.state === 'not_here' ? null : photoUrl(photo.sha256, 'thumb'),
		caption: photo.caption,
		// A photo of another tablet is at the office, and not here yet.
		at: photo.state === 'not_here' ? 'arrived' : arrivalNamed(photo.state)
	}));
}
