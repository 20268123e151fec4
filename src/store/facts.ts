import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { Facts } from '../domain/facts.ts';
import type { Database } from './database.ts';
import {
  absences,
  assignments,
  members,
  monthlyReports,
  offices,
  proposals,
  registrations,
  reportEntries,
  returnRequests,
  snoozes,
  units,
  urges,
} from './schema.ts';

/** Everything the rules look at, of an office or of one of its units. */
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
        isNull(registrations.revokedAt),
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

  const requestRows = none
    ? []
    : await db
        .select({
          id: returnRequests.id,
          assignmentId: returnRequests.assignmentId,
          requestedOn: returnRequests.requestedOn,
          open: sql<boolean>`${returnRequests.state} in ('awaiting-consent', 'open', 'submitted', 'signed')`,
        })
        .from(returnRequests)
        .where(
          and(
            eq(returnRequests.officeId, officeId),
            scoped ? inArray(returnRequests.assignmentId, ids) : undefined,
          ),
        );
  const memberIds = memberRows.map((row) => row.id);
  const absenceRows = await db
    .select()
    .from(absences)
    .where(
      and(
        eq(absences.officeId, officeId),
        isNull(absences.cancelledAt),
        scoped ? inArray(absences.memberId, memberIds) : undefined,
      ),
    );
  const snoozeRows = await db
    .select()
    .from(snoozes)
    .where(and(eq(snoozes.officeId, officeId), scoped ? inArray(snoozes.memberId, memberIds) : undefined));
  const urgeRows = await db
    .select()
    .from(urges)
    .where(
      and(
        eq(urges.officeId, officeId),
        eq(urges.way, 'message'),
        scoped ? eq(urges.unitId, unitId) : undefined,
      ),
    );

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
    returnRequests: requestRows,
    absences: absenceRows,
    snoozes: snoozeRows,
    urges: urgeRows,
  };
}
