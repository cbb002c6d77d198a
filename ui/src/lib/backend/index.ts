/** The only door from the pages to Rust. A command's name decides the types of its request and its response. */
import { isTauri } from '@tauri-apps/api/core';
import type { Commands } from './generated/contract';
import { http } from './http';
import type { Host, PhotoHeaders, PhotoSize } from './seam';
import { tauri } from './tauri';

export { CallError } from './seam';
export type { PhotoHeaders, PhotoSize } from './seam';

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

/**
 * Hands a photo's bytes over, as the camera made them; Rust checks, hashes, scales and strips them.
 * @throws {CallError} when they are refused.
 */
export async function putPhoto(photo: Blob, headers: PhotoHeaders): Promise<unknown> {
	const bytes = new Uint8Array(await photo.arrayBuffer());
	return host.putPhoto(bytes, { 'content-type': photo.type || 'application/octet-stream', ...headers });
}

/** The address at which an `<img>` finds a photo. */
export function photoUrl(id: string, size: PhotoSize): string {
	return host.photoUrl(id, size);
}
