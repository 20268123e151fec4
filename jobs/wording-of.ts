import type { Context } from '../src/context.ts';
import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { deriveDuties } from '../src/domain/duty.ts';
import type { ReminderKind } from '../src/domain/reminder.ts';
import type { Office } from '../src/office.ts';
import { countDeliveries, type Delivery } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers } from '../src/store/members.ts';
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
  const isPrivate = delivery.kind === 'reminder' || delivery.kind === 'urgent';
  const facts = await loadFacts(db, office.id, isPrivate && unitId !== null ? { unitId } : {});
  const today = dateIn(office.zone, now);
  const people = delivery.kind === 'desk' ? await activeMembers(db, office.id, ['liaison', 'deputy']) : [];
  return {
    owed: {
      kind: delivery.kind as ReminderKind,
      memberId: delivery.memberId,
      items: delivery.items,
      digestWeek: delivery.digestWeek,
    },
    notice: office.notice,
    calendar: office.calendar,
    facts,
    duties: deriveDuties(office.notice, facts, today),
    today,
    time: timeIn(office.zone, now),
    sending: isPrivate
      ? { sent: 0, failed: 0 }
      : await countDeliveries(db, office.id, new Date(now.getTime() - WEEK_MS), now),
    phones: new Map(people.flatMap((person) => (person.phone ? [[person.id, person.phone] as const] : []))),
  };
}
