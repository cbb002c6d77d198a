/** Patrols and findings as lines of the queue. */
import type { Flag, ReviewFinding, ReviewLine } from '#lib/backend/generated/contract.ts';
import { titleOf } from '#lib/features/findings/title.ts';

export type Row = {
	id: string;
	title: string;
	second: string;
	href: string;
	/** None on a finding, which is one. */
	findings: number | null;
	photos: number;
	flags: readonly Flag[];
};

export function patrolRow({ id, area, when_and_who, findings, photos, flags }: ReviewLine): Row {
	return { id, title: area, second: when_and_who, href: `/review/${id}`, findings, photos, flags };
}

export function findingRow({ line, flags }: ReviewFinding): Row {
	const second = [line.when, line.by, line.summary].filter((part) => part !== '').join(' · ');
	return { id: line.id, title: titleOf(line), second, href: `/findings/${line.id}`, findings: null, photos: line.photos, flags };
}
