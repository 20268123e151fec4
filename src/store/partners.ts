import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Partner } from '../domain/coordination.ts';
import type { Database } from './database.ts';
import { assignments, proposals, registrations, units } from './schema.ts';

/** The parts that all units have in the proposals that one unit holds, its own among them (R37). */
export async function partnersOf(db: Database, officeId: string, unitId: string): Promise<Partner[]> {
  const held = sql`(select ${assignments.proposalId} from ${assignments}
    where ${assignments.officeId} = ${officeId} and ${assignments.unitId} = ${unitId}
      and ${assignments.endedOn} is null)`;
  return db
    .select({
      proposalId: assignments.proposalId,
      number: proposals.number,
      unitId: assignments.unitId,
      unit: units.name,
      role: assignments.role,
      recorded: sql<string[]>`array(select distinct ${registrations.kind} from ${registrations}
        where ${registrations.assignmentId} = "assignments"."id" and ${registrations.revokedAt} is null)`,
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
