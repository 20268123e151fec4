import { and, asc, eq, inArray, notInArray, or, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { Database } from './database.ts';
import { type Delivery, PLANNED } from './deliveries.ts';
import { auditEvents, type DeliveryKind, deliveries, members, offices, units } from './schema.ts';

/** What the bot says by itself. Answers and receipts are what it says when it is spoken to. */
const BY_ITSELF: DeliveryKind[] = [...PLANNED, 'alarm'];

/** The days of the office's zone on which the bot said something by itself, and how often. */
export async function sentByDay(db: Database, officeId: string): Promise<Map<IsoDate, number>> {
  const date = sql<IsoDate>`to_char(${deliveries.sentAt} at time zone ${offices.zone}, 'YYYY-MM-DD')`;
  const rows = await db
    .select({ date, count: sql<number>`count(*)::int` })
    .from(deliveries)
    .innerJoin(offices, eq(offices.id, deliveries.officeId))
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.state, 'sent'),
        inArray(deliveries.kind, BY_ITSELF),
      ),
    )
    .groupBy(date);
  return new Map(rows.map((row) => [row.date, row.count]));
}

/** What was sent on a day, and what belonged to it and was not: held, given up, or needless. What a later plan took over is left out. */
export async function settledOn(db: Database, officeId: string, date: IsoDate): Promise<Delivery[]> {
  const rows = await db
    .select({ delivery: deliveries })
    .from(deliveries)
    .innerJoin(offices, eq(offices.id, deliveries.officeId))
    .where(
      and(
        eq(deliveries.officeId, officeId),
        inArray(deliveries.kind, BY_ITSELF),
        or(
          inArray(deliveries.state, ['sent', 'held', 'failed']),
          and(eq(deliveries.state, 'cancelled'), notInArray(deliveries.reason, ['superseded', 'released'])),
        ),
        sql`to_char(coalesce(${deliveries.sentAt}, ${deliveries.sendAfter}) at time zone ${offices.zone}, 'YYYY-MM-DD') = ${date}`,
      ),
    )
    .orderBy(sql`coalesce(${deliveries.sentAt}, ${deliveries.sendAfter})`, asc(deliveries.key));
  return rows.map((row) => row.delivery);
}

/** What will go out whatever the planner says: alarms, and messages that are being sent. */
export async function beyondPlanning(db: Database, officeId: string): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        inArray(deliveries.kind, BY_ITSELF),
        or(
          eq(deliveries.state, 'sending'),
          and(eq(deliveries.state, 'pending'), notInArray(deliveries.kind, [...PLANNED])),
        ),
      ),
    );
}

/** Debts that were given up: the ledger does not take them a second time. */
export async function failedKeys(db: Database, officeId: string): Promise<Set<string>> {
  const rows = await db
    .select({ key: deliveries.key })
    .from(deliveries)
    .where(and(eq(deliveries.officeId, officeId), eq(deliveries.state, 'failed')));
  return new Set(rows.map((row) => row.key));
}

/** Everybody who is or was on the roster, with their unit. */
export async function namesOf(
  db: Database,
  officeId: string,
): Promise<Map<string, { name: string; unit: string | null }>> {
  const rows = await db
    .select({ id: members.id, name: members.name, unit: units.name })
    .from(members)
    .leftJoin(units, eq(units.id, members.unitId))
    .where(eq(members.officeId, officeId));
  return new Map(rows.map(({ id, name, unit }) => [id, { name, unit }]));
}

/** Where an office stands: while the first part is the same, only what was foreseen has happened. */
export interface OfficeMark {
  /** Everything people have done, and what became of messages otherwise than planned. */
  acts: string;
  /** Messages that the bot sent by itself. */
  sent: number;
}

export async function officeMark(db: Database, officeId: string): Promise<OfficeMark> {
  const byItself = inArray(deliveries.kind, BY_ITSELF);
  const [row] = await db
    .select({
      office: sql<string>`concat_ws('/', ${offices.id}, ${offices.zone}, ${offices.groupChannel}, md5(${offices.noticeText}))`,
      audited: sql<string>`(select count(*) from ${auditEvents} where ${auditEvents.officeId} = ${officeId})`,
      people: sql<string>`(select md5(string_agg(concat_ws('/', ${members.id}, ${members.active}, ${members.joinedGroup}, ${members.slackId} is not null or ${members.email} is not null), ' ' order by ${members.id})) from ${members} where ${members.officeId} = ${officeId})`,
    })
    .from(offices)
    .where(eq(offices.id, officeId));
  const [sending] = await db
    .select({
      sent: sql<number>`count(*) filter (where ${deliveries.state} = 'sent')::int`,
      stopped: sql<number>`count(*) filter (where ${deliveries.state} in ('failed', 'held') or ${deliveries.reason} = 'desk')::int`,
    })
    .from(deliveries)
    .where(and(eq(deliveries.officeId, officeId), byItself));
  return {
    acts: [row?.office, row?.audited, row?.people, sending?.stopped].join(' '),
    sent: sending?.sent ?? 0,
  };
}
