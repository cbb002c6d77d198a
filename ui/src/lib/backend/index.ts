/** The only door from the pages to Rust. A command's name decides the types of its request and its response. */
import { isTauri } from '@tauri-apps/api/core';
import type { Commands, Form, Status } from './generated/contract';
import { http } from './http';
import type { Anew, Host, PhotoHeaders, PhotoSize } from './seam';
import { tauri } from './tauri';

export { CallError } from './seam';
export type { Anew, FailureCode, PhotoSize } from './seam';

export type CommandName = keyof Commands;

const host: Host = isTauri() ? tauri : http;

/**
 * Runs one command.
 * @throws {CallError} with Rust's code, words and field; code `unreachable` when the host gives no answer.
 */
export async function call<N extends CommandName>(
	name: N,
	request: Commands[N]['request']
): Promise<Commands[N]['response']> {
	return (await host.call(String(name), request)) as Commands[N]['response'];
}

/** What belongs to a photo besides its bytes. */
export type PhotoMeta = {
	/** The draft that it is added to. */
	draft: string;
	/** The kind's slot, such as "Front, plate"; null for any photo. */
	slot: string | null;
	/** RFC 3339, as the camera's file says. */
	takenAt: string | null;
	/** RFC 3339: photos stand in this order, whichever is kept first. */
	pickedAt: string;
};

/**
 * Adds a photo to a draft, with its bytes as the camera made them; Rust checks, hashes, scales and strips them.
 * @throws {CallError} when it is refused, or when no answer comes.
 */
export async function putPhoto(photo: Blob, meta: PhotoMeta): Promise<Form> {
	const headers: PhotoHeaders = {
		'content-type': photo.type || 'application/octet-stream',
		'x-draft': meta.draft,
		'x-picked-at': meta.pickedAt,
		...(meta.slot !== null && { 'x-slot': meta.slot }),
		...(meta.takenAt !== null && { 'x-taken-at': meta.takenAt })
	};
	return (await host.putPhoto(new Uint8Array(await photo.arrayBuffer()), headers)) as Form;
}

/** The address at which an `<img>` finds a photo. */
export function photoUrl(id: string, size: PhotoSize): string {
	return host.photoUrl(id, size);
}

/** Calls `listener` whenever something that a page may be showing has changed, until the answer is called. */
export function onChanged(listener: () => void): () => void {
	return host.onChanged(listener);
}

/** Calls `listener` whenever a file that is being written is further on, until the answer is called. */
export function onExport(listener: () => void): () => void {
	return host.onExport(listener);
}

/** Calls `listener` whenever more of the book has been brought up to date while it is opened, until the answer is called. */
export function onOpening(listener: (far: Anew) => void): () => void {
	return host.onOpening(listener);
}

/** How the tablet stands: the window has asked before any script of the page was read, else it is asked for now. */
export async function statusAtStart(): Promise<Status> {
	return (await (window as { patrolbookStatus?: Promise<Status | undefined> }).patrolbookStatus) ?? call('status', {});
}
