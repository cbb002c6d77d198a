/** The three promises, least safe first. */
export type Whereabouts = 'tablet' | 'arrived' | 'backed_up';

/** How many of the three bars are filled. */
export const barsOf: Readonly<Record<Whereabouts, number>> = { tablet: 1, arrived: 2, backed_up: 3 };
