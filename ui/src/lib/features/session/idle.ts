/** Tells when nobody has touched the tablet for a while, and now and then that somebody does. */

const CHECK_MS = 5_000;
/** Rust locks by itself, too: it is told of touches that no command shows, but not of each. */
const TELL_MS = 30_000;
const touches = ['pointerdown', 'keydown', 'wheel'] as const;

/** Calls `idle` once no touch came for `minutes()`, and `inUse` while they come; stops when the returned function is called. */
export function whenIdle(minutes: () => number, idle: () => void, inUse: () => void): () => void {
	let touched = Date.now();
	let told = 0;
	const touch = () => {
		touched = Date.now();
		if (touched - told < TELL_MS) return;
		told = touched;
		inUse();
	};
	const check = () => {
		if (Date.now() - touched >= minutes() * 60_000) {
			touched = Date.now();
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
