/** Someone at a tablet: finds what a person finds (a button by its words, a box by its label) and counts their taps. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { checkInWords } from '#lib/words/check-in.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { recordingWords } from '#lib/words/recording.ts';
import { sessionWords } from '#lib/words/session.ts';
import type { Person } from '../world/office.ts';
import type { Tablet } from '../world/tablet.ts';
import { Watch } from './watch.ts';

export class Warden {
	readonly page: Page;
	readonly tablet: Tablet;
	readonly #watch: Watch;
	/** How often the glass was touched. */
	taps = 0;

	constructor(page: Page, tablet: Tablet) {
		this.page = page;
		this.tablet = tablet;
		this.#watch = new Watch(page, () => tablet.url);
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.tablet.url + path);
		await this.page.locator('h1').first().waitFor();
	}

	/** Waits for the page of that title. */
	async arrive(title: string | RegExp): Promise<void> {
		await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
	}

	/** Waits until that stands on the page. */
	async reads(text: string | RegExp): Promise<void> {
		await this.page.getByText(text).filter({ visible: true }).first().waitFor();
	}

	button(name: string | RegExp): Locator {
		return this.page.getByRole('button', { name });
	}

	link(name: string | RegExp): Locator {
		return this.page.getByRole('link', { name });
	}

	field(label: string | RegExp): Locator {
		return this.page.getByLabel(label);
	}

	async tap(what: Locator): Promise<void> {
		await what.tap();
		this.taps += 1;
	}

	async unlock(person: Person): Promise<void> {
		await this.page.getByLabel(sessionWords.lock.pinFor(person.name)).waitFor();
		await this.page.keyboard.type(person.pin);
		await this.arrive(person.role === 'leader' ? 'Review' : patrolWords.today.title);
	}

	/** Serves the tablet anew, as it was so many minutes ago, and unlocks it. */
	async backTo(minutesAgo: number, person: Person): Promise<void> {
		await this.page.goto('about:blank');
		await this.tablet.end();
		await this.tablet.serve(minutesAgo);
		await this.go('/');
		await this.unlock(person);
	}

	/** Starts a patrol on foot, alone or with somebody, in an area of that name. */
	async startPatrol(area = 'Great Lines', beside: string = patrolWords.start.alone): Promise<void> {
		const said = patrolWords.start;
		await this.go('/patrol/start');
		await this.button(patrolWords.mode.foot).click();
		// A book that knows no area yet asks for its name at once.
		const another = this.button(said.anotherArea);
		const typed = this.page.locator('input#area, input#area-name');
		await another.or(typed).first().waitFor();
		if (await another.isVisible()) await another.click();
		await typed.fill(area);
		await this.page.getByRole('checkbox', { name: beside }).check();
		if (beside === patrolWords.start.alone) await this.checksIn(checkInWords.never);
		await this.button(/^Start at/).click();
		await this.button(patrolWords.patrol.end).waitFor();
	}

	/** Alone: says how often they check in, unless it is what was chosen last. */
	async checksIn(every: string): Promise<void> {
		const chip = this.button(every);
		if ((await chip.getAttribute('aria-pressed')) !== 'true') await chip.click();
	}

	/** Opens a new form of a kind. */
	async begin(kind: string): Promise<void> {
		await this.go(`/record/${kind}`);
		await this.saveButton.waitFor();
	}

	get saveButton(): Locator {
		return this.button(/^Save on page/);
	}

	/** Records one needle on the patrol and comes back to it. */
	async recordNeedle(): Promise<void> {
		await this.begin('drug_litter');
		await this.button(/^Loose needles, add one/).click();
		await this.reads('1 item');
		await this.placed();
		await this.saveButton.click();
		await this.reads(/Page \d+ is on this tablet/);
	}

	/** Waits until the form has its place. */
	async placed(): Promise<void> {
		await this.reads(/TQ \d{5} \d{5}/);
	}

	/** A photo of the form that is kept, and not just on its way. */
	photo(number: number): Locator {
		return this.button(new RegExp(`^Photo ${number}, (?!${recordingWords.photos.keeping})`));
	}

	/** Uses a typed place. */
	async typePlace(text: string): Promise<void> {
		await this.page.getByRole('button', { name: /^Change.*the place/ }).click();
		await this.field(recordingWords.place.typed).fill(text);
		await this.button(recordingWords.place.use).click();
		await this.page.getByRole('dialog').waitFor({ state: 'hidden' });
	}

	/** Sends and fetches by hand and waits for what came of it. */
	async sync(): Promise<void> {
		await this.go('/arrived');
		await this.button('Sync now').click();
		await this.reads(/^(Everything (on this tablet|but .*) has arrived|The council office was reached)/);
	}

	/** Fails if anything happened that a page must never do. */
	isQuiet(): void {
		assert.deepEqual(this.#watch.take(), [], 'the page should show no dialog, no error, and ask nobody but its tablet');
	}

	async leave(): Promise<void> {
		await this.page.context().close();
	}
}
