/** The tablet's location: the best reading of at most ten seconds, each better one told as it comes. */
import type { DeviceReading } from '#lib/backend/generated/contract.ts';

const MOST_MS = 10_000;
/** Good enough to stop listening, in metres. */
const GOOD_M = 10;

export type Outcome = 'found' | 'none' | 'denied';

/** Where readings come from. */
export type Sources = {
	/** A receiver of the device, as Rust reads it: one reading, or a refusal. */
	receiver: () => Promise<DeviceReading>;
	/** That of the web view, where it has one. */
	webView?: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | undefined;
};

export type LocatorHooks = {
	reading(reading: DeviceReading): void;
	over(outcome: Outcome): void;
};

/**
 * Begins to listen, to the web view and to a receiver of the device at once; the returned function ends it without a
 * further word. It is over when one of them is good enough, when neither has more to say, or after ten seconds.
 */
export function listen({ receiver, webView }: Sources, { reading, over }: LocatorHooks): () => void {
	let best = Infinity;
	let ended = false;
	const speaking = new Set(['receiver', 'web view']);
	let listening: number | undefined;

	function stop() {
		ended = true;
		clearTimeout(timer);
		if (listening !== undefined) webView?.clearWatch(listening);
	}
	function end(outcome: Outcome) {
		if (ended) return;
		stop();
		over(outcome);
	}
	function take(next: DeviceReading) {
		if (ended || next.accuracy_m >= best) return;
		best = next.accuracy_m;
		reading(next);
		if (best <= GOOD_M) end('found');
	}
	/** One of the two has no more to say. */
	function silent(which: 'receiver' | 'web view') {
		speaking.delete(which);
		if (speaking.size === 0) end(best < Infinity ? 'found' : 'denied');
	}

	const timer = setTimeout(() => end(best < Infinity ? 'found' : 'none'), MOST_MS);
	receiver().then(take, () => undefined).finally(() => silent('receiver'));
	if (webView) {
		listening = webView.watchPosition(
			({ coords }) => take({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
			(error) => {
				if (error.code !== error.TIMEOUT) silent('web view');
			},
			{ enableHighAccuracy: true, timeout: MOST_MS, maximumAge: 5_000 }
		);
	} else {
		silent('web view');
	}
	return stop;
}
