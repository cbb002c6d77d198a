/** One place of a round, as its bar draws it. */
export type Stop = {
	name: string;
	state: 'clear' | 'found' | 'next' | 'open';
	finds?: number;
};
