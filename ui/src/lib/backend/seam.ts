/** What a page's host must offer. Two hosts do: the window (`tauri.ts`) and the loopback host for browsers (`http.ts`). */

import type { ErrorCode } from './generated/contract';

/** Rust's codes, and the one that means Rust was not reached. */
export type FailureCode = ErrorCode | 'unreachable';

/** A refusal in words a warden can act on. Pages branch on `code`, never on `message`. */
export class CallError extends Error {
	override readonly name = 'CallError';

	readonly code: FailureCode;
	/** The field of the request that the refusal is about, when there is one. */
	readonly field: string | undefined;

	constructor(code: FailureCode, message: string, field?: string) {
		super(message);
		this.code = code;
		this.field = field;
	}
}

export type PhotoSize = 'thumb' | 'full';

/** Headers sent beside a photo's bytes: lower-case names, ASCII values. */
export type PhotoHeaders = Readonly<Record<string, string>>;

/** How much of the book has been brought up to date while it is opened after an update. */
export type Anew = Readonly<{ done: number; of: number }>;

export interface Host {
	call(name: string, request: unknown): Promise<unknown>;
	putPhoto(bytes: Uint8Array<ArrayBuffer>, headers: PhotoHeaders): Promise<unknown>;
	photoUrl(id: string, size: PhotoSize): string;
	/** Calls `listener` whenever something that a page may be showing has changed, until the answer is called. */
	onChanged(listener: () => void): () => void;
	/** Calls `listener` whenever a file that is being written is further on, until the answer is called. */
	onExport(listener: () => void): () => void;
	/** Calls `listener` whenever more of the book has been brought up to date while it is opened, until the answer is called. */
	onOpening(listener: (far: Anew) => void): () => void;
}

/** Reads a refusal as Rust writes it; anything else is a fault of the host, reported as `unreachable`. */
export function asCallError(thrown: unknown): CallError {
	if (thrown instanceof CallError) return thrown;
	if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string' && 'message' in thrown) {
		const field = 'field' in thrown && typeof thrown.field === 'string' ? thrown.field : undefined;
		return new CallError(thrown.code as ErrorCode, String(thrown.message), field);
	}
	return new CallError('unreachable', thrown instanceof Error ? thrown.message : String(thrown));
}
