/** The words of the check-in of who patrols alone. */
import { plural } from './plural.ts';

export const checkInWords = {
	legend: 'Check in while you are alone',
	hint: 'What you record counts too. If nothing comes, this tablet reminds you; 10 minutes later your team leader is told.',
	every: (minutes: number) => `Every ${minutes} minutes`,
	never: 'No check-in',
	missing: 'Select how often you check in, or that you do not',
	by: (time: string, minutes: number) => (minutes < 1 ? `Check in by ${time}, in less than a minute` : `Check in by ${time}, in ${minutes} min`),
	fine: 'I’m fine',
	saying: 'Writing it down',
	due: 'Are you all right?',
	dueText: (time: string, missed: string) => `Your check-in was due at ${time}. From ${missed} on it is missed, and your team leader is told.`,
	missed: 'You missed a check-in',
	missedText: (time: string) => `It was due at ${time}. Your team leader is told as soon as there is signal. If you are hurt, call 999.`,
	notSaid: 'It could not be written down',

	leader: {
		strip: (n: number) => `${plural(n, 'check-in was', 'check-ins were')} missed.`,
		look: 'Look who it is',
		title: (by: string) => `A check-in was missed: ${by}`,
		text: (due: string, area: string) => `It was due at ${due}. Patrol in ${area}, alone.`,
		lastSeen: (place: string) => `Last recorded place: ${place}.`,
		nowhere: 'No place was recorded on this patrol before.',
		what: 'Phone them now. It goes from here once they check in or end the patrol, and that has arrived.'
	},

	list: {
		title: 'Check-ins missed',
		row: (due: string, answered: string | null) => (answered ? `Due ${due}, heard of again ${answered}` : `Due ${due}, not heard of since`),
		lastSeen: (place: string) => `last recorded place before: ${place}`
	}
} as const;
