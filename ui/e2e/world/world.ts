/** One council office, its tablets and a browser, made for one file of tests and gone after it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { Office, type Person } from './office.ts';
import { Tablet } from './tablet.ts';
import { Warden } from '../page/warden.ts';

const TALL = { width: 800, height: 1280 };
/** Where the fake location lies: within ten metres, so that the page stops looking at once. */
const HERE = { latitude: 51.3842, longitude: 0.5242, accuracy: 6 };

export class World {
	readonly #folder = mkdtempSync(join(tmpdir(), 'patrolbook-pages-'));
	readonly #tablets: Tablet[] = [];
	#office!: Office;
	#browser!: Browser;

	static async open(): Promise<World> {
		const world = new World();
		try {
			world.#office = await Office.open(world.folder('office'));
			world.#browser = await chromium.launch({
				executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
				// A container's own /dev/shm is small, and its root cannot have a sandbox.
				args: ['--no-sandbox', '--disable-dev-shm-usage', '--hide-scrollbars']
			});
			return world;
		} catch (error) {
			await world.close();
			throw error;
		}
	}

	get office(): Office {
		return this.#office;
	}

	/** A folder of this world. */
	folder(name: string): string {
		const folder = join(this.#folder, name);
		mkdirSync(folder, { recursive: true });
		return folder;
	}

	/** A tablet that nobody has set up, not yet served. */
	newTablet(): Tablet {
		const tablet = new Tablet(this.folder(`tablet-${this.#tablets.length + 1}`));
		this.#tablets.push(tablet);
		return tablet;
	}

	/** An enrolled tablet, served; with `findings`, after some weeks of use. */
	async tabletOf(person: Person, { findings = false } = {}): Promise<Tablet> {
		const tablet = this.newTablet();
		await tablet.enrol(this.office, person);
		if (findings) await tablet.recordFindings();
		await tablet.serve();
		return tablet;
	}

	/** Someone in front of a tablet's pages. */
	async at(tablet: Tablet, options: BrowserContextOptions = {}): Promise<Warden> {
		const context = await this.#browser.newContext({
			viewport: TALL,
			hasTouch: true,
			locale: 'en-GB',
			timezoneId: 'Europe/London',
			reducedMotion: 'reduce',
			geolocation: HERE,
			permissions: ['geolocation'],
			...options
		});
		context.setDefaultTimeout(15_000);
		const warden = new Warden(await context.newPage(), tablet);
		await warden.go('/');
		return warden;
	}

	/** Someone who has unlocked their own new tablet. */
	async unlocked(person: Person, options: { findings?: boolean } & BrowserContextOptions = {}): Promise<Warden> {
		const { findings, ...context } = options;
		const warden = await this.at(await this.tabletOf(person, { findings }), context);
		await warden.unlock(person);
		return warden;
	}

	async close(): Promise<void> {
		await this.#browser?.close();
		for (const tablet of this.#tablets) await tablet.end();
		await this.#office?.end();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
