/** What a finding is called at the top of its page: its kind and its place. */
import type { FindingLine } from '#lib/backend/generated/contract.ts';

export function titleOf(line: Pick<FindingLine, 'name' | 'place'>): string {
	return line.place === '' ? line.name : `${line.name}, ${line.place}`;
}
