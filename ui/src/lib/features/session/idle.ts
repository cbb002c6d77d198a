/** Tells when nobody has touched the tablet for a while. */

const CHECK_MS = 5_000;
const touches = ['pointerdown', 'keydown', 'wheel'] as const;

/** Calls `idle` once no touch came for `minutes()`; stops when the returned function is called. */
export function whenIdle(minutes: () => number, idle: () => void): () => void {
	let touched = Date.now();
	const touch = () => (touched = Date.now());
	const check = () => {
		if (Date.now() - touched >= minutes() * 60_000) {
			touch();
			idle();
		}
	};
	for (const kind of touches) addEventListener(kind, touch, { passive: true, capture: true });
	// A tablet that slept finds out as soon as it is looked at.
	document.addEventListener('visibilitychange', check);
	const checking = setInterval(check, CHECK_MS);
	return () => {
		for (const kind of touches) removeEventListener(kind, touch, { capture: true });
		document.removeEventListener('visibilitychange', check);
		clearInterval(checking);
	};
}
