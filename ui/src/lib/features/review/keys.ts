/** The leader's single keys. Each has a button too; none acts while something is typed or a dialog is open.
 * Escape leaves a list of choices, so that they act again. */

const typing = 'input:not([type="checkbox"]), textarea, select, dialog';

/** A handler for `keydown` that runs what a key means. */
export function keyed(meanings: Readonly<Record<string, () => void>>): (event: KeyboardEvent) => void {
	return (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const at = event.target;
		if (at instanceof HTMLSelectElement && event.key === 'Escape') at.blur();
		if (at instanceof Element && at.closest(typing)) return;
		if (document.querySelector('dialog[open]')) return;
		const meaning = Object.hasOwn(meanings, event.key.toLowerCase()) ? meanings[event.key.toLowerCase()] : undefined;
		if (!meaning) return;
		event.preventDefault();
		meaning();
	};
}

/** The item after (or before) the one with this id; the first if there is none. */
export function stepped<Item extends { id: string }>(items: readonly Item[], id: string | null, by: 1 | -1): Item | undefined {
	const at = items.findIndex((item) => item.id === id);
	if (at === -1) return items[0];
	return items[Math.min(items.length - 1, Math.max(0, at + by))];
}
