/**
 * The check-in on the page: how long until it is due, the reminder, and "I'm fine". Rust judges what is due and missed; the page
 * only asks again when that time has come, and goes on asking while nobody answers.
 */
import { call, type CallError } from '#lib/backend/index.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import { Alarm } from './alarm.ts';

const TICK_MS = 1_000;
/** How often Rust is asked while a check-in is overdue. */
const ASK_MS = 20_000;
/** And how often the reminder sounds. */
const SOUND_MS = 4_000;

class Watching {
	#now = $state(new Date());
	busy = $state(false);
	refusal = $state.raw<CallError>();

	readonly current = $derived.by(() => session.status?.check_in ?? null);
	readonly overdue = $derived.by(() => this.current !== null && this.current.state !== 'running');
	readonly minutesLeft = $derived.by(() =>
		this.current ? Math.max(0, Math.floor((Date.parse(this.current.due_at) - this.#now.getTime()) / 60_000)) : 0
	);

	/** Watches the clock, until the returned function is called. */
	follow(): () => void {
		const alarm = new Alarm();
		let asked = 0;
		let sounded = 0;
		const tick = () => {
			if (!this.current) return;
			this.#now = session.now();
			const at = this.#now.getTime();
			const limit = { running: this.current.due_at, due: this.current.missed_at }[this.current.state];
			const over = limit !== undefined && at >= Date.parse(limit);
			if ((over && at - asked >= TICK_MS) || (this.overdue && at - asked >= ASK_MS)) {
				asked = at;
				void session.load();
			}
			if (this.overdue && at - sounded >= SOUND_MS) {
				sounded = at;
				alarm.sound();
			}
		};
		const ticking = setInterval(tick, TICK_MS);
		return () => {
			clearInterval(ticking);
			alarm.end();
		};
	}

	/** One tap, with or without a PIN. */
	async fine(): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.refusal = undefined;
		try {
			session.take(await call('im_fine', {}));
			this.#now = session.now();
		} catch (thrown) {
			this.refusal = thrown as CallError;
		} finally {
			this.busy = false;
		}
	}
}

export const watching = new Watching();
