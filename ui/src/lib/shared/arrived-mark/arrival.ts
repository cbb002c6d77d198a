/** The three promises, least safe first, as Rust names them. */

/** How many of the three bars are filled. */
export const barsOf = { on_this_tablet: 1, arrived: 2, backed_up: 3 } as const;

export type Arrival = keyof typeof barsOf;

/** A name that is not known is shown as the least safe: nothing is said to be safe by mistake. */
export function arrivalNamed(name: string): Arrival {
	return Object.hasOwn(barsOf, name) ? (name as Arrival) : 'on_this_tablet';
}
