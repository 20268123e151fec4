import { type Calendar, createCalendar } from './domain/calendar.ts';
import type { Notice } from './domain/notice.ts';
import type { ReminderPolicy } from './domain/reminder.ts';
import { holidayList } from './holidays.ts';
import { readNotice } from './notice-file.ts';
import type { OfficeRow } from './store/offices.ts';

/** The zone of an office unless its row says another. */
export const ZONE = 'Asia/Shanghai';

/** An office with its rules read and its calendar made: all that planning needs besides the facts. */
export interface Office extends ReminderPolicy {
  id: string;
  teamId: string | null;
  groupChannel: string | null;
  notice: Notice;
  calendar: Calendar;
  zone: string;
}

const read = new Map<string, { notice: Notice; calendar: Calendar }>();

/** The office's rules, or null while none have been imported. A rule text is read once a process. */
export function officeWithRules(row: OfficeRow): Office | null {
  if (row.noticeText === null || row.noticeName === null) return null;
  let rules = read.get(row.noticeText);
  if (!rules) {
    rules = rulesFrom(readNotice(row.noticeName, row.noticeText));
    read.set(row.noticeText, rules);
  }
  return { id: row.id, teamId: row.teamId, groupChannel: row.groupChannel, zone: row.zone, ...rules };
}

/** A notice with the calendar it is reckoned by. */
export function rulesFrom(notice: Notice): { notice: Notice; calendar: Calendar } {
  return { notice, calendar: createCalendar(holidayList(notice.holidays)) };
}
