import type { BoardFilter, BoardQuery } from './board-query.ts';
import { type IsFound, searchFor } from './board-search.ts';
import { addDays, type Calendar, type IsoDate } from './calendar.ts';
import { type DeskTask, type DeskTaskKind, deskTasks } from './desk-task.ts';
import type { Duty } from './duty.ts';
import { type Assignment, type Facts, type Proposal, ROLES, type Unit } from './facts.ts';
import { countedDuties, isDueBy } from './figures.ts';
import { groupBy } from './group-by.ts';
import { createLadder } from './ladder.ts';
import type { DutyRule, Notice } from './notice.ts';

/** What a row, or a whole page, is about. */
export type BoardSubject =
  | { kind: 'duty'; rule: DutyRule }
  | { kind: 'unit'; unit: Unit }
  | { kind: 'proposal'; proposal: Proposal }
  /** Under 等建议提案股办理, where the kind of work takes the place of the rule. */
  | { kind: 'task'; task: DeskTaskKind };

export interface BoardFacts {
  notice: Notice;
  calendar: Calendar;
  facts: Facts;
  duties: readonly Duty[];
  asOf: IsoDate;
}

/** The facts, looked at through one search. */
export interface Scene extends BoardFacts {
  counted: readonly Duty[];
  late: ReadonlySet<Duty>;
  tasks: readonly DeskTask[];
  isFound: IsFound | null;
  units: ReadonlyMap<string | null, Unit>;
  /** Assignments that stand, by proposal id. */
  held: ReadonlyMap<string, readonly Assignment[]>;
}

export function sceneOf(given: BoardFacts, { search }: BoardQuery): Scene {
  const { notice, calendar, facts, duties, asOf } = given;
  const ladder = createLadder(notice, calendar);
  const counted = countedDuties(duties);
  return {
    ...given,
    counted,
    late: new Set(counted.filter((duty) => ladder.isLate(duty, asOf))),
    tasks: deskTasks(facts),
    isFound: searchFor(search, facts.proposals),
    units: new Map(facts.units.map((unit) => [unit.id, unit])),
    held: groupBy(
      facts.assignments.filter((one) => one.endedOn === null),
      (one) => one.proposalId,
    ),
  };
}

export function passes({ late, asOf }: Scene, duty: Duty, filter: BoardFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      return duty.state === 'open';
    case 'overdue':
      return late.has(duty);
    case 'week':
      return isDueBy(duty, late, asOf, addDays(asOf, 6));
    case 'desk':
      return false;
  }
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function isDutyFound({ isFound, units }: Scene, duty: Duty): boolean {
  if (!isFound) return true;
  const unit = units.get(duty.unitId);
  return isFound(duty.proposal, unit ? [unit] : []);
}

export function isTaskFound({ isFound, units }: Scene, { proposal, unitId }: DeskTask): boolean {
  const unit = units.get(unitId);
  return isFound?.(proposal, unit ? [unit] : []) ?? true;
}

export function holdersOf({ held, units }: Scene, { id }: Proposal): Unit[] {
  const holders = (held.get(id) ?? []).toSorted(
    (one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role),
  );
  return holders.flatMap(({ unitId }) => units.get(unitId) ?? []);
}
