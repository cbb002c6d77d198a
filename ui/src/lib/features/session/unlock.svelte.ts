/** Unlocking: who, their PIN, and the seconds to wait after wrong ones. */
import { call, CallError } from '#lib/backend/index.ts';
import { sessionWords } from '#lib/words/session.ts';
import { session } from './session.svelte.ts';

const KEPT = 'patrolbook.last-person';

export class Unlocking {
	#chosen = $state(localStorage.getItem(KEPT));
	#refused = $state<string>();
	/** When each person may try again, on the page's clock. */
	#until = $state<Record<string, number>>({});
	#moment = $state(Date.now());
	pin = $state('');
	busy = $state(false);

	readonly people = $derived(session.status?.people ?? []);
	readonly person = $derived(this.people.find((one) => one.user === this.#chosen) ?? this.people[0]);

	/** Whole seconds left to wait; 0 = a PIN is taken. */
	readonly wait = $derived.by(() => {
		const until = this.person ? (this.#until[this.person.user] ?? 0) : 0;
		return Math.max(0, Math.ceil((until - this.#moment) / 1000));
	});

	readonly error = $derived(this.wait > 0 ? sessionWords.lock.wait(this.wait) : this.#refused);

	constructor() {
		$effect(() => {
			for (const one of this.people) this.#until[one.user] = Date.now() + one.wait_seconds * 1000;
			this.#moment = Date.now();
		});
		$effect(() => {
			if (this.wait === 0) return;
			const counting = setInterval(() => (this.#moment = Date.now()), 250);
			return () => clearInterval(counting);
		});
	}

	choose(user: string): void {
		this.#chosen = user;
		this.#refused = undefined;
		this.pin = '';
	}

	async unlock(pin: string): Promise<void> {
		const person = this.person;
		if (!person || this.busy || this.wait > 0) return;
		this.busy = true;
		this.#refused = undefined;
		try {
			session.take(await call('unlock', { user: person.user, pin }));
			localStorage.setItem(KEPT, person.user);
		} catch (thrown) {
			await session.load();
			// While a wait runs, the counting sentence says it; after it, that one can try again.
			this.#refused = this.wait > 0 ? sessionWords.lock.canTry : (thrown as CallError).message;
		} finally {
			this.pin = '';
			this.busy = false;
		}
	}
}
