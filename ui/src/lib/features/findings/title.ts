/** What a finding is called at the top of its page, its kind and its place; and a state of it that has a number in it. */
import type { FindingLine } from '#lib/backend/generated/contract.ts';

export function titleOf(line: Pick<FindingLine, 'name' | 'place'>): string {
	return line.place === '' ? line.name : `${line.name}, ${line.place}`;
}

/** What stands on a state in place of its usual words. */
export function textOf(line: Pick<FindingLine, 'again' | 'due'>, state: string): string | undefined {
	if (state === 'raised_again') return line.again ?? undefined;
	return state === line.due?.state ? line.due.left : undefined;
}
