/** The wards, and the task forces with their wards, as choices of one list. */
import type { AreaChoice } from '#lib/backend/generated/contract.ts';
import { areaWords as words } from '#lib/words/areas.ts';

export type PartOption = { value: string; text: string; group?: string };

/** `all` is what stands first and means all of them. Where the council has no task forces, the wards need no heading. */
export function partOptions(all: string, of: { wards: readonly AreaChoice[]; task_forces: readonly AreaChoice[] }): PartOption[] {
	const some = (areas: readonly AreaChoice[], group: string) =>
		areas.map(({ id, name }) => (of.task_forces.length === 0 ? { value: id, text: name } : { value: id, text: name, group }));
	return [{ value: '', text: all }, ...some(of.task_forces, words.taskForces), ...some(of.wards, words.wards)];
}
