import { and, desc, eq, inArray } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import { type Database, storable } from './database.ts';
import { members, urges } from './schema.ts';

export interface NewUrge {
  officeId: string;
  unitId: string;
  dutyKey: string;
  on: IsoDate;
  way: 'message' | 'phone';
  note: string | null;
  memberId: string;
  createdAt: Date;
}

/** Puts urges on record, each duty and way once a day; gives the duty keys of those that are new. */
export async function addUrges(db: Database, rows: readonly NewUrge[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const written = await db
    .insert(urges)
    .values(rows.map((row) => ({ ...row, note: row.note === null ? null : storable(row.note) })))
    .onConflictDoNothing()
    .returning({ dutyKey: urges.dutyKey });
  return new Set(written.map((row) => row.dutyKey));
}

export interface UrgeView {
  id: string;
  unitId: string;
  dutyKey: string;
  on: IsoDate;
  way: 'message' | 'phone';
  note: string | null;
  at: Date;
  memberId: string | null;
  /** Who urged. */
  by: string | null;
}

/** Urges on record, the latest first. */
export async function urgeViews(
  db: Database,
  officeId: string,
  {
    unitIds,
    dutyKeys,
    on,
  }: {
    unitIds?: readonly string[] | undefined;
    dutyKeys?: readonly string[] | undefined;
    on?: IsoDate | undefined;
  } = {},
): Promise<UrgeView[]> {
  if (dutyKeys?.length === 0 || unitIds?.length === 0) return [];
  return db
    .select({
      id: urges.id,
      unitId: urges.unitId,
      dutyKey: urges.dutyKey,
      on: urges.on,
      way: urges.way,
      note: urges.note,
      at: urges.createdAt,
      memberId: urges.memberId,
      by: members.name,
    })
    .from(urges)
    .leftJoin(members, eq(members.id, urges.memberId))
    .where(
      and(
        eq(urges.officeId, officeId),
        unitIds && inArray(urges.unitId, [...unitIds]),
        dutyKeys && inArray(urges.dutyKey, [...dutyKeys]),
        on === undefined ? undefined : eq(urges.on, on),
      ),
    )
    .orderBy(desc(urges.createdAt), desc(urges.id));
}

/** Takes an urge back; false when it was taken back before. */
export async function dropUrge(db: Database, officeId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(urges)
    .where(and(eq(urges.officeId, officeId), eq(urges.id, id)))
    .returning({ id: urges.id });
  return rows.length > 0;
}
