/** Which page someone belongs on, from how the tablet stands. */
import type { Status } from '#lib/backend/generated/contract.ts';

type Stand = Pick<Status, 'enrolled' | 'session'>;

/** Pages that a locked tablet shows: they can add to the book, and read nothing out of it. */
const whileLocked = ['/lock', '/enrol', '/record', '/form', '/injured'];

const under = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

/** Where every window opens. Its address there is tauri://localhost, which has an empty path. */
const opening = ['', '/'];

/** Where a role starts. */
export function home(status: Stand): string {
	if (!status.enrolled) return '/enrol';
	if (!status.session) return '/lock';
	return status.session.role === 'leader' ? '/review' : '/today';
}

/** The page to go to instead of `path`; null to stay. */
export function insteadOf(path: string, status: Stand): string | null {
	const start = home(status);
	if (!status.enrolled) return path === start ? null : start;
	if (!status.session) return whileLocked.some((top) => under(path, top)) ? null : start;
	return opening.includes(path) || under(path, '/lock') || under(path, '/enrol') ? start : null;
}
