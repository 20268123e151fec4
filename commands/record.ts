import type { IsoDate } from '../src/domain/calendar.ts';
import type { Assignment, RegistrationDetails } from '../src/domain/facts.ts';
import { lockAssignments } from '../src/store/assign.ts';
import { writeAudit } from '../src/store/audit.ts';
import { type RegistrationRow, register, standing } from '../src/store/registrations.ts';
import { audited, type Call } from './call.ts';

/** One fact to put on record. */
export interface Fact {
  /** What it is about; null for a fact about the unit as a whole. */
  assignment: Assignment | null;
  unitId: string;
  /** One of the rule file's registration names, or `explained`, `sent-back`. */
  kind: string;
  /** The day it happened. */
  on: IsoDate;
  /** How the audit names it: a proposal's number, a unit's name, a duty's key. */
  subject: string;
  dutyKey?: string;
  promisedOn?: IsoDate;
  text?: string;
  details?: RegistrationDetails;
}

/**
 * What stands on record of a kind that may stand more than once. Two clicks, or two people, compare with it one after
 * the other: call it right before the record is made.
 */
export async function standingNow(
  call: Call,
  held: readonly { assignment: Assignment }[],
  kind: string,
): Promise<readonly RegistrationRow[]> {
  const assignmentIds = held.map(({ assignment }) => assignment.id);
  await lockAssignments(call.tx, assignmentIds);
  return standing(call.tx, call.office.id, { assignmentIds, kinds: [kind] });
}

/** Puts facts on record, each with its audit event; gives those that were not on record yet. */
export async function record(
  call: Call,
  facts: readonly Fact[],
  action = 'register',
): Promise<readonly Fact[]> {
  const identity = (one: { assignmentId: string | null; unitId: string | null; kind: string }) =>
    `${one.assignmentId}/${one.unitId}/${one.kind}`;
  const rows = facts.map(({ assignment, subject: _, ...fact }) => ({
    ...fact,
    officeId: call.office.id,
    assignmentId: assignment?.id ?? null,
    memberId: call.member.id,
    createdAt: call.now,
  }));
  const written = await register(call.tx, rows);
  const keys = new Set(written.map((row) => `${identity(row)}/${row.dutyKey ?? ''}`));
  const fresh = facts.filter((_, index) => {
    const row = rows[index];
    return row !== undefined && keys.has(`${identity(row)}/${row.dutyKey ?? ''}`);
  });
  await writeAudit(
    call.tx,
    fresh.map(({ subject, kind, on, unitId }) => audited(call, action, subject, { kind, on, unit: unitId })),
  );
  return fresh;
}
