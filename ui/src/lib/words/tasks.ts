/** What tasks say: on Today, on the leader's page of them, and on a task's own page. */
import { plural } from './plural.ts';
import { titles } from './titles.ts';

export const taskWords = {
	title: titles.tasks,
	/** On Today. */
	forYou: (n: number) => `For you: ${n}`,
	note: 'Note a task for yourself',
	give: 'Give a task',
	giveAs: 'Give as a task',
	about: 'Tasks about this finding',
	second: (open: number, late: number) =>
		late > 0 ? `${plural(open, 'open task', 'open tasks')}, ${late} of them run out` : plural(open, 'open task', 'open tasks'),
	warden: 'Whose tasks',
	everyone: (open: number) => `Everyone (${open})`,
	oneWarden: (name: string, open: number, late: number) => `${name} (${open}${late > 0 ? `, ${late} run out` : ''})`,
	open: 'Open, what is due first on top',
	openShort: 'Open',
	done: 'Done lately, or called off',
	doneNote: 'the last 14 days',
	none: 'No open tasks',
	noneText: 'What you give stands here until it is done. Give one here, or from the page of a finding.',
	noneOf: (name: string) => `Nothing is open for ${name}`,
	noneOfText: 'Choose everyone to see the others’ tasks, or give one.',
	noneDone: 'Nothing was done or called off in the last 14 days.',
	cover: 'Cover',
	coverText: 'While somebody is away, all that is theirs to do is on another’s list, from the first day to the last. What is left then is theirs again.',
	arrange: 'Arrange cover',
	noCover: 'Nobody is covered for at the moment.',
	inForce: 'In force today',
	later: 'Later',
	end: 'End',
	ended: 'The cover has ended.',
	deputy: 'Deputy',
	deputyText: 'While you are away, a deputy does what a team leader does, on their tablet and without signal too. The council office signs for it: it must hear of it first, and their tablet must have reached it since.',
	noDeputy: 'Nobody is named as a deputy.',
	youLead: (day: string) => `You lead as a deputy until the end of ${day}`,
	nameDeputy: 'Name a deputy',
	deputyEnded: 'They are no deputy any more, as soon as their tablet and the council office hear of it.',
	handOver: 'Give to somebody else',
	handOverTo: 'To whom?',
	handOverText: 'To whom it was given before stays legible on its page.',
	handOverMissing: 'Select to whom it is given',
	choose: 'Choose a person',
	handedOver: 'The task was given to somebody else.'
} as const;
