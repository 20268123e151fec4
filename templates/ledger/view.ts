/** What every table of the ledger looks things up in. */

import type { Calendar, IsoDate } from '../../src/domain/calendar.ts';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import { type Assignment, byNumber, type Proposal, ROLES } from '../../src/domain/facts.ts';
import { groupBy } from '../../src/domain/group-by.ts';
import type { LedgerFacts, LedgerPerson, LedgerRecord, Moment } from '../../src/domain/ledger-facts.ts';
import type { Notice } from '../../src/domain/notice.ts';
import { ROLE_TEXT } from '../wording.ts';
import { type Field, numberCell, text, word } from './table.ts';

export interface LedgerProps {
  notice: Notice;
  calendar: Calendar;
  today: IsoDate;
  /** When the facts were read. */
  at: Moment;
  ledger: LedgerFacts;
  /** 'YYYY-MM' when the texts of one month's reports are wanted; null for all months. */
  month: string | null;
  /** Telephone numbers, e-mails and accounts are for the desk only. */
  contacts: boolean;
}

/** One unit's part in a proposal, also one that it has given up. */
export interface Part {
  assignment: Assignment;
  proposal: Proposal;
  unit: string;
  duties: readonly Duty[];
  /** What stands on record about it, in the order in which it was recorded. */
  standing: readonly LedgerRecord[];
}

export interface LedgerView extends LedgerProps {
  proposals: readonly Proposal[];
  /** In the order of numbers; those who answer before those who assist. */
  parts: readonly Part[];
  /** The part that an assignment's id names. */
  partOf(assignmentId: string | null): Part | undefined;
  /** What was said about a duty that stands still. */
  explained: ReadonlyMap<string, LedgerRecord>;
  unitOf(id: string | null): string;
  personOf(id: string | null): LedgerPerson | undefined;
}

export function viewOf(props: LedgerProps): LedgerView {
  const { notice, ledger, today } = props;
  const { facts } = ledger;
  const units = new Map(facts.units.map(({ id, name }) => [id, name]));
  const people = new Map(ledger.people.map((person) => [person.id, person]));
  const unitOf = (id: string | null) => units.get(id ?? '') ?? '';
  const proposals = [...facts.proposals].sort((one, other) => byNumber(one.number, other.number));
  const held = groupBy(facts.assignments, (one) => one.proposalId);
  const duties = groupBy(deriveDuties(notice, facts, today), (duty) => duty.assignment?.id ?? '');
  const standing = groupBy(
    ledger.records.filter((record) => record.revoked === null),
    (record) => record.assignmentId,
  );
  const parts = proposals.flatMap((proposal) =>
    (held.get(proposal.id) ?? [])
      .map((assignment) => ({
        assignment,
        proposal,
        unit: unitOf(assignment.unitId),
        duties: duties.get(assignment.id) ?? [],
        standing: standing.get(assignment.id) ?? [],
      }))
      .sort(inOrder),
  );
  const byAssignment = new Map(parts.map((part) => [part.assignment.id, part]));
  return {
    ...props,
    proposals,
    parts,
    explained: new Map(
      ledger.records.flatMap((record) =>
        record.revoked === null && record.dutyKey !== null ? [[record.dutyKey, record] as const] : [],
      ),
    ),
    partOf: (assignmentId) => byAssignment.get(assignmentId ?? ''),
    unitOf,
    personOf: (id) => people.get(id ?? ''),
  };
}

function inOrder(one: Part, other: Part): number {
  const [a, b] = [one.assignment, other.assignment];
  return (
    ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
    a.assignedOn.localeCompare(b.assignedOn) ||
    one.unit.localeCompare(other.unit, 'zh')
  );
}

/** The columns by which a row is told: whose part of which proposal. They stay in sight. */
export function partFields<Row>(partOf: (row: Row) => Part | undefined): Field<Row>[] {
  return [
    word('案号', 7, (row) => numberCell(partOf(row)?.proposal.number ?? '')),
    text('案由', 26, (row) => partOf(row)?.proposal.title ?? null),
    text('承办单位', 16, (row) => partOf(row)?.unit ?? null),
    word('承办方式', 6, (row) => {
      const part = partOf(row);
      return part ? ROLE_TEXT[part.assignment.role] : null;
    }),
  ];
}
export const PART_COLUMNS = 3;

/** The part that a duty's key names: `reply/<assignment>`, `monthly/<assignment>/2022-05`. */
export function partOfDuty({ partOf }: Pick<LedgerView, 'partOf'>, dutyKey: string): Part | undefined {
  const from = dutyKey.indexOf('/') + 1;
  const to = dutyKey.indexOf('/', from);
  return partOf(dutyKey.slice(from, to < 0 ? undefined : to));
}

/** The latest record of a kind that stands. */
export function latestOf({ standing }: Part, kind: string): LedgerRecord | undefined {
  return standing.findLast((record) => record.kind === kind);
}
