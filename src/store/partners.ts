import { and, eq, isNull, type Placeholder, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { assignments, proposals, registrations, units } from './schema.ts';

/** Selects the parts that all units have in the proposals that one unit holds, its own among them (R37); nothing without a unit. */
export function partnersOf(db: Database, officeId: Placeholder, unitId: Placeholder | undefined) {
  const held = sql`(select proposal_id from assignments mine
    where mine.office_id = ${officeId} and mine.unit_id = ${unitId ?? null} and mine.ended_on is null)`;
  const recorded = sql<string[]>`array(select distinct ${registrations.kind} from ${registrations}
    where ${registrations.assignmentId} = ${assignments.id} and ${registrations.revokedAt} is null)`;
  return db
    .select({
      proposalId: assignments.proposalId,
      number: proposals.number,
      unitId: assignments.unitId,
      unit: units.name,
      role: assignments.role,
      recorded: recorded.as('recorded'),
    })
    .from(assignments)
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .innerJoin(units, eq(units.id, assignments.unitId))
    .where(
      and(
        eq(assignments.officeId, officeId),
        isNull(assignments.endedOn),
        sql`${assignments.proposalId} in ${held}`,
      ),
    );
}
