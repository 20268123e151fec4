import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { MemberRole } from '../domain/facts.ts';
import type { Database } from './database.ts';
import type { RegistrationRow } from './registrations.ts';
import { auditEvents, deliveries, members, registrations } from './schema.ts';

/** A fact on record, or one that was: with the names of who recorded it and who took it back. */
export interface StoryFact extends RegistrationRow {
  by: string | null;
  revoker: string | null;
}

/** All facts about some assignments, those taken back among them, in the order in which they were recorded. */
export async function factsOfCase(db: Database, assignmentIds: readonly string[]): Promise<StoryFact[]> {
  if (assignmentIds.length === 0) return [];
  const revokers = alias(members, 'revokers');
  const rows = await db
    .select({ fact: registrations, by: members.name, revoker: revokers.name })
    .from(registrations)
    .leftJoin(members, eq(members.id, registrations.memberId))
    .leftJoin(revokers, eq(revokers.id, registrations.revokedBy))
    .where(inArray(registrations.assignmentId, [...assignmentIds]))
    .orderBy(asc(registrations.createdAt), asc(registrations.id));
  return rows.map(({ fact, by, revoker }) => ({ ...fact, by, revoker }));
}

export interface StoryEvent {
  at: Date;
  action: string;
  /** As the event was written: a proposal's number, a duty's key, a unit and period, a delivery's key. */
  subject: string;
  details: Record<string, unknown>;
  by: string | null;
  role: MemberRole | null;
  unitId: string | null;
}

export interface CaseSubjects {
  /** 案号 */
  number: string;
  assignmentIds: readonly string[];
  /** Subjects of reports that had a part about the proposal: unit and period. */
  reports: readonly string[];
}

/** Everything that was done about a proposal, however its events name it; the oldest first. */
export async function eventsOfCase(
  db: Database,
  officeId: string,
  { number, assignmentIds, reports }: CaseSubjects,
): Promise<StoryEvent[]> {
  const about = (column: SQL) =>
    or(...assignmentIds.map((id) => sql`strpos(${column}, ${id}) > 0`)) ?? sql`false`;
  return db
    .select({
      at: auditEvents.at,
      action: auditEvents.action,
      subject: auditEvents.subject,
      details: auditEvents.details,
      by: members.name,
      role: members.role,
      unitId: members.unitId,
    })
    .from(auditEvents)
    .leftJoin(members, eq(members.id, auditEvents.memberId))
    .where(
      and(
        eq(auditEvents.officeId, officeId),
        or(
          eq(auditEvents.subject, number),
          // A duty's key holds the assignment's id.
          about(sql`${auditEvents.subject}`),
          reports.length > 0 ? inArray(auditEvents.subject, [...reports]) : undefined,
          // A message that the desk stopped spoke of one of its duties.
          sql`exists (select 1 from ${deliveries} where ${deliveries.officeId} = ${officeId}
            and ${deliveries.key} = ${auditEvents.subject} and ${about(sql`${deliveries.items}::text`)})`,
        ),
      ),
    )
    .orderBy(asc(auditEvents.at), asc(auditEvents.id));
}
