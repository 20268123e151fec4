import type { MoveView } from '../../page-server/contract.ts';

/** How far a move has come, from 0 to 100. */
export function percentOf({ from, to, at }: MoveView): number {
  const whole = Date.parse(to) - Date.parse(from);
  if (whole <= 0) return 100;
  const part = (Date.parse(at) - Date.parse(from)) / whole;
  return Math.round(Math.min(1, Math.max(0, part)) * 100);
}
