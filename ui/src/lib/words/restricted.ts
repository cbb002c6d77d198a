/** What the figures of the restricted part say. */
import { titles } from './titles.ts';

export const restrictedWords = {
	title: titles.restricted,
	second: (asAt: string) => `Data as at ${asAt}`,
	kept: 'For the safeguarding lead alone',
	keptText: 'These are counted on this tablet from what only you can read. They stand in no report, no sheet and no file. Where they are few, a number alone can tell who is meant.',
	list: (label: string) => `Findings: ${label}`,
	show: 'Show the findings',
	shown: 'Findings shown below',
	none: 'Nothing in this period',
	noneText: 'Choose another period above. What is recorded later is counted as soon as it arrives.'
} as const;
