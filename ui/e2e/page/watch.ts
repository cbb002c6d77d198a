/** Listens to a page for what must never happen: a dialog, an error, a request to anyone but the tablet. */
import type { Page } from 'playwright-core';

/** A refusal is an answer of the tablet, which the browser nevertheless writes to its console. */
const REFUSAL = /^Failed to load resource: the server responded with a status of 422/;

export class Watch {
	readonly #seen: string[] = [];

	constructor(page: Page, own: () => string) {
		const note = (what: string) => void this.#seen.push(what);
		page.on('dialog', (dialog) => {
			note(`a dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on('pageerror', (error) => note(`an error of the page: ${error.message}`));
		page.on('console', (message) => {
			if (message.type() === 'error' && !REFUSAL.test(message.text())) note(`an error on the console: ${message.text()}`);
		});
		page.on('request', (request) => {
			const { protocol, origin } = new URL(request.url());
			if (protocol.startsWith('http') && origin !== own()) note(`a request to ${request.url()}`);
		});
	}

	/** What happened since the last time it was asked. */
	take(): string[] {
		return this.#seen.splice(0);
	}
}
