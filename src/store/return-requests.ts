import { and, asc, eq, exists, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Assignment, FileRef, Proposal, Role } from '../domain/facts.ts';
import { LIVE_STATES, leaderOf, type ReturnKind, type ReturnState } from '../domain/return-request.ts';
import { type Database, storable } from './database.ts';
import { assignments, members, proposals, returnRequests, units } from './schema.ts';

export type ReturnRequestRow = typeof returnRequests.$inferSelect;

/** A request with the names people know it by. */
export interface RequestView {
  request: ReturnRequestRow;
  proposal: Proposal;
  /** The assignment that is to be given up. */
  assignment: Assignment;
  unit: string;
  suggested: string | null;
  /** The unit that the desk proposes. */
  newUnit: string | null;
  askedBy: string | null;
  /** Who holds the proposal now, the asking unit among them. */
  holders: readonly Holder[];
  /** Who leads the proposal now, as far as it is not the asking unit itself. */
  leader: Holder | null;
}

/** An assignment that stands, with its unit's name. */
export interface Holder extends Assignment {
  unit: string;
}

export interface NewRequest {
  officeId: string;
  assignmentId: string;
  kind: ReturnKind;
  reasons: string;
  suggestedUnitId: string | null;
  headName: string | null;
  headSignedOn: string | null;
  files: FileRef[];
  state: ReturnState;
  memberId: string;
  requestedOn: string;
  requestedAt: Date;
}

