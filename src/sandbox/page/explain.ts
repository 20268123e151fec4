import type { GestureAnswer } from '../page-server/contract.ts';
import { reasonOf } from './blocks/reasons.ts';
import { tell } from './toasts.ts';

/** Tells the person when something they did came to nothing. */
export function explain(answer: GestureAnswer | null): void {
  if (answer && !answer.ok) tell(reasonOf(answer.error));
}
