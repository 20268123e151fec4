import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { offices } from './schema.ts';

export type OfficeRow = typeof offices.$inferSelect;

/** The installation's office: created on first use, bound to its workspace when the bot first meets it. */
export async function ensureOffice(db: Database): Promise<OfficeRow> {
  const [known] = await db.select().from(offices).limit(1);
  if (known) return known;
  return db.transaction(async (tx) => {
    // Processes that start together on an empty database make one office.
    await tx.execute(sql`lock table ${offices} in share row exclusive mode`);
    const [theirs] = await tx.select().from(offices).limit(1);
    if (theirs) return theirs;
    const [made] = await tx.insert(offices).values({}).returning();
    if (!made) throw new Error('the office row was not created');
    return made;
  });
}

export async function officeById(db: Database, id: string): Promise<OfficeRow | null> {
  const [row] = await db.select().from(offices).where(eq(offices.id, id));
  return row ?? null;
}

export async function officeByTeam(db: Database, teamId: string): Promise<OfficeRow | null> {
  const [row] = await db.select().from(offices).where(eq(offices.teamId, teamId));
  return row ?? null;
}

/** Remembers the workspace of an office that has none. Gives the one that it has then: another process may have been first. */
export async function bindTeam(db: Database, officeId: string, teamId: string): Promise<string> {
  await db
    .update(offices)
    .set({ teamId })
    .where(and(eq(offices.id, officeId), isNull(offices.teamId)));
  const bound = (await officeById(db, officeId))?.teamId;
  if (!bound) throw new Error('the office was not bound to its workspace');
  return bound;
}

export async function setNotice(db: Database, officeId: string, name: string, text: string): Promise<void> {
  await db.update(offices).set({ noticeName: name, noticeText: text }).where(eq(offices.id, officeId));
}

export async function setGroupChannel(db: Database, officeId: string, channel: string): Promise<void> {
  await db.update(offices).set({ groupChannel: channel }).where(eq(offices.id, officeId));
}

/** Offices with rules whose planning time has come, by id. Null counts as come. */
export async function officesToPlan(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .select({ id: offices.id })
    .from(offices)
    .where(and(isNotNull(offices.noticeText), or(isNull(offices.nextPlanAt), lte(offices.nextPlanAt, now))));
  return rows.map((row) => row.id);
}

/** The earliest planning time of any office with rules (the epoch where it is due at once); null when there is none. */
export async function nextPlanningTime(db: Database): Promise<Date | null> {
  const rows = await db.select({ at: offices.nextPlanAt }).from(offices).where(isNotNull(offices.noticeText));
  const times = rows.map((row) => row.at?.getTime() ?? 0);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** `at` null plans at the next tick: facts have changed in a way that may open duties. */
export async function setNextPlan(db: Database, officeId: string, at: Date | null): Promise<void> {
  await db.update(offices).set({ nextPlanAt: at }).where(eq(offices.id, officeId));
}

/** The first refusal counts: from then on the bot is shut out, until `endShutOut`. */
export async function noteShutOut(db: Database, id: string, code: string, since: Date): Promise<void> {
  await db
    .update(offices)
    .set({ shutOutSince: since, shutOutCode: code })
    .where(and(eq(offices.id, id), isNull(offices.shutOutSince)));
}

/** False when it was not shut out, or another process has noticed already that it is over. */
export async function endShutOut(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .update(offices)
    .set({ shutOutSince: null, shutOutCode: null })
    .where(and(eq(offices.id, id), isNotNull(offices.shutOutSince)))
    .returning({ id: offices.id });
  return rows.length > 0;
}

/** After a restore: up to here the ledger is whole again; null when it is so up to now. */
export async function setRestoredFrom(db: Database, id: string, from: Date | null): Promise<void> {
  await db.update(offices).set({ restoredFrom: from }).where(eq(offices.id, id));
}

/** The office's row, locked until the transaction ends: one planner at a time. */
export async function lockOffice(db: Database, id: string): Promise<OfficeRow | null> {
  const [row] = await db.select().from(offices).where(eq(offices.id, id)).for('update');
  return row ?? null;
}
