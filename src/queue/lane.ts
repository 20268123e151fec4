/**
 * Jobs stand in one of two queues: those that somebody waits for are not to stand behind the two thousand of a morning,
 * nor be kept from running by those that hang.
 */
export type Lane = 'prompt' | 'bulk';

export const LANES: readonly Lane[] = ['prompt', 'bulk'];

/** What the queue of a lane is called in its backend. */
export function laneName(name: string, lane: Lane): string {
  return lane === 'prompt' ? name : `${name}-${lane}`;
}
