/** How a registration mark is spaced while it is typed. Nothing is refused or left out: a warden saves what stands on the plate. */

/** Upper case, and one space where a mark of the present or the prefix pattern has it; anything else as typed. */
export function spaced(typed: string): string {
	const upper = typed.toUpperCase().replace(/\s+/g, ' ').trimStart();
	const close = upper.replace(/ /g, '');
	const present = /^([A-Z]{2}\d{2})([A-Z]{1,3})$/.exec(close);
	const prefix = /^([A-Z]\d{1,3})([A-Z]{3})$/.exec(close);
	const parts = present ?? prefix;
	return parts ? `${parts[1]} ${parts[2]}` : upper;
}
