/** What a team leader's review says. */
import { plural } from './plural.ts';

const patrols = (n: number) => plural(n, 'patrol', 'patrols');
const findings = (n: number) => plural(n, 'finding', 'findings');
const photos = (n: number) => plural(n, 'photo', 'photos');

/** "2 patrols and 1 finding". */
const what = (n: number, loose: number) =>
	[...(n > 0 ? [patrols(n)] : []), ...(loose > 0 ? [findings(loose)] : [])].join(' and ');

export const reviewWords = {
	title: 'Review',
	back: 'Review',
	patrols,
	findings,
	photos,
	first: (n: number) => `To look at first: ${n.toLocaleString('en-GB')}`,
	clean: (n: number) => `Nothing flagged: ${n.toLocaleString('en-GB')}`,
	nothingFlagged: 'Nothing flagged',
	twoVersions: (n: number) => `In two versions: ${n.toLocaleString('en-GB')}`,
	inTwo: (fields: string, age: string) => `${fields} · for ${age}`,
	late: 'More than 48 hours',
	runningOut: 'Clocks running out',
	loose: (n: number) => `Not on a patrol: ${n.toLocaleString('en-GB')}`,
	notSubmitted: (area: string) => `Not submitted: ${area}`,
	notSubmittedBy: (by: string, started: string, n: number) => `${by}, started ${started}, ${findings(n)}`,
	segments: 'Which patrols',
	toReview: 'To review',
	sentBack: (n: number) => (n === 0 ? 'Sent back' : `Sent back: ${n.toLocaleString('en-GB')}`),
	approvedTab: 'Approved',
	warden: 'Warden',
	everyWarden: 'Every warden',
	kind: 'Kind of finding',
	everyKind: 'Every kind',
	/** A choice, and how much of it waits. */
	withCount: (text: string, n: number) => `${text} (${n.toLocaleString('en-GB')})`,
	noneOf: (name: string | null, kind: string | null) =>
		`Nothing${name === null ? '' : ` of ${name}`}${kind === null ? '' : ` of the kind ${kind}`} waits for review`,
	noneOfText: 'Choose another warden or kind of finding, or show everything.',
	showAll: 'Show everything that waits',
	sentBackEmpty: 'No patrol is sent back',
	sentBackEmptyText: 'A patrol that you send back stands here until its warden submits it again.',
	approvedEmpty: 'No patrol is approved yet',
	approvedEmptyText: 'A patrol stands here once a team leader has approved it.',
	sentBackList: 'Patrols that were sent back',
	approvedList: 'Patrols that are approved',
	notAll: 'Not all approved',
	more: 'Show more',
	duplicateOf: 'Look at the other',
	findingsColumn: 'Findings',
	photosColumn: 'Photos',
	why: 'Why',
	tick: (area: string, when: string) => `Tick ${area}, ${when}`,
	tickAll: 'Tick all',
	untickAll: 'Untick all',
	ticked: 'Ticked',
	tickedSum: (n: number, found: number) => (n === 0 ? findings(found) : `${patrols(n)}, ${findings(found)}`),
	tickedPhotos: (n: number, flagged: number) =>
		`${photos(n)}, ${flagged === 0 ? 'nothing flagged' : `${plural(flagged, 'line', 'lines')} with something flagged`}`,
	tickedCounts: 'Ticked findings by kind',
	noneTicked: 'Nothing is ticked',
	noneTickedText: 'Tick what you approve, or open it to look at it.',
	approve: (n: number, loose = 0) => `Approve ${what(n, loose)}`,
	confirm: (n: number, loose = 0) => `Yes, approve ${what(n, loose)}`,
	approving: 'Approve these?',
	approvingNow: (n: number, loose = 0) => `Approving ${what(n, loose)}`,
	notYet: 'Not yet',
	yourName: 'Your name goes into the book with what you saw. A later change shows as “changed since approval”.',
	approved: (n: number, loose = 0) => `${what(n, loose)} approved.`,
	approvedOne: (area: string, left: number) =>
		left === 0 ? `${area} is approved.` : `${area} is approved, all but ${findings(left)}.`,
	nowNext: (area: string) => `Next to review, below: ${area}.`,
	sentBackOne: (area: string, who: string) => `${area} went back to ${who}.`,
	keys: [
		['J K', 'move'],
		['X', 'tick'],
		['Enter', 'open'],
		['A', 'approve'],
		['W', 'warden'],
		['F', 'kind of finding'],
		['Esc', 'back to the list']
	],
	emptyTitle: 'Nothing to review',
	emptyText: 'A patrol stands here once its warden has submitted it and it has arrived on this tablet. So does a finding that was recorded on no patrol, or on one that was not submitted within a day.',
	patrolKeys: [
		['J K', 'move'],
		['X', 'tick'],
		['Q', 'ask'],
		['A', 'approve']
	],

	mode: { foot: 'on foot', vehicle: 'by vehicle', cycle: 'by cycle' } as Record<string, string>,
	placeRule: '(rule: 50 m)',
	with: (names: readonly string[]) => `with ${names.join(', ')}`,
	flagged: (n: number) => (n === 0 ? 'nothing flagged' : `${plural(n, 'thing', 'things')} flagged`),
	onPatrol: 'on patrol',
	found: (n: number) => (n === 1 ? 'finding' : 'findings'),
	taken: (n: number) => (n === 1 ? 'photo' : 'photos'),
	hours: (minutes: number) => {
		const whole = Math.floor(minutes / 60);
		return whole === 0 ? `${minutes} min` : `${whole} h ${String(minutes % 60).padStart(2, '0')}`;
	},
	note: 'For the next warden',
	counts: 'Counts by kind',
	list: 'Findings of this patrol, flagged first',
	tickFinding: (page: number, name: string) => `Approve page ${page}, ${name}`,
	noFindings: 'No findings on this patrol',
	noFindingsText: 'The warden recorded that nothing was found, or nothing was recorded.',
	sendBack: 'Send back',
	sendBackTitle: (area: string) => `Send ${area} back?`,
	sendBackText: 'The warden can correct the findings and submit the patrol again. Nothing is lost.',
	reason: 'What should be done before it comes back?',
	reasonMissing: 'Enter what should be done',
	approveAll: 'Approve all',
	approveAllBut: (n: number) => `Approve all but ${n.toLocaleString('en-GB')}`,
	approveSome: 'Approve',
	approveNone: 'Findings with something flagged start unticked. Tick at least one finding to approve.',
	writing: 'Writing it into the book',
	alreadyApproved: 'This patrol is approved.',
	approvedInPart: 'This patrol is approved, but not all of its findings are as they were.',
	alreadySentBack: 'This patrol was sent back.',
	open: (page: number) => `Open page ${page}`,
	next: 'Next patrol',
	chosen: 'The finding that is chosen'
} as const;
