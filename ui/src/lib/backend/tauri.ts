/** The window's host: one command `call`, raw bytes by `put_photo`, photos by the `photo` scheme. */
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { type Anew, asCallError, type Host } from './seam';

async function asked<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (thrown) {
		throw asCallError(thrown);
	}
}

/** What the app calls the progress of a file. */
const EXPORT = 'export';

/** Calls `listener` with what comes with each of the window's events of a name. */
function heard<Payload>(event: string, listener: (what: Payload) => void): () => void {
	const listening = listen<Payload>(`patrolbook://${event}`, ({ payload }) => listener(payload));
	return () => void listening.then((stop) => stop());
}

export const tauri: Host = {
	call: (name, request) => asked(invoke('call', { name, request })),
	putPhoto: (bytes, headers) => asked(invoke('put_photo', bytes, { headers })),
	// Windows and Android serve the scheme at http://photo.localhost, so the address is always built here.
	photoUrl: (id, size) => `${convertFileSrc(id, 'photo')}?size=${size}`,
	onChanged: (listener) => heard<string>('changed', (what) => what !== EXPORT && listener()),
	onExport: (listener) => heard<string>('changed', (what) => what === EXPORT && listener()),
	onOpening: (listener) => heard<Anew>('opening', listener)
};
