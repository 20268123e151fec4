import { and, eq, inArray, isNull, ne, or, type Placeholder, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { IsoDate } from '../domain/calendar.ts';
import type { Facts } from '../domain/facts.ts';
import type { Database } from './database.ts';
import { partnersOf } from './partners.ts';
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
import { together } from './together.ts';

/** Everything the rules look at, of an office or of one of its units, as it stands at one instant. */
export async function loadFacts(
  db: Database,
  officeId: string,
  { unitId }: { unitId?: string } = {},
): Promise<Facts> {
  const { partners, ...found } =
    unitId === undefined
      ? await factsOfOffice(db, { officeId })
      : await factsOfUnit(db, { officeId, unitId });
  return {
    ...found,
    ...(unitId !== undefined && { partners }),
    members: found.members.map((row) => ({
      id: row.id,
      role: row.role,
      unitId: row.unitId,
      name: row.name,
      bound: row.slackId !== null || row.email !== null,
      joinedGroup: row.joinedGroup,
      since: row.since,
    })),
  };
}

const factsOfOffice = together('facts of an office', (db) => factsFrom(db, undefined));
const factsOfUnit = together('facts of a unit', (db) => factsFrom(db, sql.placeholder('unitId')));

function factsFrom(db: Database, unitId: Placeholder | undefined) {
  const officeId = sql.placeholder('officeId');
  const onlyOf = (unit: PgColumn) => (unitId === undefined ? undefined : eq(unit, unitId));
  /** A column that must name a row of the unit. */
  const among = (column: PgColumn, rows: SQLWrapper) =>
    unitId === undefined ? undefined : inArray(column, rows);

  const ofUnit = and(eq(assignments.officeId, officeId), onlyOf(assignments.unitId));
  const assignmentIds = db.select({ id: assignments.id }).from(assignments).where(ofUnit);
  const proposalIds = db.select({ id: assignments.proposalId }).from(assignments).where(ofUnit);
  const active = and(eq(members.officeId, officeId), eq(members.active, true), onlyOf(members.unitId));
  const memberIds = db.select({ id: members.id }).from(members).where(active);

  return {
    units: db
      .select()
      .from(units)
      .where(and(eq(units.officeId, officeId), onlyOf(units.id))),
    members: db.select().from(members).where(active),
    proposals: db
      .select()
      .from(proposals)
      .where(and(eq(proposals.officeId, officeId), among(proposals.id, proposalIds))),
    assignments: db.select().from(assignments).where(ofUnit),
    registrations: db
      .select()
      .from(registrations)
      .where(
        and(
          eq(registrations.officeId, officeId),
          isNull(registrations.revokedAt),
          or(onlyOf(registrations.unitId), among(registrations.assignmentId, assignmentIds)),
        ),
      ),
    reportEntries: db
      .select({
        assignmentId: reportEntries.assignmentId,
        period: monthlyReports.period,
        submittedOn:
          sql<IsoDate>`to_char(${reportEntries.submittedAt} at time zone ${offices.zone}, 'YYYY-MM-DD')`.as(
            'submitted_on',
          ),
      })
      .from(reportEntries)
      .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
      .innerJoin(offices, eq(offices.id, monthlyReports.officeId))
      .where(and(eq(monthlyReports.officeId, officeId), among(reportEntries.assignmentId, assignmentIds))),
    returnRequests: db
      .select({
        id: returnRequests.id,
        assignmentId: returnRequests.assignmentId,
        requestedOn: returnRequests.requestedOn,
        open: sql<boolean>`${returnRequests.state} in ('awaiting-consent', 'open', 'submitted', 'signed')`.as(
          'open',
        ),
        waitsFor: sql<
          'lead' | 'desk' | 'manager' | null
        >`case ${returnRequests.state} when 'awaiting-consent' then 'lead' when 'open' then 'desk' when 'signed' then 'desk' when 'submitted' then 'manager' end`.as(
          'waits_for',
        ),
      })
      .from(returnRequests)
      .where(
        and(
          eq(returnRequests.officeId, officeId),
          ne(returnRequests.state, 'withdrawn'),
          among(returnRequests.assignmentId, assignmentIds),
        ),
      ),
    absences: db
      .select()
      .from(absences)
      .where(
        and(
          eq(absences.officeId, officeId),
          isNull(absences.cancelledAt),
          among(absences.memberId, memberIds),
        ),
      ),
    snoozes: db
      .select()
      .from(snoozes)
      .where(and(eq(snoozes.officeId, officeId), among(snoozes.memberId, memberIds))),
    partners: partnersOf(db, officeId, unitId),
    urges: db
      .select()
      .from(urges)
      .where(and(eq(urges.officeId, officeId), onlyOf(urges.unitId))),
  };
}
