import { computed, signal } from '@preact/signals';
import type { MoveView, PlaySpeed, TimeView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { frame } from '../state.ts';
import { dateOf } from '../time.ts';
import { seen } from './looking.ts';

/** What the sandbox says about time; null while it says nothing. */
export const time = seen<TimeView>('time');

/** The move under way. The clock is ahead of the move's own word between two things that happen. */
export const move = computed<MoveView | null>(() => {
  if (!time.value) return frame.value?.clock.move ?? null;
  const { move: moving, now } = time.value;
  return moving && now > moving.at ? { ...moving, at: now } : moving;
});

/** Something that this page asked for and that has no answer yet. */
export const doing = signal<'advance' | 'scene' | 'start-again' | 'office' | null>(null);

/** Nothing else can be asked of time meanwhile. */
export const busy = computed(() => move.value !== null || doing.value !== null);

/** The simulated instant as last heard, and when on this machine that was: between two looks the page counts on by itself. */
const heard = computed(() => {
  const now = time.value?.now ?? frame.value?.clock.now;
  return now === undefined ? null : { now: Date.parse(now), since: performance.now() };
});

/** The simulated instant in milliseconds; null before anything was heard. While it moves or plays, only the sandbox's word counts. */
export function simulatedNow(): number | null {
  if (!heard.value) return null;
  const runs = !move.value && !time.value?.playing;
  return heard.value.now + (runs ? performance.now() - heard.value.since : 0);
}

/** Today in the office, or '' before anything was heard. */
export const today = computed(() => time.value?.date ?? (heard.value ? dateOf(heard.value.now) : ''));

export const advance = (to: string | number) =>
  during('advance', () => post('advance', { to: new Date(to).toISOString() }));
export const cancelMove = () => post('cancel-move', {});
export const play = (speed: PlaySpeed) => post('play', { speed });
export const pause = () => post('pause', {});
export const startAgain = (from: string | null) =>
  during('start-again', () => post('start-again', from ? { from } : {}));
export const setUpScene = (id: string) => during('scene', () => post('scene', { id }));

/** Does something that takes its time; whether it went well. */
export async function during<Answer>(
  what: NonNullable<typeof doing.value>,
  work: () => Promise<Answer | null>,
): Promise<Answer | null> {
  doing.value = what;
  try {
    return await work();
  } finally {
    doing.value = null;
  }
}
