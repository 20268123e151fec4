import { computed, signal } from '@preact/signals';
import type { FrameView } from '../page-server/contract.ts';

/** Where the page is: who acts, which conversation, which thread beside it. Kept in the address (#as=…&in=…). */
export interface Place {
  person: string;
  /** A channel's id, `dm`, or `home`. */
  place: string;
  thread: string | null;
}

export const here = signal<Place>(readAddress());
export const frame = signal<FrameView | null>(null);
/** Counts up with every change the sandbox announces; panels that look at something look again when it moves. */
export const changes = signal(0);
/** Which panel is open beside the conversation; null is none. */
export const panel = signal<PanelName | null>(null);

export type PanelName = 'time' | 'scenes' | 'inspector' | 'office';

export const me = computed(() => frame.value?.people.find((one) => one.id === here.value.person) ?? null);

/** Goes somewhere else, and lets the address say so. */
export function goTo(place: Partial<Place>): void {
  here.value = { ...here.value, ...place };
  const { person, place: where, thread } = here.value;
  const query = new URLSearchParams({ as: person, in: where, ...(thread && { thread }) });
  history.replaceState(null, '', `#${query}`);
}

function readAddress(): Place {
  const query = new URLSearchParams(location.hash.slice(1));
  return { person: query.get('as') ?? '', place: query.get('in') ?? 'dm', thread: query.get('thread') };
}
