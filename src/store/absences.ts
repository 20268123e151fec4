import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { Absence } from '../domain/facts.ts';
import type { Database } from './database.ts';
import { absences } from './schema.ts';

export type AbsenceRow = typeof absences.$inferSelect;

/** Leave that has not ended by a day, the earliest first. */
export async function absencesFrom(db: Database, officeId: string, day: IsoDate): Promise<AbsenceRow[]> {
  return db
    .select()
    .from(absences)
    .where(and(eq(absences.officeId, officeId), isNull(absences.cancelledAt), gte(absences.until, day)))
    .orderBy(asc(absences.from), asc(absences.createdAt));
}

/** Call with the people of the unit locked: nothing else keeps one person's absences apart. */
export async function addAbsence(
  db: Database,
  officeId: string,
  absence: Absence,
  now: Date,
): Promise<AbsenceRow> {
  const [row] = await db
    .insert(absences)
    .values({ officeId, ...absence, createdAt: now })
    .returning();
  if (!row) throw new Error('the absence was not written');
  return row;
}

/** Ends leave early, or takes it back; false when somebody else just did. */
export async function endAbsence(db: Database, officeId: string, id: string, now: Date): Promise<boolean> {
  const rows = await db
    .update(absences)
    .set({ cancelledAt: now })
    .where(and(eq(absences.officeId, officeId), eq(absences.id, id), isNull(absences.cancelledAt)))
    .returning({ id: absences.id });
  return rows.length > 0;
}
