import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { auditEvents, inbox, members } from './schema.ts';

export interface AuditEvent {
  officeId: string;
  at: Date;
  memberId: string | null;
  /** A verb of the trade in English: 'sign', 'report', 'hold-delivery' … */
  action: string;
  /** What it was done to: a proposal's number, a delivery's key … */
  subject: string;
  /** The inbound id that caused it. */
  source: string;
  /** Ids and numbers; never text that people typed. */
  details?: Record<string, unknown>;
}

/** Written in the same transaction as the change it records. */
export async function writeAudit(db: Database, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0)
    await db.insert(auditEvents).values(events.map((event) => ({ details: {}, ...event })));
}

/** The latest time that something was done to a subject: by whom, and when. */
export async function lastAudit(
  db: Database,
  officeId: string,
  action: string,
  subject: string,
): Promise<{ memberId: string | null; at: Date } | null> {
  const [event] = await db
    .select({ memberId: auditEvents.memberId, at: auditEvents.at })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.officeId, officeId),
        eq(auditEvents.action, action),
        eq(auditEvents.subject, subject),
      ),
    )
    .orderBy(desc(auditEvents.at))
    .limit(1);
  return event ?? null;
}

/**
 * Claims an inbound id inside the transaction that carries it out. False when it was carried out before; a twin
 * that is still in flight is waited for, because the unique row blocks until its transaction ends.
 */
export async function claimInbound(db: Database, officeId: string, id: string, now: Date): Promise<boolean> {
  const rows = await db
    .insert(inbox)
    .values({ officeId, id, receivedAt: now })
    .onConflictDoNothing()
    .returning({ id: inbox.id });
  return rows.length > 0;
}

/** Whether an inbound id was carried out. */
export async function wasClaimed(db: Database, officeId: string, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: inbox.id })
    .from(inbox)
    .where(and(eq(inbox.officeId, officeId), eq(inbox.id, id)));
  return rows.length > 0;
}

/** Slack retries for at most a day; older ids are forgotten. */
export async function forgetInbound(db: Database, before: Date): Promise<void> {
  await db.delete(inbox).where(lt(inbox.receivedAt, before));
}

/** An event with who caused it. */
export interface NamedEvent {
  at: Date;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  by: string | null;
  unitId: string | null;
}

/** The latest events of some actions. */
export function latestEvents(
  db: Database,
  officeId: string,
  actions: readonly string[],
  limit: number,
): Promise<NamedEvent[]> {
  return latestOf(db, officeId, inArray(auditEvents.action, [...actions]), limit);
}

/** What the people of a unit did last. */
export function latestOfUnit(
  db: Database,
  officeId: string,
  unitId: string,
  limit: number,
): Promise<NamedEvent[]> {
  return latestOf(db, officeId, eq(members.unitId, unitId), limit);
}

function latestOf(
  db: Database,
  officeId: string,
  which: SQL | undefined,
  limit: number,
): Promise<NamedEvent[]> {
  return db
    .select({
      at: auditEvents.at,
      action: auditEvents.action,
      subject: auditEvents.subject,
      details: auditEvents.details,
      by: members.name,
      unitId: members.unitId,
    })
    .from(auditEvents)
    .leftJoin(members, eq(members.id, auditEvents.memberId))
    .where(and(eq(auditEvents.officeId, officeId), which))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);
}
