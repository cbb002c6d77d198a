/** What somebody was told of a mark, as it is typed. */
import type { DvlaTyped } from '#lib/backend/generated/contract.ts';

export type Told = Omit<DvlaTyped, 'id'>;
