/** What is said of asking the DVLA. */
export const dvlaWords = {
	title: 'DVLA',
	ask: 'Check with DVLA',
	noMark: 'There is no registration mark to ask about.',
	notAsked: (mark: string) => `Nobody has asked about ${mark} yet.`,
	waits: 'The council office asks as soon as this has arrived there, and the answer comes with a sync.',
	under: (mark: string) => `about ${mark}, before it was corrected`,
	nothingMore: 'The DVLA has a vehicle with this mark and says no more of it.',
	asked: 'The question is saved. It goes to the council office by itself.',

	askTitle: (mark: string) => `Ask the DVLA about ${mark}`,
	askText: 'Who asked, when and why is kept. It tells make, colour, tax and MOT; never who the keeper is.',
	purpose: 'Why do you ask?',
	purposeMissing: 'Select why you ask',

	told: 'Type what you were told',
	toldTitle: (mark: string) => `What were you told of ${mark}?`,
	toldText: 'For example by telephone. It stands under your name, beside what was seen.',
	toldSave: 'Save what I was told',
	toldSaved: 'What you were told is saved.',
	toldMissing: 'Enter at least one answer',
	notTold: 'Not told',
	make: 'Make',
	colour: 'Colour',
	tax: 'Tax',
	mot: 'MOT'
} as const;
