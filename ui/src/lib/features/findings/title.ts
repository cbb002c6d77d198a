/** What a finding is called at the top of its page: its kind and its place, or what it says where it is called by that. */
import type { FindingLine } from '#lib/backend/generated/contract.ts';
import { caseWords } from '#lib/words/cases.ts';
import { findingsWords } from '#lib/words/findings.ts';
import { patrolWords } from '#lib/words/patrol.ts';
import { taskWords } from '#lib/words/tasks.ts';

/** Kinds of which each has a name of its own. */
const named = ['task', 'cover', 'case', 'case_note', 'deputy'];

export function titleOf(line: Pick<FindingLine, 'kind' | 'name' | 'place' | 'summary'>): string {
	if (named.includes(line.kind)) return `${line.name}: ${line.summary}`;
	return line.place === '' ? line.name : `${line.name}, ${line.place}`;
}

/** The list that it stands in for this person. */
export function listOf(kind: string, leads: boolean): { href: string; text: string } {
	if (kind === 'task' && !leads) return { href: '/today', text: patrolWords.today.title };
	if (kind === 'task' || kind === 'cover') return { href: '/tasks', text: taskWords.title };
	if (kind === 'case' || kind === 'case_note') return { href: '/cases', text: caseWords.title };
	return { href: '/findings', text: findingsWords.title };
}
