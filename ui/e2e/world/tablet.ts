/** A tablet: a folder with its book, used by commands without a window and then served to a browser by `devhost`. */
import { join } from 'node:path';
import { run, Serving, UI } from './program.ts';
import type { Office, Person } from './office.ts';

export class Tablet {
	readonly #folder: string;
	#host: Serving | undefined;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Enrols it without a page. Only while it is not served: a book has one writer. */
	async enrol(office: Office, person: Person): Promise<void> {
		const args = ['enrol', '--office', office.url, '--code', await office.code(person)];
		await this.#app(args, { PATROLBOOK_PIN: person.pin });
	}

	/** Records some weeks of demo findings (for a leader: panels) and sends them. */
	async recordFindings(): Promise<void> {
		await this.#app(['sync']);
		await this.#app(['demo-findings']);
		await this.#app(['sync']);
	}

	/** Serves it at a free port; with its clock so many minutes back, it reaches no council office. With `as`, as if something
	 * were otherwise: `--mobile`, `--days-later 9`. */
	async serve(minutesAgo = 0, ...as: string[]): Promise<void> {
		const folders = ['--data-dir', join(this.#folder, 'book'), '--ui', join(UI, 'build')];
		const args = ['--minutes-ago', String(minutesAgo), ...folders, ...as];
		this.#host = await Serving.start('devhost', args, join(this.#folder, 'host.log'));
	}

	/** Where its pages are. */
	get url(): string {
		return this.#host!.url;
	}

	/** Ends it as a power cut would. */
	async cut(): Promise<void> {
		await this.#host?.end('SIGKILL');
	}

	async end(): Promise<void> {
		await this.#host?.end();
	}

	#app(args: string[], env: Record<string, string> = {}): Promise<string> {
		return run('patrolbook', ['--data-dir', join(this.#folder, 'book'), ...args], env);
	}
}
