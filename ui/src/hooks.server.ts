/** Only the build runs this: the one page that it writes asks for its fonts before its script does. */
import type { Handle } from '@sveltejs/kit/hooks';

export const handle: Handle = ({ event, resolve }) =>
	resolve(event, { preload: ({ type, path }) => type !== 'font' || !path.includes('latin-ext') });
