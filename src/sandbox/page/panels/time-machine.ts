import { computed, signal } from '@preact/signals';
import type { MoveView, PlaySpeed, TimeView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { frame } from '../state.ts';
import { seen } from './looking.ts';

/** What the sandbox says about time; null while it says nothing. */
export const time = seen<TimeView>('time');

/** The move under way. While time plays, every step is a small move of its own: that is not worth a progress bar. */
export const move = computed<MoveView | null>(() => {
  if (time.value) return time.value.playing ? null : time.value.move;
  return frame.value?.clock.move ?? null;
});

/** Whether this page asked for something that changes time and has no answer yet. */
export const asking = signal(false);

/** The simulated instant as last heard, and when on this machine that was: between two looks the page counts on by itself. */
const heard = computed(() => {
  const now = time.value?.now ?? frame.value?.clock.now;
  return now === undefined ? null : { now: Date.parse(now), since: performance.now() };
});

/** The simulated instant in milliseconds, or null before anything was heard. Moving and playing only the sandbox's word counts. */
export function simulatedNow(): number | null {
  if (!heard.value) return null;
  const runs = move.value === null && (time.value?.playing ?? null) === null;
  return heard.value.now + (runs ? performance.now() - heard.value.since : 0);
}

export const advance = (to: string) => ask('advance', { to });
export const cancelMove = () => post('cancel-move', {});
export const play = (speed: PlaySpeed) => post('play', { speed });
export const pause = () => post('pause', {});
export const startAgain = (from: string | null) => ask('start-again', from ? { from } : {});
export const setUpScene = (id: string) => ask('scene', { id });

async function ask(name: string, body: object): Promise<boolean> {
  asking.value = true;
  try {
    return (await post(name, body)) !== null;
  } finally {
    asking.value = false;
  }
}
