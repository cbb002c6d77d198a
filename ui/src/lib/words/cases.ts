/** What cases say: their list, their story, and to which a finding belongs. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const caseWords = {
	title: titles.cases,
	second: (open: number, late: number) =>
		late > 0 ? `${plural(open, 'open case', 'open cases')}, the review of ${late} has run out` : plural(open, 'open case', 'open cases'),
	openCase: 'Open a case',
	open: 'Open, the review that is due first on top',
	openShort: 'Open',
	closed: 'Closed',
	none: 'No open cases',
	noneText: 'A case gathers findings of several days or places, and tells what was done and what came of it. A team leader opens one.',
	noneClosed: 'No case was closed yet.',
	findings: (n: number) => plural(n, 'finding', 'findings'),
	lead: (name: string) => `${name} leads`,
	/** On a finding's page. */
	belongs: 'Belongs to a case',
	noCases: 'To none yet.',
	put: 'Put into a case',
	which: 'Which case?',
	choose: 'Choose a case',
	chooseMissing: 'Select the case',
	putExplained: 'It keeps its own page and states, and stands on the page of the case too.',
	wasPut: 'The finding was put into the case.',
	take: 'Take out',
	takeOut: (name: string) => `Take out of ${name}`,
	wasTaken: 'The finding was taken out of the case.',
	/** On a case's page. */
	its: (n: number) => `Findings of this case: ${n}`,
	noFindings: 'No finding is in it yet. Put one in from the finding’s page, or where it is finished.',
	photos: (name: string) => `Photos: ${name}`,
	story: 'What was done, and what came of it',
	noStory: 'Nothing was told yet.',
	tell: 'Add to the story',
	there: 'There:',
	moved: 'Moved',
	correct: 'Open this note',
	/** In a search. */
	found: 'Cases'
} as const;
