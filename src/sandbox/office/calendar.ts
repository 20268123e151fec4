import { plannedTitle } from '../../../templates/planned-title.ts';
import {
  addDays,
  type Calendar,
  type CalendarDay,
  dateIn,
  type IsoDate,
  instantAt,
  weekday,
  yearOf,
} from '../../domain/calendar.ts';
import { deriveDuties } from '../../domain/duty.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Notice } from '../../domain/notice.ts';
import { allDates } from '../../domain/notice-dates.ts';
import { type Office, officeWithRules, ZONE } from '../../office.ts';
import type { Storage } from '../../storage.ts';
import type { Delivery } from '../../store/deliveries.ts';
import { namesOf, sentByDay, settledOn } from '../../store/ledger.ts';
import { ensureOffice } from '../../store/offices.ts';
import type { CalendarDayView, CalendarView } from '../page-server/contract.ts';
import type { StageCalendar } from '../stage.ts';
import { Outlook } from './outlook.ts';

/** How long somebody who opens the calendar waits for what is to come; the rest is there when they ask again. */
const PATIENCE_MS = 200;

/** The year of the notice: its days and dates, what the bot sent, and what it will send if nobody does anything. */
export function calendarOf({ storage }: { storage: Pick<Storage, 'db'> }): StageCalendar {
  const { db } = storage;
  const outlook = new Outlook(storage);

  async function currentOffice(): Promise<Office> {
    const office = officeWithRules(await ensureOffice(db));
    if (!office) throw new Error('the office has no rules yet');
    return office;
  }

  return {
    zone: ZONE,

    async story() {
      const { notice } = await currentOffice();
      return { opens: notice.assigned, closes: notice.closes };
    },

    async day(date) {
      return dayOf((await currentOffice()).calendar, date);
    },

    async nextWorkingMorning(after) {
      const { calendar } = await currentOffice();
      for (let date = dateIn(ZONE, after); ; date = addDays(date, 1)) {
        const morning = instantAt(ZONE, date, '09:00');
        if (morning > after && dayOf(calendar, date).kind === 'working') return morning;
      }
    },

    async nextSending(now) {
      const { coming } = await outlook.see(now, (view) => view.coming.length > 0);
      return coming[0]?.at ?? null;
    },

    async year(now) {
      const latest = performance.now() + PATIENCE_MS;
      const { office, facts, coming, knownUntil } = await outlook.see(now, () => performance.now() > latest);
      const { notice, calendar, id } = office;
      const today = dateIn(ZONE, now);
      const due = groupBy(allDates(notice, deriveDuties(notice, facts, today)), (one) => one.date);
      const sent = await sentByDay(db, id);
      const planned = groupBy(coming, (one) => dateIn(ZONE, one.at));
      const days: CalendarView['days'] = wholeWeeks(notice, today).map((date) => {
        const { kind, name } = dayOf(calendar, date);
        return {
          date,
          kind,
          dayName: name,
          due: (due.get(date) ?? []).map(({ title, rule }) => ({ title, clause: rule.clause })),
          sent: sent.get(date) ?? 0,
          planned: planned.get(date)?.length ?? 0,
        };
      });
      return { days, plannedUntil: knownUntil };
    },

    async on(date, now) {
      const { office, coming } = await outlook.see(now, ({ knownUntil }) => (knownUntil ?? '') >= date);
      const names = await namesOf(db, office.id);
      const shown = (
        at: Date,
        state: CalendarDayView['messages'][number]['state'],
        message: Pick<Delivery, 'kind' | 'memberId' | 'items' | 'digestWeek' | 'digestMonth' | 'message'>,
      ) => ({
        at: at.toISOString(),
        state,
        kind: message.kind,
        to: addressee(names.get(message.memberId ?? '')),
        title: message.message?.text.split('\n')[0] ?? plannedTitle(office.notice, message),
      });
      const settled = (await settledOn(db, office.id, date)).map((row) =>
        shown(row.sentAt ?? row.sendAfter, settledState(row), row),
      );
      const planned = coming
        .filter((one) => dateIn(ZONE, one.at) === date)
        .map((one) => shown(one.at, 'planned', one));
      return {
        date,
        messages: [...settled, ...planned].sort((one, other) => one.at.localeCompare(other.at)),
      };
    },
  };
}

/** Of a year that is not published yet only the weekends are known. */
function dayOf(calendar: Calendar, date: IsoDate): CalendarDay {
  if (calendar.knows(yearOf(date))) return calendar.day(date);
  const weekend = { 0: '周日', 6: '周六' }[weekday(date)];
  return weekend ? { kind: 'rest', name: weekend } : { kind: 'working', name: '放假安排未公布' };
}

/** From the Monday before the assignment to the Sunday after the end, today included. */
function wholeWeeks({ assigned, closes }: Notice, today: IsoDate): IsoDate[] {
  const first = today < assigned ? today : assigned;
  const last = today > closes ? today : closes;
  const sunday = addDays(last, (7 - weekday(last)) % 7);
  const dates: IsoDate[] = [];
  for (let date = addDays(first, -((weekday(first) + 6) % 7)); date <= sunday; date = addDays(date, 1))
    dates.push(date);
  return dates;
}

function settledState({ state }: Delivery): CalendarDayView['messages'][number]['state'] {
  return state === 'held' || state === 'failed' || state === 'cancelled' ? state : 'sent';
}

/** 张三（区教育局）; a name that says its unit already stands alone. */
function addressee(person: { name: string; unit: string | null } | undefined): string {
  if (!person) return '工作群';
  const { name, unit } = person;
  return unit === null || name.startsWith(unit) ? name : `${name}（${unit}）`;
}
