/**
 * The real programs, from `target/debug` or the folder that `PATROLBOOK_PROGRAMS` names. One that is kept running is ended
 * by its own handle, also when a test fails.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** The folder `ui`. */
export const UI = resolve(import.meta.dirname, '../..');
const PROGRAMS = resolve(UI, process.env.PATROLBOOK_PROGRAMS ?? '../target/debug');

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export type ProgramName = 'patrolbook' | 'patrolbook-server' | 'devhost' | 'medway';

const pathOf = (name: ProgramName) => resolve(PROGRAMS, name);

/** Runs a program to its end and gives what it printed; a failure is thrown with what it said. `input` is typed into it. */
export async function run(name: ProgramName, args: string[], env: Record<string, string> = {}, input = ''): Promise<string> {
	const running = promisify(execFile)(pathOf(name), args, { env: { ...process.env, ...env } });
	// A program that ends without reading breaks the pipe; what came of it is in its exit status.
	running.child.stdin?.on('error', () => undefined).end(input || undefined);
	return (await running).stdout;
}

/** A program that serves until it is stopped. */
export class Serving {
	readonly #child: ChildProcess;
	/** Its address, as it said it on its first line. */
	readonly url: string;

	private constructor(child: ChildProcess, url: string) {
		this.#child = child;
		this.url = url;
	}

	/** Starts it with its log in `log`; done when it says where it listens. */
	static async start(name: ProgramName, args: string[], log: string): Promise<Serving> {
		const file = openSync(log, 'a');
		const child = spawn(pathOf(name), args, { stdio: ['ignore', 'pipe', file] });
		closeSync(file);
		running.add(child);
		child.once('exit', () => running.delete(child));
		const failed = once(child, 'error').then(([error]) => Promise.reject(error));
		const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended at once: see ${log}`)));
		const said = once(createInterface({ input: child.stdout! }), 'line');
		const [line] = await Promise.race([said, failed, ended]);
		// From here on its end is ours.
		failed.catch(() => undefined);
		ended.catch(() => undefined);
		return new Serving(child, (JSON.parse(line) as { listening: string }).listening);
	}

	/** Ends it: asked to stop, or as a power cut would. */
	async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const ended = once(this.#child, 'exit');
		this.#child.kill(signal);
		await ended;
	}
}
