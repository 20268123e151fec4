import { and, asc, eq, gt, inArray, max, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { DeskDay, PeopleNews } from '../domain/desk-day.ts';
import type { MemberRole } from '../domain/facts.ts';
import type { Database } from './database.ts';
import type { Delivery } from './deliveries.ts';
import type { MemberRow } from './members.ts';
import { auditEvents, deliveries, members, units } from './schema.ts';
import { unreachedPeople } from './unreached.ts';

/** Audit events that the desk hears of in its message of the day; `details` of a change are a `PersonChanged`. */
export const PEOPLE_EVENTS = {
  changed: 'change-person',
  profile: 'change-profile',
  guest: 'join-unlisted',
} as const;

/** Ids: names may change again before somebody reads of it. */
export interface PersonChanged extends Record<string, unknown> {
  unitId: string;
  role: MemberRole;
  from: string | null;
  to: string;
}

/**
 * What one person of the desk is told of the day (D9).
 * @param people the liaisons and deputies @param failedSince the beginning of the working day before
 */
export async function deskDayOf(
  db: Database,
  { officeId, memberId }: Pick<Delivery, 'officeId' | 'memberId'>,
  people: readonly MemberRow[],
  today: IsoDate,
  failedSince: Date,
): Promise<DeskDay> {
  const goesOut = sql`${deliveries.kind} in ('reminder', 'urgent') and ${deliveries.date} = ${today} and ${deliveries.state} in ('pending', 'sending', 'sent')`;
  const [row] = await db
    .select({
      reminders: sql<number>`count(*) filter (where ${goesOut})::int`,
      units: sql<number>`count(distinct ${members.unitId}) filter (where ${goesOut})::int`,
      failed: sql<number>`count(*) filter (where ${deliveries.state} = 'failed' and ${deliveries.kind} not in ('answer', 'receipt', 'paper') and ${deliveries.createdAt} >= ${failedSince.toISOString()})::int`,
    })
    .from(deliveries)
    .leftJoin(members, eq(members.id, deliveries.memberId))
    .where(eq(deliveries.officeId, officeId));
  return {
    reminders: row?.reminders ?? 0,
    units: row?.units ?? 0,
    failed: row?.failed ?? 0,
    unreached: (await unreachedPeople(db, officeId, failedSince)).map(({ memberId }) => memberId),
    unbound: new Set(people.filter((one) => one.slackId === null).map((one) => one.id)),
    news: await peopleNews(db, officeId, await lastHeard(db, memberId)),
  };
}

/** When a person of the desk had their last message of the day. */
async function lastHeard(db: Database, memberId: string | null): Promise<Date> {
  const [row] = await db
    .select({ at: max(deliveries.sentAt) })
    .from(deliveries)
    .where(
      and(
        memberId === null ? undefined : eq(deliveries.memberId, memberId),
        inArray(deliveries.kind, ['desk', 'heartbeat']),
      ),
    );
  return row?.at ?? new Date(0);
}

async function peopleNews(db: Database, officeId: string, since: Date): Promise<PeopleNews> {
  const events = await db
    .select({ action: auditEvents.action, subject: auditEvents.subject, details: auditEvents.details })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.officeId, officeId),
        gt(auditEvents.at, since),
        inArray(auditEvents.action, Object.values(PEOPLE_EVENTS)),
      ),
    )
    .orderBy(asc(auditEvents.at));
  if (events.length === 0) return { changes: [], profiles: [], guests: [] };

  const people = await db.select().from(members).where(eq(members.officeId, officeId));
  const names = new Map(people.map((one) => [one.id, one.name]));
  const unitNames = new Map(
    (await db.select().from(units).where(eq(units.officeId, officeId))).map((unit) => [unit.id, unit.name]),
  );
  const listed = new Set(people.filter((one) => one.active).map((one) => one.slackId));
  const of = (action: string) => events.filter((event) => event.action === action);
  return {
    changes: of(PEOPLE_EVENTS.changed).map(({ details }) => {
      const { unitId, role, from, to } = details as PersonChanged;
      return {
        unit: unitNames.get(unitId) ?? '',
        role,
        from: from === null ? null : (names.get(from) ?? ''),
        to: names.get(to) ?? '',
      };
    }),
    profiles: [...new Set(of(PEOPLE_EVENTS.profile).map(({ subject }) => subject))],
    guests: [...new Set(of(PEOPLE_EVENTS.guest).map(({ subject }) => subject))].filter(
      (slackId) => !listed.has(slackId),
    ),
  };
}
