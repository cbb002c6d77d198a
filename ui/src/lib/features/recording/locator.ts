/** The tablet's location: the best reading of at most ten seconds, each better one told as it comes. */
import type { DeviceReading } from '#lib/backend/generated/contract.ts';

const MOST_MS = 10_000;
/** Good enough to stop listening, in metres. */
const GOOD_M = 10;

export type Outcome = 'found' | 'none' | 'denied';

export type LocatorHooks = {
	reading(reading: DeviceReading): void;
	over(outcome: Outcome): void;
};

/** Begins to listen; the returned function ends it without a further word. */
export function locate({ reading, over }: LocatorHooks): () => void {
	if (!('geolocation' in navigator)) {
		over('denied');
		return () => undefined;
	}
	let best = Infinity;
	let ended = false;
	let listening: number | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function stop() {
		ended = true;
		clearTimeout(timer);
		if (listening !== undefined) navigator.geolocation.clearWatch(listening);
	}
	function end(outcome: Outcome) {
		if (ended) return;
		stop();
		over(outcome);
	}

	timer = setTimeout(() => end(best < Infinity ? 'found' : 'none'), MOST_MS);
	listening = navigator.geolocation.watchPosition(
		({ coords }) => {
			if (ended || coords.accuracy >= best) return;
			best = coords.accuracy;
			reading({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy });
			if (best <= GOOD_M) end('found');
		},
		(error) => {
			if (error.code === error.PERMISSION_DENIED) end('denied');
		},
		{ enableHighAccuracy: true, timeout: MOST_MS, maximumAge: 5_000 }
	);
	return stop;
}
