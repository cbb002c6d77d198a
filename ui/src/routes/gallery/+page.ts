/** The gallery is for those who build the product; a built product has no such page. */
import { error } from '@sveltejs/kit';

export const load = () => {
	if (!import.meta.env.DEV) error(404);
};
