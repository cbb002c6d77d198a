/** A council office of the demo, with one team: `patrolbook-server` on a free port of this computer. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, Serving } from './program.ts';

const TEAM = 'Chatham and Rochester';

export type Role = 'warden' | 'leader';

/** Somebody of the demo. */
export type Person = { name: string; role: Role; pin: string };

export const WARDEN_A: Person = { name: 'Demo warden A', role: 'warden', pin: '135790' };
export const WARDEN_B: Person = { name: 'Demo warden B', role: 'warden', pin: '864209' };
export const LEADER: Person = { name: 'Demo leader', role: 'leader', pin: '246813' };

export class Office {
	readonly #folder: string;
	/** Files that lie where folders of photos belong. */
	readonly #inTheWay: string[] = [];
	#serving: Serving | undefined;
	/** Catalogues so far. */
	#published = 0;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** Sets it up with its team and people, and serves. */
	static async open(folder: string): Promise<Office> {
		const office = new Office(folder);
		await office.#server('init', '--demo', '--council', 'Demo council', '--archive', join(folder, 'archive'));
		await office.#server('team', 'add', TEAM);
		for (const { name, role } of [WARDEN_A, WARDEN_B, LEADER]) await office.#server('user', 'add', name, '--role', role);
		await office.serve();
		return office;
	}

	/** Serves; after an end, where it did before, as the tablets know it. `as` says what is otherwise, such as `--dvla-address`. */
	async serve(...as: string[]): Promise<void> {
		const listen = this.#serving ? new URL(this.url).host : '127.0.0.1:0';
		const args = ['--data', join(this.#folder, 'data'), 'serve', '--listen', listen, ...as];
		this.#serving = await Serving.start('patrolbook-server', args, join(this.#folder, 'office.log'));
	}

	get url(): string {
		return this.#serving!.url;
	}

	/** A one-time code. */
	async code(person: Person): Promise<string> {
		const answer = await this.#server('device', 'code', '--team', TEAM, '--user', person.name, '--json');
		return (JSON.parse(answer) as { code: string }).code;
	}

	/** Lets somebody of the team show this password. */
	async password(person: Person, password: string): Promise<void> {
		await this.#server('user', 'team', person.name, '--team', TEAM);
		await run('patrolbook-server', ['--data', join(this.#folder, 'data'), 'user', 'password', person.name, '--password-stdin'], {}, password);
	}

	/** Makes somebody a safeguarding lead. */
	async safeguarding(person: Person): Promise<void> {
		await this.#server('user', 'safeguarding', person.name, '--on');
	}

	/** Withdraws a tablet, by the short code of its book. */
	async withdraw(code: string): Promise<void> {
		await this.#server('device', 'withdraw', code);
	}

	/** Has no room for a photo: in place of the folder of its first byte lies a file. Not so if others are in there. */
	refusesPhoto(sha256: string): boolean {
		const file = join(this.#folder, 'data', 'photos', sha256.slice(0, 2));
		try {
			writeFileSync(file, '', { flag: 'wx' });
			this.#inTheWay.push(file);
			return true;
		} catch {
			return false;
		}
	}

	/** Has room again for what it refused. */
	takesPhotos(): void {
		for (const file of this.#inTheWay.splice(0)) rmSync(file);
	}

	/** Publishes the catalogue in use with other order areas. */
	async publishAreas(features: readonly object[]): Promise<void> {
		const folder = join(this.#folder, `kinds-${++this.#published}`);
		await this.#server('catalogue', 'export', folder);
		const common = join(folder, 'common.toml');
		const raised = readFileSync(common, 'utf8').replace(/^version = (\d+)$/m, (_, version: string) => `version = ${Number(version) + 1}`);
		writeFileSync(common, raised);
		writeFileSync(join(folder, 'order_areas.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
		await this.#server('catalogue', 'publish', folder);
	}

	/** Brings in the Medway year: a council's year whose figures are known. */
	async bringMedwayYear(leader: Person): Promise<void> {
		await run('medway', ['--into', join(this.#folder, 'data'), '--team', TEAM, '--by', leader.name]);
	}

	/** What it holds. */
	async summary(): Promise<{ patrols: number; findings: number; photos: number }> {
		return JSON.parse(await this.#server('summary', '--json'));
	}

	/** Makes its second copy now. */
	async backUp(): Promise<void> {
		await this.#server('backup');
	}

	async end(): Promise<void> {
		await this.#serving?.end();
	}

	#server(...args: string[]): Promise<string> {
		return run('patrolbook-server', ['--data', join(this.#folder, 'data'), ...args]);
	}
}
