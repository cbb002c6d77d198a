/** The words of order areas. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const areaWords = {
	wards: 'Wards',
	taskForces: 'Task-force areas',
	title: titles.areas,
	second: 'Where an order forbids something, and how long it holds. Your council publishes them with the kinds of finding.',
	none: 'Your council has published no order areas',
	noneText: 'They come with the council’s catalogue: the file order_areas.geojson, by `patrolbook-server catalogue publish`.',
	forbids: 'Forbids',
	exempt: 'Does not apply to',
	holds: 'Holds',
	findings: (n: number, capped: boolean) =>
		`${capped ? `${n.toLocaleString('en-GB')} and more findings` : plural(n, 'finding', 'findings')} inside in the last 12 months`,
	list: 'Areas',
	ending: (n: number) => (n === 1 ? 'An order area needs a look' : `${n} order areas need a look`)
} as const;
