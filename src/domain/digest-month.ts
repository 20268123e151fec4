import type { Calendar, IsoDate } from './calendar.ts';
import { addDays } from './calendar.ts';
import type { Notice } from './notice.ts';

/** The monthly digest comes this many working days after the date of the monthly report (D8). */
const WORKING_DAYS_AFTER = 2;

interface Policy {
  notice: Notice;
  calendar: Calendar;
}

/** The working day on which the digest of a month 'YYYY-MM' is due; null for a notice without monthly reports. */
export function digestDay({ notice, calendar }: Policy, period: string): IsoDate | null {
  const due = reportDate(notice, period);
  return due === null ? null : calendar.after(due, WORKING_DAYS_AFTER);
}

/**
 * The month whose digest is due on a date or was earlier in the same month: a day missed is healed by the next, and the
 * month after has its own. Null before the first report of the notice and after its last day.
 */
export function digestMonthOn(policy: Policy, date: IsoDate): string | null {
  const period = date.slice(0, 7);
  const { notice } = policy;
  if (!hasReports(notice, period)) return null;
  const day = digestDay(policy, period);
  return day === null || date < day ? null : period;
}

/** Whether the notice wants reports in a month. */
export function hasReports(notice: Notice, period: string): boolean {
  const due = reportDate(notice, period);
  const rule = monthlyRule(notice);
  return (
    due !== null &&
    rule?.due.at === 'month-day' &&
    due >= addDays(notice.assigned, rule.due.firstAfterDays) &&
    due <= notice.closes
  );
}

/** 'YYYY-MM' some months later, or earlier. */
export function monthsAfter(period: string, months: number): string {
  const count = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

function reportDate(notice: Notice, period: string): IsoDate | null {
  const rule = monthlyRule(notice);
  return rule?.due.at === 'month-day' ? `${period}-${String(rule.due.day).padStart(2, '0')}` : null;
}

function monthlyRule({ duties }: Notice) {
  return duties.find(({ due }) => due.at === 'month-day');
}
