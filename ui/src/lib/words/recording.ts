/** The words of choosing a kind and of the form. */

const many = (n: number, one: string, more: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`;

export const recordingWords = {
	kinds: {
		title: 'What did you find?',
		mostUsed: 'Most used',
		found: 'Kinds with that in their name',
		search: 'Search the kinds',
		noSuchKind: 'No kind has that in its name.',
		onPatrol: (n: number) => `${n} on this patrol`,
		cancel: 'Cancel',
		none: 'No kinds can be recorded yet',
		noneText: 'The kinds come with the tablet’s setting up. Ask your team leader.'
	},

	opening: 'Opening the form',
	notOpened: 'This form cannot be opened',
	notOpenedSafe: 'Everything saved is safe on this tablet.',

	cancel: 'Cancel',
	back: 'Back',
	keep: 'Keep for later',
	saving: 'Saving',
	save: (page: number) => `Save on page ${page}`,
	finish: (page: number) => `Finish page ${page}`,
	correct: (page: number) => `Correct on page ${page}`,
	page: (page: number) => `page ${page}`,
	undoTap: 'Undo last tap',
	seal: 'Seal and save',
	sealed: 'Only the safeguarding lead can read this',
	sealedText:
		'Once it is saved you cannot open it again, correct it or undo it. Say everything now: what you saw and what was said, no opinions.',
	danger: 'Ring 999 first',
	dangerText: 'Someone’s life is in danger. Go on here once the call is made, and enter when you rang.',
	tap: (by: number, what: string) => `${by > 0 ? '+' : '−'}${Math.abs(by)} ${what}`,
	moreItems: (n: number) => `${n} more to count`,
	fewerItems: 'Fewer to count',
	askedBecause: (why: string) => (/^asked because/i.test(why) ? why : `Asked because ${why}`),
	later: 'To finish',
	optional: 'More, if you know it',

	notKept: 'The last answers are not on this tablet yet',
	noAnswer: 'Patrolbook gave no answer.',
	notKeptText: 'They stay on this page until they are.',
	tryAgain: 'Try again',

	answer: {
		yes: 'Yes',
		no: 'No',
		clear: 'Clear this answer',
		anotherOf: (what: string) => `Another: ${what.toLowerCase()}`,
		choose: 'Choose',
		noneYet: (what: string) => `No ${what} on this tablet yet.`,
		addFirst: 'This page is kept as a draft while you add one.',
		leaderAdds: 'A team leader adds it.',
		begin: (what: string) => `Add: ${what}`,
		change: 'Change',
		time: 'Time',
		now: 'Now',
		nowFor: (question: string) => `Now: ${question}`
	},

	mark: {
		never: 'Never blocks: save what you see.',
		readAs: (mark: string) => `Read it as ${mark}`
	},

	same: {
		title: 'The same one?',
		page: (page: number, book: string | null) => (book === null ? `p. ${page}` : `${book} p. ${page}`),
		photo: 'Its photo then',
		there: 'Same, still there',
		gone: 'Same, gone',
		another: 'New',
		anotherText: 'Not that one: record it as new.',
		noneText: 'None of these: record it as new.',
		seen: 'Nothing new is counted',
		seenText: 'This is kept with the earlier finding: when and where you looked, and your photos.',
		notThat: 'It is another one'
	},

	people: {
		addButton: 'Add'
	},

	inOrder: {
		add: 'Add ',
		earlier: 'Earlier',
		later: 'Later',
		out: 'Take out',
		moved: (name: string) => `${name} moved`,
		tookOut: (name: string) => `${name} taken out`,
		notHere: 'Not on this tablet'
	},

	rows: {
		add: (what: string) => `Add to ${what.toLowerCase()}`,
		row: (n: number) => `Row ${n}`,
		remove: 'Remove',
		removeRow: (n: number) => `Remove row ${n}`
	},

	place: {
		finding: 'Finding the place. You can save meanwhile.',
		title: 'Where is it?',
		typed: 'Grid reference, latitude and longitude, or name',
		typedHint: 'For example TQ 75914 68462, or 51.3886, 0.5281, or Rope Walk stairwell.',
		missing: 'Enter a grid reference, latitude and longitude, or name',
		use: 'Use this place',
		offered: 'Places that are known',
		again: 'Find my location again',
		none: 'This tablet gave no location within 10 seconds. You can type the place.',
		denied: 'This tablet does not give its location. You can type the place.'
	},

	photos: {
		title: 'Photos',
		keeping: 'Keeping…',
		remove: 'Take this photo out',
		sample: (n: number) => `Sample photo ${n}`,
		samples: 'Demo photos',
		refused: 'A photo was not kept',
		without: 'Take it again, or press Save to save without it.'
	},

	after: {
		kept: (what: string) => `${what} is kept as a draft`,
		keptText: 'It is on this tablet. You find it on Today.',
		keptLocked: 'It is on this tablet. You find it on Today after unlocking.',
		goOn: 'Go on with it',
		discard: 'Throw it away',
		close: 'Close',
		undoFailed: 'This page could not be taken back'
	}
} as const;
