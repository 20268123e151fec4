import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import { EMPTY_ENTRY, type ReportDraftEntry } from '../domain/monthly-report.ts';
import type { WrittenReport } from '../domain/year-figures.ts';
import { type Database, storable } from './database.ts';
import { members, monthlyReports, reportDrafts, reportEntries, reportVersions, units } from './schema.ts';

export interface ReportToSave {
  officeId: string;
  unitId: string;
  /** 'YYYY-MM' */
  period: string;
  memberId: string;
  at: Date;
  /** By assignment id. */
  entries: Record<string, ReportDraftEntry>;
}

/** Until the transaction ends nobody else writes a report of the unit: two people of one unit come one after the other. */
export async function lockReports(db: Database, unitId: string): Promise<void> {
  await db.select({ id: units.id }).from(units).where(eq(units.id, unitId)).for('no key update');
}

/**
 * Writes or corrects a unit's report of a month, and keeps it as it now is as a version. Entries that are not given stay
 * as they are, and so does a stage: a correction by plain reply names none.
 */
export async function saveReport(
  db: Database,
  report: ReportToSave,
): Promise<{ id: string; revision: number }> {
  const { officeId, unitId, period, memberId, at } = report;
  const [made] = await db
    .insert(monthlyReports)
    .values({ officeId, unitId, period, memberId, submittedAt: at, updatedAt: at })
    .onConflictDoUpdate({
      target: [monthlyReports.unitId, monthlyReports.period],
      set: { updatedAt: at, memberId, revision: sql`${monthlyReports.revision} + 1` },
    })
    .returning({ id: monthlyReports.id, revision: monthlyReports.revision });
  if (!made) throw new Error('the report row was not written');
  for (const [assignmentId, entry] of Object.entries(report.entries)) {
    const texts = {
      progress: storable(entry.progress.trim()),
      problems: storable(entry.problems.trim()),
      plan: storable(entry.plan.trim()),
      stage: entry.stage,
    };
    await db
      .insert(reportEntries)
      .values({ reportId: made.id, assignmentId, ...texts, submittedAt: at })
      .onConflictDoUpdate({
        target: [reportEntries.reportId, reportEntries.assignmentId],
        set: { ...texts, stage: entry.stage ?? sql`${reportEntries.stage}` },
      });
  }
  await keepVersion(db, report, made);
  return made;
}

/** The whole report as it was sent in; a contact and ticks only where this very sending brought them. */
async function keepVersion(
  db: Database,
  { unitId, period, memberId, at, entries: sent }: ReportToSave,
  made: { id: string; revision: number },
): Promise<void> {
  const now = await reportEntriesOf(db, unitId, period);
  const entries = [...now].map(([id, { progress, problems, plan, stage }]) => {
    const { contactWay, ticks } = sent[id] ?? EMPTY_ENTRY;
    return [id, { progress, problems, plan, stage, contactWay, ticks }] as const;
  });
  await db.insert(reportVersions).values({
    reportId: made.id,
    revision: made.revision,
    at,
    memberId,
    entries: Object.fromEntries(entries),
  });
}

/** A report as it was once sent in, and by whom. */
export interface ReportVersion {
  /** From 1. */
  revision: number;
  at: Date;
  /** `unitId` is null for the desk, which enters what a unit telephoned. */
  by: { name: string; unitId: string | null } | null;
  /** By assignment id. */
  entries: Record<string, ReportDraftEntry>;
}

/** Every version of a unit's report of a month, the first one first. */
export async function reportVersionsOf(
  db: Database,
  unitId: string,
  period: string,
): Promise<ReportVersion[]> {
  const rows = await db
    .select({ ...getTableColumns(reportVersions), name: members.name, unitId: members.unitId })
    .from(reportVersions)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportVersions.reportId))
    .leftJoin(members, eq(members.id, reportVersions.memberId))
    .where(and(eq(monthlyReports.unitId, unitId), eq(monthlyReports.period, period)))
    .orderBy(asc(reportVersions.revision));
  return rows.map(({ revision, at, entries, name, unitId: of }) => ({
    revision,
    at,
    entries,
    by: name === null ? null : { name, unitId: of },
  }));
}

