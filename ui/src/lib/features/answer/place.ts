/** Which place and period a page tells of. They stand in the page's address, so that the way back finds the same page. */
import type { PlaceAsked } from '#lib/backend/generated/contract.ts';

/** `metres` as typed; `from` and `to` as `YYYY-MM-DD`; `enquiry` the one that is answered; each may be empty. */
export type Place = { typed: string; metres: string; ward: string; from: string; to: string; enquiry: string };

/** How far around a point is offered. */
export const distances = [50, 100, 250, 500, 1000, 2000] as const;
export const usual = '250';

const parts = ['typed', 'metres', 'ward', 'from', 'to', 'enquiry'] as const;

export function placeIn(address: Pick<URLSearchParams, 'get'>): Place {
	const place = { typed: '', metres: '', ward: '', from: '', to: '', enquiry: '' };
	for (const part of parts) place[part] = address.get(part) ?? '';
	return place;
}

export function addressOf(place: Partial<Place>): string {
	const address = new URLSearchParams();
	for (const part of parts) if (place[part]) address.set(part, place[part]);
	const query = address.toString();
	return query === '' ? '/answer' : `/answer?${query}`;
}

export function requestOf(place: Place): PlaceAsked {
	const said = (text: string) => (text.trim() === '' ? null : text.trim());
	return {
		typed: said(place.typed),
		metres: place.metres === '' ? null : Number(place.metres),
		ward: said(place.ward),
		from: said(place.from),
		to: said(place.to)
	};
}

/** The address at which an enquiry's page is made again. */
export function addressFor(enquiry: string, over: PlaceAsked): string {
	return addressOf({
		typed: over.typed ?? '',
		metres: over.metres === null ? '' : String(over.metres),
		ward: over.ward ?? '',
		from: over.from ?? '',
		to: over.to ?? '',
		enquiry
	});
}

/** The places of the register that what was typed may become. */
export function placesFor(typed: string, places: readonly string[], most = 6): string[] {
	const words = typed.toLowerCase().split(/\W+/).filter(Boolean);
	if (places.some((place) => place.toLowerCase() === typed.trim().toLowerCase())) return [];
	return places.filter((place) => words.every((word) => place.toLowerCase().includes(word))).slice(0, most);
}
