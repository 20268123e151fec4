import { and, eq, inArray, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { Database } from './database.ts';
import { members, snoozes } from './schema.ts';

export interface NewSnooze {
  officeId: string;
  memberId: string;
  dutyKey: string;
  until: IsoDate;
  createdAt: Date;
}

/** Puts duties off, each once a person: the later wish counts, and how often is counted (A9). */
export async function putOff(db: Database, rows: readonly NewSnooze[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(snoozes)
    .values([...rows])
    .onConflictDoUpdate({
      target: [snoozes.memberId, snoozes.dutyKey],
      set: {
        until: sql`excluded.until_date`,
        createdAt: sql`excluded.created_at`,
        times: sql`${snoozes.times} + 1`,
      },
    });
}

export interface SnoozeView {
  dutyKey: string;
  until: IsoDate;
  times: number;
  at: Date;
  memberId: string;
  name: string;
  unitId: string | null;
}

/** What is or was put off, the latest first. */
export async function snoozeViews(
  db: Database,
  officeId: string,
  { unitId, dutyKeys }: { unitId?: string | undefined; dutyKeys?: readonly string[] } = {},
): Promise<SnoozeView[]> {
  if (dutyKeys?.length === 0) return [];
  return db
    .select({
      dutyKey: snoozes.dutyKey,
      until: snoozes.until,
      times: snoozes.times,
      at: snoozes.createdAt,
      memberId: snoozes.memberId,
      name: members.name,
      unitId: members.unitId,
    })
    .from(snoozes)
    .innerJoin(members, eq(members.id, snoozes.memberId))
    .where(
      and(
        eq(snoozes.officeId, officeId),
        unitId === undefined ? undefined : eq(members.unitId, unitId),
        dutyKeys && inArray(snoozes.dutyKey, [...dutyKeys]),
      ),
    )
    .orderBy(sql`${snoozes.createdAt} desc`);
}

/** Takes back what a person put off; false when it was taken back before. */
export async function wakeUp(db: Database, memberId: string, dutyKey: string): Promise<boolean> {
  const rows = await db
    .delete(snoozes)
    .where(and(eq(snoozes.memberId, memberId), eq(snoozes.dutyKey, dutyKey)))
    .returning({ dutyKey: snoozes.dutyKey });
  return rows.length > 0;
}
