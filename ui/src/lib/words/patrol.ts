/** The words of Today, of a patrol and of its end. */

const many = (n: number, one: string, more: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`;

/** "2 h 30 min", "45 min". */
const duration = (minutes: number) =>
	minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

export const patrolWords = {
	duration,
	findings: (n: number) => many(n, 'finding', 'findings'),
	photos: (n: number) => many(n, 'photo', 'photos'),
	answers: (n: number) => many(n, 'answer', 'answers'),
	pages: (n: number) => many(n, 'page', 'pages'),
	mode: { foot: 'On foot', vehicle: 'Vehicle', cycle: 'Cycle' },
	modeDuring: { foot: 'On foot', vehicle: 'By vehicle', cycle: 'By cycle' },
	withPeople: (names: readonly string[]) => `with ${names.join(', ')}`,
	alone: 'alone',
	placeWithin: (metres: number) => `place ±${Math.round(metres)} m`,
	at: (name: string, place: string) => (place ? `${name}, ${place}` : name),

	today: {
		title: 'Today',
		start: 'Start patrol',
		goOn: 'Back to your patrol',
		record: 'Record a finding without a patrol',
		toSubmit: 'Patrols to submit',
		twoVersions: 'In two versions',
		twoVersionsText: 'You and a colleague wrote different answers. Both are kept; a team leader settles which one is right.',
		clocks: 'Clocks running out',
		toFinish: 'To finish',
		seeAll: (n: number) => `See all ${n}`,
		drafts: 'Drafts',
		draftSecond: 'Kept on this tablet, not yet on a page',
		notArrived: 'Not everything has arrived',
		allDone: 'Nothing waits for you',
		allDoneText: 'Nothing is to finish, to submit or to answer, and everything has arrived at the council office.',
		sentBack: (reason: string) => `Sent back: ${reason}`,
		note: 'Left for you by the last patrol here'
	},

	start: {
		title: 'Start patrol',
		cancel: 'Cancel',
		how: 'How are you patrolling?',
		where: 'Where?',
		whereHint: 'The areas that you patrol most are first.',
		anotherArea: 'Another area',
		areaName: 'Name of the area',
		note: 'Left by the last patrol there',
		who: 'Who is with you?',
		whoHint: 'Choose everyone. Nothing is filled in for you.',
		alone: 'Nobody, I am alone',
		someoneElse: 'Someone else',
		theirName: 'Name',
		weather: 'Weather',
		weathers: { dry: 'Dry', rain: 'Rain', wind: 'Wind', dark: 'Dark' },
		submit: (time: string) => `Start at ${time}`,
		starting: 'Starting',
		modeMissing: 'Select how you are patrolling',
		areaMissing: 'Select an area',
		areaNameMissing: 'Enter the name of the area',
		whoMissing: 'Select who is with you, or that you are alone',
		nameMissing: 'Enter the name of who is with you'
	},

	patrol: {
		title: 'Patrol',
		end: 'End patrol',
		ending: 'Ending',
		record: 'Record a finding',
		allKinds: (n: number) => `All ${n} kinds`,
		on: 'On this patrol',
		lastPlace: (metres: number) => `Last place good to ${Math.round(metres)} m`,
		counts: (findings: number, photos: number) => `${many(findings, 'finding', 'findings')} · ${many(photos, 'photo', 'photos')}`,
		nothingYet: 'Nothing found yet. What you record stands here.',
		none: 'No patrol is under way',
		noneText: 'Start one, and what you record belongs to it. Without one you can still record a finding.',
		toFinish: (n: number) => `${n} still to finish on this patrol.`
	},

	end: {
		title: 'End of patrol',
		carryOn: 'Carry on patrolling',
		findingsAnd: (findings: number, photos: number) => `${findings === 1 ? 'finding' : 'findings'}, ${many(photos, 'photo', 'photos')}`,
		found: 'What you found',
		zeros: 'Zeros are part of the record',
		/** No track is kept: the straight lines between the places of its findings; of what is next to each other nothing is said. */
		walked: (metres: number) => (metres < 1000 ? `at least ${metres} m between finds` : `at least ${(metres / 1000).toFixed(1)} km between finds`),
		otherKinds: (n: number) => (n === 1 ? 'The one other kind' : `The ${n} other kinds`),
		toFinish: 'To finish before you submit',
		answers: 'To finish',
		where3: 'Where your pages are',
		noSignal: 'There is no signal here. You can submit now: it is one more page.',
		signal: 'Submitting is one more page. It goes to the council office by itself.',
		onItsWay: 'What is still on this tablet is on its way to the council office.',
		waitsForSignal: 'What is still on this tablet goes to the council office by itself as soon as there is signal.',
		allArrived: 'Everything has arrived at the council office.',
		both: (pages: number, photos: number) => `${many(pages, 'page', 'pages')}, ${many(photos, 'photo', 'photos')}`,
		note: 'Anything for the next warden?',
		submit: 'Submit patrol',
		submitting: 'Submitting',
		unfinished: 'Submit unfinished',
		unfinishedNote: 'your leader will see it',
		finishFirst: (n: number) => `Finish ${n}, then submit`,
		submitted: 'Submitted',
		submittedText: 'Your team leader has it as soon as it arrives. What you recorded can still be corrected.',
		approved: 'Approved by your team leader',
		sentBack: 'Sent back by your team leader',
		toToday: 'To Today',
		none: 'There is no patrol to submit',
		noneText: 'Patrols that ended and are not submitted stand on Today.'
	}
} as const;
