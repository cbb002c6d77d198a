/** What the page "What has arrived" says. */
import { plural } from './plural.ts';

export const arrivedWords = {
	title: 'What has arrived',
	inBook: (pages: number) => `${plural(pages, 'page', 'pages')} in this book.`,
	sync: 'Sync now',
	syncing: 'Syncing',
	syncingText: 'Sending what has not arrived and fetching what is new. You can go on working.',
	photosWait: 'Full photos wait',
	sendPhotos: 'Send photos now',
	stuck: (n: number) => `${plural(n, 'thing is', 'things are')} stuck`,
	photosStuck: (n: number) => `${plural(n, 'photo is', 'photos are')} stuck`,
	tryAgain: 'Try again',
	pages: (pages: number, photos: number) => `${pages === 1 ? 'page' : 'pages'}, ${plural(photos, 'photo', 'photos')}`,
	tabletMeans: 'Saved here, right through to the disk.',
	arrivedMeans: 'The council office has signed for it.',
	backedUpMeans: 'It is in a second, checked place.',
	sealedMeans: 'It is sealed on this tablet. You see here how far it has come; nobody else on this tablet is told of it.',
	sealedList: 'Sealed pages, newest first',
	sealedPage: 'Sealed page',
	pageByPage: 'Page by page',
	which: 'Which pages',
	notBackedUp: 'Not backed up',
	all: 'All',
	list: 'Pages, newest first',
	more: 'Show more',
	shown: (n: number) => `${plural(n, 'page', 'pages')} shown`,
	keeps: 'The tablet deletes nothing that is not backed up: not when you sign out, not when it updates. A full photo that is backed up leaves it after a week; its small picture stays.',
	kindsTitle: 'This tablet needs a newer Patrolbook',
	kindsText: (unread: number, version: number) =>
		`The council has published version ${unread} of the kinds of finding, which this Patrolbook cannot read. Go on recording: until it is updated, this tablet uses version ${version}, and everything that you record counts. Ask your team leader for the update.`,
	allSafeTitle: 'Everything is backed up',
	allSafeText: 'Every page and photo of this book is at the council office, in two places. Nothing waits here.',
	newBookTitle: 'A new book',
	bundleTitle: 'If this tablet cannot reach the council office',
	bundleText:
		'Write a bundle: one file with everything that is not yet backed up, to be carried to the council office on a stick. Only the council office can open it. Nothing on this tablet changes, and it goes on sending by itself.',
	bundleOff: 'The council office has switched bundles off.',
	bundleButton: 'Write a bundle',
	bundleWriting: 'Writing the bundle',
	bundleDone: 'The bundle is written',
	newBookText: 'Page 1 is blank. What you record is listed here, page by page, with how far it has come.'
} as const;
