/** What every question is given: its field, its answer as it stands, and how an answer is passed on. */
import type { Snippet } from 'svelte';
import type { FormField } from '#lib/backend/generated/contract.ts';

export type Asked = {
	/** The id of the first input. */
	id: string;
	field: FormField;
	value: unknown;
	stage: string;
	error?: string;
	/** In a row there is less room, and nothing is marked optional. */
	inRow?: boolean;
	/** What else is asked beside a mark. */
	beside?: Snippet;
	/** An answer by a tap; `text` names it for "Undo last tap". */
	ontap: (value: unknown, text: string) => void;
	/** An answer that is being typed. */
	ontype: (value: unknown) => void;
	/** The cursor has left the question. */
	onleave: () => void;
};

/** Whether the words say that a question may stay open: not in stage *now*, where most are only asked again later. */
export const isOptional = ({ field, stage, inRow }: Asked): boolean => stage !== 'now' && !inRow && !field.required;

/** An answer as text for a box. */
export const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** A list of texts; anything else is an empty one. */
export const asList = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
