import type { Calendar, IsoDate } from './calendar.ts';

/** What the desk can send back: what units upload, deliver or hand in (R33, R34). */
export const RETURNABLE = [
  'reply-uploaded',
  'reply-delivered',
  'opinion-uploaded',
  'summary-received',
] as const;

/** Working days that a unit has to put it right, unless the desk sets another date. */
const DAYS_TO_CORRECT = 5;

/** The date that the desk's form begins with. */
export function correctedBy(calendar: Calendar, today: IsoDate): IsoDate {
  return calendar.after(today, DAYS_TO_CORRECT);
}
