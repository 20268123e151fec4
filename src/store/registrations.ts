import { and, desc, eq, inArray, isNull, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { IsoDate } from '../domain/calendar.ts';
import type { RegistrationDetails } from '../domain/facts.ts';
import { type Database, storable } from './database.ts';
import { members, registrations } from './schema.ts';

export type RegistrationRow = typeof registrations.$inferSelect;

export interface NewRegistration {
  officeId: string;
  assignmentId: string | null;
  unitId: string | null;
  kind: string;
  on: IsoDate;
  dutyKey?: string | null;
  promisedOn?: IsoDate | null;
  text?: string | null;
  details?: RegistrationDetails;
  memberId: string;
  createdAt: Date;
}

/** Puts facts on record; returns those that were new. Two people recording the same fact at once leave one. */
export async function register(db: Database, rows: readonly NewRegistration[]): Promise<NewRegistration[]> {
  if (rows.length === 0) return [];
  const written = await db
    .insert(registrations)
    .values(rows.map((row) => ({ ...row, text: row.text ? storable(row.text) : null })))
    .onConflictDoNothing()
    .returning({
      assignmentId: registrations.assignmentId,
      unitId: registrations.unitId,
      kind: registrations.kind,
      dutyKey: registrations.dutyKey,
    });
  const fresh = new Set(written.map(identity));
  return rows.filter((row) => fresh.has(identity(row)));
}

function identity(row: Pick<NewRegistration, 'assignmentId' | 'unitId' | 'kind' | 'dutyKey'>): string {
  return [row.assignmentId, row.unitId, row.kind, row.dutyKey ?? null].join('/');
}

/** What facts are looked up by; what is left out does not matter. */
export interface RegistrationQuery {
  assignmentIds?: readonly string[];
  /** Facts that the unit recorded, about a proposal or about itself. */
  unitId?: string;
  kinds?: readonly string[];
}

/** Facts that still stand, the latest recorded first. */
export async function standing(
  db: Database,
  officeId: string,
  { assignmentIds, unitId, kinds }: RegistrationQuery,
): Promise<RegistrationRow[]> {
  return db
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.officeId, officeId),
        isNull(registrations.revokedAt),
        assignmentIds && inArray(registrations.assignmentId, [...assignmentIds]),
        unitId === undefined ? undefined : eq(registrations.unitId, unitId),
        kinds && inArray(registrations.kind, [...kinds]),
      ),
    )
    .orderBy(desc(registrations.createdAt), desc(registrations.id));
}

/** The latest that was ever recorded of some kinds about assignments, taken back or not: what a form starts from. */
export async function lastRecorded(
  db: Database,
  officeId: string,
  assignmentIds: readonly string[],
  kinds: readonly string[],
): Promise<RegistrationRow | null> {
  const [row] = await db
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.officeId, officeId),
        inArray(registrations.assignmentId, [...assignmentIds]),
        inArray(registrations.kind, [...kinds]),
      ),
    )
    .orderBy(desc(registrations.createdAt))
    .limit(1);
  return row ?? null;
}

/** Who takes facts back, when, and why. */
export interface Revocation {
  memberId: string;
  at: Date;
  why: string;
}

/**
 * Takes facts back (更正, 退回): they stay in the story and close nothing any more, and the same fact can be recorded
 * anew. Gives those that still stood; the second of two people who take the same fact back gets none.
 */
export async function revoke(
  db: Database,
  officeId: string,
  ids: readonly string[],
  { memberId, at, why }: Revocation,
): Promise<RegistrationRow[]> {
  if (ids.length === 0) return [];
  return db
    .update(registrations)
    .set({ revokedAt: at, revokedBy: memberId, revokedWhy: storable(why) })
    .where(
      and(
        eq(registrations.officeId, officeId),
        inArray(registrations.id, [...ids]),
        isNull(registrations.revokedAt),
      ),
    )
    .returning();
}

/** Lets facts stand again that were taken back at one moment, except where the same fact has been recorded since. */
export async function reinstate(
  db: Database,
  officeId: string,
  { assignmentId, unitId, at }: { assignmentId: string | null; unitId: string | null; at: Date },
): Promise<void> {
  const since = alias(registrations, 'since');
  await db
    .update(registrations)
    .set({ revokedAt: null, revokedBy: null, revokedWhy: null })
    .where(
      and(
        eq(registrations.officeId, officeId),
        eq(registrations.revokedAt, at),
        assignmentId === null
          ? and(isNull(registrations.assignmentId), eq(registrations.unitId, unitId ?? ''))
          : eq(registrations.assignmentId, assignmentId),
        notExists(
          db
            .select({ id: since.id })
            .from(since)
            .where(
              and(
                isNull(since.revokedAt),
                eq(since.kind, registrations.kind),
                assignmentId === null
                  ? and(isNull(since.assignmentId), eq(since.unitId, unitId ?? ''))
                  : eq(since.assignmentId, assignmentId),
              ),
            ),
        ),
      ),
    );
}

/** A fact with who recorded it. */
export interface RecordedFact {
  fact: RegistrationRow;
  by: string | null;
  unitId: string | null;
}

/** The latest facts that stand: all, what a unit's people recorded, what is about a unit, or about some assignments. */
export async function latestFacts(
  db: Database,
  officeId: string,
  { byUnit, unitId, assignmentIds }: { byUnit?: string; unitId?: string; assignmentIds?: readonly string[] },
  limit: number,
): Promise<RecordedFact[]> {
  if (assignmentIds?.length === 0) return [];
  return db
    .select({ fact: registrations, by: members.name, unitId: members.unitId })
    .from(registrations)
    .leftJoin(members, eq(members.id, registrations.memberId))
    .where(
      and(
        eq(registrations.officeId, officeId),
        isNull(registrations.revokedAt),
        byUnit === undefined ? undefined : eq(members.unitId, byUnit),
        unitId === undefined ? undefined : eq(registrations.unitId, unitId),
        assignmentIds && inArray(registrations.assignmentId, [...assignmentIds]),
      ),
    )
    .orderBy(desc(registrations.createdAt), desc(registrations.id))
    .limit(limit);
}

/** One fact, also one that was taken back, with who did that. Null for an id that the office does not know. */
export async function factById(
  db: Database,
  officeId: string,
  id: string,
): Promise<(RecordedFact & { revoker: string | null }) | null> {
  const revokers = alias(members, 'revokers');
  const [row] = await db
    .select({ fact: registrations, by: members.name, unitId: members.unitId, revoker: revokers.name })
    .from(registrations)
    .leftJoin(members, eq(members.id, registrations.memberId))
    .leftJoin(revokers, eq(revokers.id, registrations.revokedBy))
    .where(and(eq(registrations.officeId, officeId), eq(registrations.id, id)));
  return row ?? null;
}
