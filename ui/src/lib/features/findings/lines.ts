/** A finding's answers in the lines in which they are shown: what was counted, one beside the other, stands in one. */
import type { AnswerRow } from '#lib/backend/generated/contract.ts';

export function inLines(answers: readonly AnswerRow[]): AnswerRow[][] {
	const lines: AnswerRow[][] = [];
	for (const answer of answers) {
		const before = lines.at(-1);
		if (answer.counted && before?.[0]?.counted) before.push(answer);
		else lines.push([answer]);
	}
	return lines;
}
