import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { ProposalKind, Role } from '../domain/facts.ts';
import { type Database, storable } from './database.ts';
import { assignments, proposals } from './schema.ts';

export interface NewProposal {
  officeId: string;
  number: string;
  title: string;
  kind: ProposalKind;
  leadMember: string | null;
}

/** Adds a proposal; null when its number is taken. */
export async function addProposal(db: Database, row: NewProposal): Promise<string | null> {
  const [made] = await db
    .insert(proposals)
    .values({
      ...row,
      title: storable(row.title),
      leadMember: row.leadMember === null ? null : storable(row.leadMember),
    })
    .onConflictDoNothing()
    .returning({ id: proposals.id });
  return made?.id ?? null;
}

/** Waits for whoever else changes the proposal's holders, until this transaction ends. */
export async function lockProposal(db: Database, id: string): Promise<void> {
  await db.select({ id: proposals.id }).from(proposals).where(eq(proposals.id, id)).for('update');
}

/** Waits for whoever else records what may stand more than once about these, until this transaction ends. */
export async function lockAssignments(db: Database, ids: readonly string[]): Promise<void> {
  const rows = db
    .select({ id: assignments.id })
    .from(assignments)
    .where(inArray(assignments.id, [...ids]));
  // All in the same order, and in the way of nobody who only refers to them.
  await rows.orderBy(assignments.id).for('no key update');
}

export interface NewAssignment {
  officeId: string;
  proposalId: string;
  unitId: string;
  role: Role;
  assignedOn: IsoDate;
  reassigned: boolean;
}

/** Gives a proposal to a unit; null when the unit holds it already. */
export async function addAssignment(db: Database, row: NewAssignment): Promise<string | null> {
  const [made] = await db
    .insert(assignments)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: assignments.id });
  return made?.id ?? null;
}

/** A unit holds a proposal no more; false when it did not. */
export async function endAssignment(
  db: Database,
  officeId: string,
  id: string,
  on: IsoDate,
): Promise<boolean> {
  const rows = await db
    .update(assignments)
    .set({ endedOn: on })
    .where(and(eq(assignments.officeId, officeId), eq(assignments.id, id), isNull(assignments.endedOn)))
    .returning({ id: assignments.id });
  return rows.length > 0;
}

/** Waits for whoever else changes what hangs on the assignment, until this transaction ends. */
export async function lockAssignment(db: Database, id: string): Promise<void> {
  await db.select({ id: assignments.id }).from(assignments).where(eq(assignments.id, id)).for('update');
}
