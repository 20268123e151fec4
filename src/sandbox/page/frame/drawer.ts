import { signal } from '@preact/signals';
import { isNarrow } from './narrow.ts';

/** Whether people and conversations are pulled out on a telephone. */
export const isDrawerOpen = signal(false);

isNarrow.subscribe(() => {
  isDrawerOpen.value = false;
});
