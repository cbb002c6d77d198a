/** Every word that a page shows, in one place, in the wardens' own English. */

const plural = (n: number, one: string, many: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

export const words = {
	product: 'Patrolbook',
	skip: 'Skip to main content',
	book: 'Book',
	more: (n: number) => `${n.toLocaleString('en-GB')} more`,

	band: {
		noSignal: 'No signal',
		office: (time: string) => `Council office ${time}`,
		toNight: 'Night colours',
		toDay: 'Day colours',
		lock: 'Lock',
		injured: 'I’m injured'
	},

	nav: {
		label: 'Main',
		today: 'Today',
		patrol: 'Patrol',
		findings: 'Findings',
		allArrived: 'All arrived',
		toArrive: (n: number) => `${n.toLocaleString('en-GB')} to arrive`,
		review: 'Review',
		more: 'More'
	},

	page: {
		margin: 'p.',
		spoken: (n: number) => `page ${n}`,
		save: (n: number) => `Save on page ${n}`,
		saved: (n: number) => `Page ${n} is on this tablet`
	},

	arrived: {
		on_this_tablet: 'On this tablet',
		arrived: 'Arrived',
		backed_up: 'Backed up',
		stuck: 'Stuck',
		yes: 'yes',
		notYet: 'not yet',
		tabletMeans: 'Saved through to the disk.',
		arrivedMeans: 'The council office signed for it.',
		backedUpMeans: 'In a second, checked place.'
	},

	state: {
		printed: 'Printed otherwise',
		typed_in: 'Typed in',
		draft: 'Draft',
		to_finish: 'To finish',
		answers_missing: 'Answers missing',
		waiting_for_review: 'Waiting for review',
		approved: 'Approved',
		question: 'Question',
		two_versions: 'Two versions',
		waiting_for_a_check: 'Waiting for a check',
		changed_since_approval: 'Changed since approval',
		clock: 'Something is due',
		clock_soon: 'Due today, or run out',
		clock_passed: 'Run out',
		clock_paused: 'Paused',
		stuck: 'Stuck',
		recorded_by_mistake: 'Recorded by mistake',
		place_wide: 'Place over 50 m',
		estimate: 'Estimate',
		photo_missing: 'Photo missing',
		duplicate: 'Possible duplicate',
		same_as_another: 'Duplicate, not counted',
		open: 'Open',
		waiting: 'Waiting for someone',
		closed: 'Closed',
		danger: 'Danger to life',
		counts: 'Counts',
		left_out: 'Left out',
		all_well: 'All well',
		nothing_arrived: 'Nothing has arrived',
		not_heard: 'Not heard from',
		clock_wrong: 'Clock wrong',
		nearly_full: 'Nearly full',
		photos_waiting: 'Photos waiting',
		withdrawn: 'Withdrawn',
		restricted: 'Restricted',
		raised_again: 'Raised again and again',
		priority: 'Priority',
		resolved: 'Resolved by wardens',
		passed_on: 'Passed on',
		in_hand: 'Still in hand',
		otherwise: 'Ended otherwise',
		asleep: 'Dormant',
		today: 'Today',
		this_week: 'This week',
		information: 'To know',
		arrived_late: 'Arrived late',
		taken: 'In the call',
		more_often: 'More often',
		as_often: 'As often',
		less_often: 'Less often',
		rated_red: 'Red',
		rated_amber: 'Amber',
		rated_green: 'Green'
	},

	count: {
		add: (what: string) => `${what}, add one`,
		change: (by: number, what: string) => `${by > 0 ? 'add' : 'take off'} ${Math.abs(by)}, ${what}`,
		alreadyZero: (what: string) => `${what} is already 0`,
		now: (what: string, n: number) => `${what}: ${n}`
	},

	undo: {
		button: 'Undo',
		counting: (n: number) => `Undo: ${plural(n, 'second', 'seconds')}`
	},

	pin: {
		key: (digit: string) => digit,
		delete: 'Delete',
		typed: (n: number, of: number) => `${n} of ${of} digits entered`,
		pad: 'PIN pad'
	},

	plate: {
		uk: 'UK'
	},

	photo: {
		add: 'Add photo',
		choose: 'Choose from this tablet',
		notHere: 'Not on this tablet yet',
		numbered: (n: number, time: string) => `${n} · ${time}`,
		spoken: (n: number, caption: string) => `Photo ${n}, ${caption}`
	},

	place: {
		change: 'Change',
		thePlace: 'the place'
	},

	search: {
		clear: 'Clear the search'
	},

	close: 'Close',

	notFound: {
		title: 'There is no page here',
		safe: 'Everything in the book is safe on this tablet.'
	},
	failed: {
		title: 'This page could not be shown',
		safe: 'Everything saved is safe on this tablet.'
	},
	toToday: 'Go to Today',

	help: {
		title: 'If you need help',
		ring: 'Ring the team office and read out this code'
	},

	corrected: {
		was: 'was',
		now: 'now'
	},

	form: {
		problem: 'There is a problem',
		error: 'Error:',
		optional: '(optional)',
		day: 'Day',
		month: 'Month',
		year: 'Year',
		hour: 'Hour',
		minute: 'Minute'
	},

	waitingOffice: 'Waiting for the council office'
} as const;
