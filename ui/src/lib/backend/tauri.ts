/** The window's host: one command `call`, raw bytes by `put_photo`, photos by the `photo` scheme. */
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asCallError, type Host } from './seam';

async function asked<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (thrown) {
		throw asCallError(thrown);
	}
}

/** What the app calls the progress of a file. */
const EXPORT = 'export';

/** Calls `listener` with the app's name of each change. */
function heard(listener: (what: string) => void): () => void {
	const listening = listen<string>('patrolbook://changed', ({ payload }) => listener(payload));
	return () => void listening.then((stop) => stop());
}

export const tauri: Host = {
	call: (name, request) => asked(invoke('call', { name, request })),
	putPhoto: (bytes, headers) => asked(invoke('put_photo', bytes, { headers })),
	// Windows and Android serve the scheme at http://photo.localhost, so the address is always built here.
	photoUrl: (id, size) => `${convertFileSrc(id, 'photo')}?size=${size}`,
	onChanged: (listener) => heard((what) => what !== EXPORT && listener()),
	onExport: (listener) => heard((what) => what === EXPORT && listener())
};