/** Puts requests on record; gives the ids of those that are new. An assignment with a live one gets no second. */
export async function addRequests(
  db: Database,
  rows: readonly NewRequest[],
): Promise<{ id: string; assignmentId: string }[]> {
  if (rows.length === 0) return [];
  return db
    .insert(returnRequests)
    .values(
      rows.map((row) => ({
        ...row,
        reasons: storable(row.reasons),
        headName: row.headName === null ? null : storable(row.headName),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: returnRequests.id, assignmentId: returnRequests.assignmentId });
}

export interface RequestFilter {
  ids?: readonly string[];
  states?: readonly ReturnState[];
  /** Made by this unit. */
  unitId?: string;
  /** About a proposal that this unit leads now: its consent is asked for. */
  ledBy?: string;
  proposalId?: string;
}

/** Requests of an office in the order of their proposals' numbers and of their making. */
export async function requestViews(
  db: Database,
  officeId: string,
  { ids, states, unitId, ledBy, proposalId }: RequestFilter = {},
): Promise<RequestView[]> {
  if (ids?.length === 0) return [];
  const suggested = alias(units, 'suggested');
  const newUnit = alias(units, 'new_unit');
  const leading = alias(assignments, 'leading');
  const rows = await db
    .select({
      request: returnRequests,
      proposal: proposals,
      assignment: assignments,
      unit: units.name,
      suggested: suggested.name,
      newUnit: newUnit.name,
      askedBy: members.name,
    })
    .from(returnRequests)
    .innerJoin(assignments, eq(assignments.id, returnRequests.assignmentId))
    .innerJoin(proposals, eq(proposals.id, assignments.proposalId))
    .innerJoin(units, eq(units.id, assignments.unitId))
    .leftJoin(suggested, eq(suggested.id, returnRequests.suggestedUnitId))
    .leftJoin(newUnit, eq(newUnit.id, returnRequests.newUnitId))
    .leftJoin(members, eq(members.id, returnRequests.memberId))
    .where(
      and(
        eq(returnRequests.officeId, officeId),
        ids && inArray(returnRequests.id, [...ids]),
        states && inArray(returnRequests.state, [...states]),
        unitId === undefined ? undefined : eq(assignments.unitId, unitId),
        proposalId === undefined ? undefined : eq(proposals.id, proposalId),
        ledBy === undefined
          ? undefined
          : exists(
              db
                .select({ one: sql`1` })
                .from(leading)
                .where(
                  and(
                    eq(leading.proposalId, proposals.id),
                    eq(leading.unitId, ledBy),
                    inArray(leading.role, ['lead', 'sole']),
                    isNull(leading.endedOn),
                  ),
                ),
            ),
      ),
    )
    .orderBy(
      sql`nullif(regexp_replace(${proposals.number}, '\\D', '', 'g'), '')::numeric nulls last`,
      asc(proposals.number),
      asc(returnRequests.requestedAt),
      asc(returnRequests.id),
    );
  const holders = await holdersOf(db, [...new Set(rows.map((row) => row.proposal.id))]);
  return rows.map((row) => {
    const ofProposal = holders.filter((one) => one.proposalId === row.proposal.id);
    const others = ofProposal.filter((one) => one.id !== row.assignment.id);
    return { ...row, holders: ofProposal, leader: leaderOf(others) ?? null };
  });
}

/** One request by its id. An id that is none, or of another office, is null. */
export async function requestView(db: Database, officeId: string, id: string): Promise<RequestView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const [view] = await requestViews(db, officeId, { ids: [id] });
  return view ?? null;
}

/** Everybody who holds one of the proposals now. */
export async function holdersOf(db: Database, proposalIds: readonly string[]): Promise<Holder[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .select({ assignment: assignments, unit: units.name })
    .from(assignments)
    .innerJoin(units, eq(units.id, assignments.unitId))
    .where(and(inArray(assignments.proposalId, [...proposalIds]), isNull(assignments.endedOn)))
    .orderBy(asc(assignments.assignedOn), asc(units.name));
  return rows.map(({ assignment, unit }) => ({ ...assignment, unit }));
}

/**
 * Takes a request from one of the given states, in one step; false when somebody else was first. `seenAt` is the desk's
 * latest change that the person has seen: what was changed since must be looked at again.
 */
export async function moveRequest(
  db: Database,
  id: string,
  from: readonly ReturnState[],
  change: Partial<Omit<ReturnRequestRow, 'id' | 'officeId' | 'assignmentId'>>,
  seenAt?: Date | null,
): Promise<boolean> {
  const rows = await db
    .update(returnRequests)
    .set(change)
    .where(
      and(
        eq(returnRequests.id, id),
        inArray(returnRequests.state, [...from]),
        seenAt === undefined
          ? undefined
          : seenAt === null
            ? isNull(returnRequests.deskAt)
            : eq(returnRequests.deskAt, seenAt),
      ),
    )
    .returning({ id: returnRequests.id });
  return rows.length > 0;
}

/**
 * 改办: the giver's assignment ends on a day and the new unit holds the proposal from then on, in the second round
 * (R10–R12). A unit that assisted until then holds it once, in its new role. Without a new unit the proposal waits to
 * be assigned. False when the new unit has come to hold it otherwise.
 */
export async function reassign(
  db: Database,
  giver: Pick<Assignment, 'id' | 'proposalId'>,
  to: { officeId: string; unitId: string; role: Role } | null,
  on: string,
): Promise<boolean> {
  await db
    .update(assignments)
    .set({ endedOn: on })
    .where(and(eq(assignments.id, giver.id), isNull(assignments.endedOn)));
  if (to === null) return true;
  await db
    .update(assignments)
    .set({ endedOn: on })
    .where(
      and(
        eq(assignments.proposalId, giver.proposalId),
        eq(assignments.unitId, to.unitId),
        eq(assignments.role, 'joint'),
        isNull(assignments.endedOn),
      ),
    );
  const made = await db
    .insert(assignments)
    .values({ ...to, proposalId: giver.proposalId, assignedOn: on, reassigned: true })
    .onConflictDoNothing()
    .returning({ id: assignments.id });
  return made.length > 0;
}

/** Live requests of an office that nobody has answered for good. */
export function liveRequests(
  db: Database,
  officeId: string,
  filter: RequestFilter = {},
): Promise<RequestView[]> {
  return requestViews(db, officeId, { ...filter, states: LIVE_STATES });
}

/** Proposals that were given back and that nobody leads or answers since: the desk has to assign them. */
export async function leftOver(db: Database, officeId: string): Promise<Proposal[]> {
  const given = alias(assignments, 'given');
  const rows = await db
    .selectDistinct({ proposal: proposals })
    .from(returnRequests)
    .innerJoin(given, eq(given.id, returnRequests.assignmentId))
    .innerJoin(proposals, eq(proposals.id, given.proposalId))
    .where(
      and(
        eq(returnRequests.officeId, officeId),
        eq(returnRequests.state, 'carried-out'),
        sql`not exists (select 1 from ${assignments} where ${assignments.proposalId} = ${proposals.id}
          and ${assignments.endedOn} is null and ${assignments.role} <> 'joint')`,
      ),
    );
  return rows.map(({ proposal }) => proposal);
}
