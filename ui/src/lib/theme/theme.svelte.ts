/** Day, night, or as the tablet says. Kept per tablet, so that it holds on the locked page too. */

export type Theme = 'day' | 'night';

const KEPT = 'patrolbook.theme';

class ThemeChoice {
	#chosen = $state<Theme | null>(null);
	#tabletIsDark = $state(false);

	constructor() {
		const dark = window.matchMedia('(prefers-color-scheme: dark)');
		this.#tabletIsDark = dark.matches;
		dark.addEventListener('change', (event) => (this.#tabletIsDark = event.matches));
		const kept = localStorage.getItem(KEPT);
		if (kept === 'day' || kept === 'night') this.choose(kept);
	}

	get shown(): Theme {
		return this.#chosen ?? (this.#tabletIsDark ? 'night' : 'day');
	}

	choose(theme: Theme | null) {
		this.#chosen = theme;
		if (theme === null) {
			localStorage.removeItem(KEPT);
			delete document.documentElement.dataset.theme;
		} else {
			localStorage.setItem(KEPT, theme);
			document.documentElement.dataset.theme = theme;
		}
	}

	turn() {
		this.choose(this.shown === 'night' ? 'day' : 'night');
	}
}

export const theme = new ThemeChoice();
