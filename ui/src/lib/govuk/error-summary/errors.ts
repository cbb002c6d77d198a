/** One problem with one field, as the summary lists it and the field repeats it in the same words. */
export type FieldError = {
	text: string;
	/** The id of the input, or of the first input of a group. */
	field: string;
};

/**
 * Scrolls to what names the field, then focuses it. Focusing alone would leave the question above the top of the
 * screen, where a screen magnifier or a small tablet does not show it.
 */
export function goToField(id: string): void {
	const input = document.getElementById(id);
	if (!input) return;
	const named = input.closest('fieldset')?.querySelector('legend') ?? document.querySelector(`label[for="${CSS.escape(id)}"]`);
	(named ?? input).scrollIntoView();
	input.focus({ preventScroll: true });
}