/** How often a unit's report of a month has been sent in; 0 for never. */
export async function reportRevision(db: Database, unitId: string, period: string): Promise<number> {
  const [row] = await db
    .select({ revision: monthlyReports.revision })
    .from(monthlyReports)
    .where(and(eq(monthlyReports.unitId, unitId), eq(monthlyReports.period, period)));
  return row?.revision ?? 0;
}

export type SavedEntry = typeof reportEntries.$inferSelect & { period: string };

/** What a unit reported for the month, by assignment id. */
export async function reportEntriesOf(
  db: Database,
  unitId: string,
  period: string,
): Promise<Map<string, SavedEntry>> {
  const rows = await db
    .select({ entry: reportEntries, period: monthlyReports.period })
    .from(reportEntries)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
    .where(and(eq(monthlyReports.unitId, unitId), eq(monthlyReports.period, period)));
  return new Map(rows.map((row) => [row.entry.assignmentId, { ...row.entry, period: row.period }]));
}

/** The plan written in the latest earlier month, by assignment id: this month's progress starts from it. */
export async function previousPlans(
  db: Database,
  assignmentIds: readonly string[],
  period: string,
): Promise<Map<string, string>> {
  const plans = new Map<string, string>();
  if (assignmentIds.length === 0) return plans;
  const rows = await db
    .select({ assignmentId: reportEntries.assignmentId, plan: reportEntries.plan })
    .from(reportEntries)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
    .where(and(inArray(reportEntries.assignmentId, [...assignmentIds]), lt(monthlyReports.period, period)))
    .orderBy(desc(monthlyReports.period));
  for (const row of rows) if (!plans.has(row.assignmentId)) plans.set(row.assignmentId, row.plan);
  return plans;
}

export async function loadDraft(
  db: Database,
  memberId: string,
  period: string,
): Promise<Record<string, ReportDraftEntry>> {
  const [row] = await db
    .select({ entries: reportDrafts.entries })
    .from(reportDrafts)
    .where(and(eq(reportDrafts.memberId, memberId), eq(reportDrafts.period, period)));
  return row?.entries ?? {};
}

/** Keeps what was typed, added to what the draft holds already. */
export async function saveDraft(
  db: Database,
  draft: {
    officeId: string;
    memberId: string;
    period: string;
    entries: Record<string, ReportDraftEntry>;
    at: Date;
  },
): Promise<void> {
  const { officeId, memberId, period, at } = draft;
  const typed = Object.fromEntries(
    Object.entries(draft.entries).map(([id, entry]) => [
      id,
      {
        ...entry,
        progress: storable(entry.progress),
        problems: storable(entry.problems),
        plan: storable(entry.plan),
      },
    ]),
  );
  const entries = { ...(await loadDraft(db, memberId, period)), ...typed };
  await db
    .insert(reportDrafts)
    .values({ officeId, memberId, period, entries, updatedAt: at })
    .onConflictDoUpdate({
      target: [reportDrafts.memberId, reportDrafts.period],
      set: { entries, updatedAt: at },
    });
}

/** Forgets these entries of a draft; what else was typed for the month stays. */
export async function dropFromDraft(
  db: Database,
  memberId: string,
  period: string,
  ids: readonly string[],
): Promise<void> {
  const own = and(eq(reportDrafts.memberId, memberId), eq(reportDrafts.period, period));
  const left = Object.entries(await loadDraft(db, memberId, period)).filter(([id]) => !ids.includes(id));
  if (left.length === 0) await db.delete(reportDrafts).where(own);
  else
    await db
      .update(reportDrafts)
      .set({ entries: Object.fromEntries(left) })
      .where(own);
}

/** What units wrote about each proposal: of one unit, in some months, or all of it. By month. */
export async function writtenReports(
  db: Database,
  officeId: string,
  { unitId, periods }: { unitId?: string; periods?: readonly string[] },
): Promise<WrittenReport[]> {
  return db
    .select({
      assignmentId: reportEntries.assignmentId,
      period: monthlyReports.period,
      progress: reportEntries.progress,
      problems: reportEntries.problems,
      plan: reportEntries.plan,
      stage: reportEntries.stage,
    })
    .from(reportEntries)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
    .where(
      and(
        eq(monthlyReports.officeId, officeId),
        unitId === undefined ? undefined : eq(monthlyReports.unitId, unitId),
        periods === undefined ? undefined : inArray(monthlyReports.period, [...periods]),
      ),
    )
    .orderBy(asc(monthlyReports.period));
}
