import type { IsoDate } from './calendar.ts';
import { type Notice, ruleAsking } from './notice.ts';

/** Until when a 复杂件 must be answered, and the target inside that (R22). */
export interface HardDates {
  due: IsoDate;
  target: IsoDate | null;
}

/** Null where the rule file knows no 复杂件. */
export function hardDates(notice: Notice): HardDates | null {
  const due = ruleAsking(notice, 'reply-uploaded')?.due;
  if (due?.at !== 'date' || due.hardDate === undefined) return null;
  return { due: due.hardDate, target: due.hardTarget ?? null };
}
