/** How a form's questions are arranged and drawn, whatever the kind. */
import type { FormField } from '#lib/backend/generated/contract.ts';

/** The id of a question's first input: where an error's link leads. */
export const inputId = (field: string): string => `q-${field.replaceAll('/', '-')}`;

const typed = new Set(['int', 'decimal', 'money', 'text', 'longtext', 'date', 'datetime', 'vrm']);

/** Whether it is answered with a keyboard, so that nothing is said of it before it is left. */
export const isTyped = (field: FormField): boolean => typed.has(field.type);

export type Block =
	| { as: 'counts'; key: string; main: FormField[]; more: FormField[] }
	| { as: 'mark'; key: string; field: FormField; odd: FormField }
	| { as: 'because'; key: string; why: string; fields: FormField[] }
	| { as: 'one'; key: string; field: FormField };

/** While a finding is finished: what need not be answered stands behind what must be. */
export const isSpare = (field: FormField, stage: string): boolean =>
	stage === 'finish' && !field.required && field.because === null && !field.computed;

/**
 * The shown questions in order: counts that follow each other share a frame, and so do those asked for one reason. What is
 * odd about a mark's plates is asked for beside the mark.
 */
export function arranged(fields: readonly FormField[]): Block[] {
	const blocks: Block[] = [];
	for (const field of fields) {
		const last = blocks.at(-1);
		if (field.type === 'count') {
			if (last?.as === 'counts') last[field.group === 'more' ? 'more' : 'main'].push(field);
			else {
				const isMore = field.group === 'more';
				blocks.push({ as: 'counts', key: field.id, main: isMore ? [] : [field], more: isMore ? [field] : [] });
			}
		} else if (field.because !== null) {
			if (last?.as === 'because' && last.why === field.because) last.fields.push(field);
			else blocks.push({ as: 'because', key: field.id, why: field.because, fields: [field] });
		} else if (last?.as === 'one' && last.field.type === 'vrm' && field.type === 'choice' && !field.required) {
			blocks[blocks.length - 1] = { as: 'mark', key: last.key, field: last.field, odd: field };
		} else {
			blocks.push({ as: 'one', key: field.id, field });
		}
	}
	return blocks;
}

export type ChoiceLook = 'chips' | 'radios' | 'select';

const SHORT = 14;
const MOST_RADIOS = 6;
const MOST_CHIPS = 20;

/** Few and long answers are radios, many or short ones chips, records and very many a list. */
export function lookOf(field: FormField, stage: string): ChoiceLook {
	if (field.type === 'record' || (field.type === 'choice' && field.choices.length > MOST_CHIPS)) return 'select';
	if (field.all) return 'chips';
	if (field.type === 'bool') return 'radios';
	const short = field.choices.every((choice) => choice.label.length <= SHORT);
	return stage === 'now' || short || field.other_allowed || field.choices.length > MOST_RADIOS ? 'chips' : 'radios';
}
