/** The part of the queue that one warden recorded, or in which one kind of finding waits, and how much that is. */
import type { ReviewFinding, ReviewLine, ReviewQueue } from '#lib/backend/generated/contract.ts';

/** Whose, by name, and of which kind, by id; null is any. */
export type Wanted = { name: string | null; kind: string | null };

/** As many kinds, those used most, are shown with their zeros; the others where there are any. */
export const ZEROS = 12;

/** A patrol stays whole: it is approved whole. */
export function narrowed(queue: ReviewQueue, { name, kind }: Wanted): ReviewQueue {
	const theirs = (by: string) => name === null || by === name;
	const patrol = (line: ReviewLine) => theirs(line.by) && (kind === null || (line.counts[kind] ?? 0) > 0);
	const finding = ({ line }: ReviewFinding) => theirs(line.by) && (kind === null || line.kind === kind);
	return {
		...queue,
		flagged: queue.flagged.filter(patrol),
		clean: queue.clean.filter(patrol),
		loose: queue.loose.filter(finding),
		not_submitted: queue.not_submitted
			.map((group) => ({ ...group, findings: group.findings.filter(finding) }))
			.filter((group) => group.findings.length > 0)
	};
}

/** The patrols that wait. */
export function patrolsIn(queue: ReviewQueue): readonly ReviewLine[] {
	return [...queue.flagged, ...queue.clean];
}

/** The findings that are approved by themselves. */
export function findingsIn(queue: ReviewQueue): readonly ReviewFinding[] {
	return [...queue.loose, ...queue.not_submitted.flatMap((group) => group.findings)];
}

/** How much there is to tick. */
export function waiting(queue: ReviewQueue): number {
	return patrolsIn(queue).length + findingsIn(queue).length;
}

/** How many findings of a kind wait. */
export function ofKind(queue: ReviewQueue, kind: string): number {
	const single = findingsIn(queue).filter((finding) => finding.line.kind === kind).length;
	return patrolsIn(queue).reduce((all, line) => all + (line.counts[kind] ?? 0), single);
}
