/** The tablet's location: a receiver that Rust asks, and the web view's. */
import { call } from '#lib/backend/index.ts';
import { listen, type LocatorHooks } from './listening.ts';

/** Begins to listen; see `listening.ts`. */
export function locate(hooks: LocatorHooks): () => void {
	const webView = 'geolocation' in navigator ? navigator.geolocation : undefined;
	return listen({ receiver: () => call('locate', {}), webView }, hooks);
}
