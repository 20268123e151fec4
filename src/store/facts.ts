import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { Facts } from '../domain/facts.ts';
import type { Database } from './database.ts';
import {
  assignments,
  members,
  monthlyReports,
  offices,
  proposals,
  registrations,
  reportEntries,
  units,
} from './schema.ts';

/**
 * Everything the rules look at, of an office or of one of its units. Return requests come with the commands that
 * make them; until then there are none.
 */
export async function loadFacts(
  db: Database,
  officeId: string,
  only: { unitId?: string } = {},
): Promise<Facts> {
  const { unitId } = only;
  const ofUnit = unitId === undefined ? undefined : eq(assignments.unitId, unitId);

  const assignmentRows = await db
    .select()
    .from(assignments)
    .where(and(eq(assignments.officeId, officeId), ofUnit));
  const ids = assignmentRows.map((row) => row.id);
  const scoped = unitId !== undefined;
  const none = scoped && ids.length === 0;
  // One after the other: a transaction has one connection.
  const unitRows = await db
    .select()
    .from(units)
    .where(and(eq(units.officeId, officeId), scoped ? eq(units.id, unitId) : undefined));
  const memberRows = await db
    .select()
    .from(members)
    .where(
      and(
        eq(members.officeId, officeId),
        eq(members.active, true),
        scoped ? eq(members.unitId, unitId) : undefined,
      ),
    );
  const proposalIds = assignmentRows.map((row) => row.proposalId);
  const proposalRows = none
    ? []
    : await db
        .select()
        .from(proposals)
        .where(
          and(eq(proposals.officeId, officeId), scoped ? inArray(proposals.id, proposalIds) : undefined),
        );
  const registrationRows = await db
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.officeId, officeId),
        scoped ? or(eq(registrations.unitId, unitId), inArray(registrations.assignmentId, ids)) : undefined,
      ),
    );
  const entryRows = none
    ? []
    : await db
        .select({
          assignmentId: reportEntries.assignmentId,
          period: monthlyReports.period,
          submittedOn: sql<IsoDate>`to_char(${reportEntries.submittedAt} at time zone ${offices.zone}, 'YYYY-MM-DD')`,
        })
        .from(reportEntries)
        .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
        .innerJoin(offices, eq(offices.id, monthlyReports.officeId))
        .where(scoped ? inArray(reportEntries.assignmentId, ids) : eq(monthlyReports.officeId, officeId));

  return {
    units: unitRows,
    members: memberRows.map((row) => ({
      id: row.id,
      role: row.role,
      unitId: row.unitId,
      name: row.name,
      bound: row.slackId !== null || row.email !== null,
      joinedGroup: row.joinedGroup,
    })),
    proposals: proposalRows,
    assignments: assignmentRows,
    registrations: registrationRows,
    reportEntries: entryRows,
    returnRequests: [],
  };
}
