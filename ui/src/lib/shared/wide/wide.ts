/** Whether a list has room for its item beside it: the width from which pages are drawn in columns. */
import { MediaQuery } from 'svelte/reactivity';

export const wide = new MediaQuery('min-width: 1000px');
