import { signal } from '@preact/signals';

function following(query: string) {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => {
    matches.value = list.matches;
  });
  return matches;
}

/** A telephone: one column, the people in a drawer. */
export const isNarrow = following('(max-width: 760px)');
