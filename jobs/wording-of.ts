import type { Context } from '../src/context.ts';
import { dateIn, instantAt, timeIn } from '../src/domain/calendar.ts';
import { NO_DESK_DAY } from '../src/domain/desk-day.ts';
import { deriveDuties } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { reportMonths } from '../src/domain/month-figures.ts';
import type { ReminderKind } from '../src/domain/reminder.ts';
import type { Office } from '../src/office.ts';
import { countDeliveries, type Delivery } from '../src/store/deliveries.ts';
import { deskDayOf } from '../src/store/desk-day.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers } from '../src/store/members.ts';
import { writtenReports } from '../src/store/reports.ts';
import type { PlannedProps } from '../templates/planned.ts';

const WEEK_MS = 7 * 86_400_000;

/** Everything a planned row needs to be put into words at an instant: facts of the unit for a private message, else of the office. */
export async function wordingOf(
  { db }: Pick<Context, 'db'>,
  office: Office,
  delivery: Delivery,
  unitId: string | null,
  now: Date,
): Promise<PlannedProps> {
  if (delivery.kind === 'reminder' || delivery.kind === 'urgent') {
    const facts = await loadFacts(db, office.id, unitId === null ? {} : { unitId });
    return wordingFrom(office, delivery, facts, now);
  }
  const isDesk = delivery.kind === 'desk' || delivery.kind === 'heartbeat';
  const people = isDesk ? await activeMembers(db, office.id, ['liaison', 'deputy']) : [];
  const today = dateIn(office.zone, now);
  const since = instantAt(office.zone, office.calendar.before(today, 1), '00:00');
  return {
    ...wordingFrom(office, delivery, await loadFacts(db, office.id), now),
    sending: await countDeliveries(db, office.id, new Date(now.getTime() - WEEK_MS), now),
    phones: new Map(people.flatMap((person) => (person.phone ? [[person.id, person.phone] as const] : []))),
    day: isDesk ? await deskDayOf(db, delivery, people, today, since) : NO_DESK_DAY,
    reports:
      delivery.digestMonth === null
        ? null
        : await writtenReports(db, office.id, { periods: reportMonths(delivery.digestMonth) }),
  };
}

/** What the facts alone give: all that a private message needs, from those of its unit. */
export function wordingFrom(office: Office, delivery: Delivery, facts: Facts, now: Date): PlannedProps {
  const today = dateIn(office.zone, now);
  return {
    owed: {
      kind: delivery.kind as ReminderKind,
      memberId: delivery.memberId,
      items: delivery.items,
      digestWeek: delivery.digestWeek,
      digestMonth: delivery.digestMonth,
    },
    notice: office.notice,
    calendar: office.calendar,
    facts,
    duties: deriveDuties(office.notice, facts, today),
    today,
    time: timeIn(office.zone, now),
    sending: { sent: 0, failed: 0 },
    phones: new Map(),
    day: NO_DESK_DAY,
    reports: null,
  };
}
