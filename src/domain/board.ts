import {
  BOARD_FILTERS,
  type BoardFilter,
  type BoardQuery,
  type BoardSide,
  type BoardSubjectId,
} from './board-query.ts';
import { type IsFound, searchFor } from './board-search.ts';
import { addDays, type Calendar, type IsoDate } from './calendar.ts';
import { DESK_TASKS, type DeskTask, type DeskTaskKind, deskTasks } from './desk-task.ts';
import { type Duty, deadline } from './duty.ts';
import { type Assignment, byNumber, type Facts, type Proposal, ROLES, type Unit } from './facts.ts';
import { countedDuties, isDueBy, nextDeadlineOf, oldestOf, type Tally, tallyOf } from './figures.ts';
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

export interface BoardRow {
  subject: BoardSubject;
  /** Over what the search has found of it, whatever the filter. */
  tally: Tally;
  /** How many of its duties, or of the desk's tasks, pass the filter. */
  passing: number;
  oldest: IsoDate | null;
  nextDeadline: IsoDate | null;
  tasks: readonly DeskTask[];
}

/** One page of the office's state: figures × side × filter × search × page. Status and App Home show nothing else. */
export interface Board {
  asOf: IsoDate;
  /** As asked, with a page that there is, and without a subject that there is not. */
  query: BoardQuery;
  /** Of the whole office. */
  total: Tally;
  /** What each filter would leave of what is looked at, of all rows together: duties, under 'desk' tasks. */
  counts: Record<BoardFilter, number>;
  subject: Exclude<BoardSubject, { kind: 'task' }> | null;
  /** Rows of this page; none where a subject is looked at. */
  rows: readonly BoardRow[];
  /** The subject's duties on this page. */
  duties: readonly Duty[];
  /** What waits for the desk about the subject. */
  tasks: readonly DeskTask[];
  late: ReadonlySet<Duty>;
  /** Rows or duties on all pages. */
  found: number;
  pages: number;
}

export interface BoardFacts {
  notice: Notice;
  calendar: Calendar;
  facts: Facts;
  duties: readonly Duty[];
  asOf: IsoDate;
}

export const BOARD_ROWS = 20;

export function buildBoard(given: BoardFacts, query: BoardQuery): Board {
  const scene = sceneOf(given, query);
  const { asOf, late } = scene;
  const subject = query.of && subjectOf(given, query.of);
  const looked = subject ? lookAt(scene, subject, query.filter) : listOf(scene, query);
  const found = looked.rows.length + looked.duties.length;
  const pages = Math.max(1, Math.ceil(found / BOARD_ROWS));
  const page = Math.min(query.page, pages - 1);
  const onPage = <One>(all: readonly One[]) => all.slice(page * BOARD_ROWS, (page + 1) * BOARD_ROWS);
  return {
    asOf,
    query: { ...query, page, of: subject ? query.of : null },
    total: tallyOf(scene.counted, late),
    counts: looked.counts,
    subject,
    rows: onPage(looked.rows),
    duties: onPage(looked.duties),
    tasks: subject ? looked.tasks : [],
    late,
    found,
    pages,
  };
}

interface Scene extends BoardFacts {
  counted: readonly Duty[];
  late: ReadonlySet<Duty>;
  tasks: readonly DeskTask[];
  isFound: IsFound | null;
  units: ReadonlyMap<string | null, Unit>;
  /** Assignments that stand, by proposal id. */
  held: ReadonlyMap<string, readonly Assignment[]>;
}

interface Looked {
  rows: readonly BoardRow[];
  duties: readonly Duty[];
  tasks: readonly DeskTask[];
  counts: Record<BoardFilter, number>;
}

function sceneOf(given: BoardFacts, { search }: BoardQuery): Scene {
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

function subjectOf({ notice, facts }: BoardFacts, { side, id }: BoardSubjectId): Board['subject'] {
  const rule = side === 'duty' ? notice.duties.find((one) => one.id === id) : undefined;
  if (rule) return { kind: 'duty', rule };
  const unit = side === 'unit' ? facts.units.find((one) => one.id === id) : undefined;
  if (unit) return { kind: 'unit', unit };
  const proposal = side === 'proposal' ? facts.proposals.find((one) => one.number === id) : undefined;
  return proposal ? { kind: 'proposal', proposal } : null;
}

function passes({ late, asOf }: Scene, duty: Duty, filter: BoardFilter): boolean {
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

function countsOf(scene: Scene, duties: readonly Duty[], tasks: readonly DeskTask[]): Board['counts'] {
  const count = (filter: BoardFilter) =>
    filter === 'desk' ? tasks.length : duties.filter((duty) => passes(scene, duty, filter)).length;
  return Object.fromEntries(BOARD_FILTERS.map((filter) => [filter, count(filter)])) as Board['counts'];
}

/** Duty by duty. With 'all' also what is not counted: done elsewhere, not begun, or not owed, each with its reason. */
function lookAt(scene: Scene, subject: NonNullable<Board['subject']>, filter: BoardFilter): Looked {
  const { duties, counted } = scene;
  const isOwn = (duty: Duty) =>
    subject.kind === 'duty'
      ? duty.rule === subject.rule
      : subject.kind === 'unit'
        ? duty.unitId === subject.unit.id
        : duty.proposal?.id === subject.proposal.id;
  const tasks = scene.tasks.filter((task) =>
    subject.kind === 'unit'
      ? task.unitId === subject.unit.id
      : subject.kind === 'proposal' && task.proposal.id === subject.proposal.id,
  );
  const own = counted.filter(isOwn);
  const shown = filter === 'all' ? duties.filter(isOwn) : own.filter((duty) => passes(scene, duty, filter));
  return { rows: [], duties: inOrder(scene, shown), tasks, counts: countsOf(scene, own, tasks) };
}

/** The longest overdue first, then by date; what is settled comes last. */
function inOrder({ late, asOf, units }: Scene, duties: readonly Duty[]): Duty[] {
  const rank = (duty: Duty) =>
    late.has(duty) ? 0 : 1 + ['open', 'waiting', 'done', 'exempt'].indexOf(duty.state);
  const date = (duty: Duty) => (duty.state === 'waiting' ? duty.opens : deadline(duty, asOf)) ?? '9999';
  const nameOf = (duty: Duty) => units.get(duty.unitId)?.name ?? '';
  return duties.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      compare(date(one), date(other)) ||
      byNumber(one.proposal?.number ?? '', other.proposal?.number ?? '') ||
      nameOf(one).localeCompare(nameOf(other), 'zh'),
  );
}

function listOf(scene: Scene, query: BoardQuery): Looked {
  const groups = rowsBy[query.side](scene);
  const tasks =
    query.side === 'duty'
      ? scene.tasks.filter((task) => isTaskFound(scene, task))
      : groups.flatMap((group) => group.tasks);
  const rows =
    query.side === 'duty' && query.filter === 'desk'
      ? taskRows(tasks)
      : groups
          .map((group) => rowOf(scene, group, query.filter))
          .filter((row) => row.passing > 0 || (query.filter === 'all' && isListed(row)));
  const duties = groups.flatMap((group) => group.duties);
  return { rows: sorted(rows, query), duties: [], tasks, counts: countsOf(scene, duties, tasks) };
}

interface Group {
  subject: BoardSubject;
  duties: readonly Duty[];
  tasks: readonly DeskTask[];
}

/** A proposal stands there though nothing is owed for it yet. */
function isListed({ subject, tally }: BoardRow): boolean {
  return subject.kind === 'proposal' || tally.owed > 0;
}

function rowOf(scene: Scene, { subject, duties, tasks }: Group, filter: BoardFilter): BoardRow {
  return {
    subject,
    tally: tallyOf(duties, scene.late),
    passing: filter === 'desk' ? tasks.length : duties.filter((duty) => passes(scene, duty, filter)).length,
    oldest: oldestOf(duties, scene.late),
    nextDeadline: nextDeadlineOf(duties, scene.late, scene.asOf),
    tasks,
  };
}

const rowsBy: Record<BoardSide, (scene: Scene) => Group[]> = {
  duty(scene) {
    const byRule = groupBy(
      scene.counted.filter((duty) => isDutyFound(scene, duty)),
      (duty) => duty.rule,
    );
    return scene.notice.duties.map((rule) => ({
      subject: { kind: 'duty', rule },
      duties: byRule.get(rule) ?? [],
      tasks: [],
    }));
  },
  unit(scene) {
    const byUnit = groupBy(scene.counted, (duty) => duty.unitId);
    const tasks = groupBy(scene.tasks, (task) => task.unitId);
    return scene.facts.units.map((unit) => {
      const isWhole = scene.isFound?.(null, [unit]) ?? true;
      return {
        subject: { kind: 'unit', unit },
        duties: (byUnit.get(unit.id) ?? []).filter((duty) => isWhole || isDutyFound(scene, duty)),
        tasks: (tasks.get(unit.id) ?? []).filter((task) => isWhole || isTaskFound(scene, task)),
      };
    });
  },
  proposal(scene) {
    const byProposal = groupBy(scene.counted, (duty) => duty.proposal?.id);
    const tasks = groupBy(scene.tasks, (task) => task.proposal.id);
    return scene.facts.proposals
      .filter((proposal) => scene.isFound?.(proposal, holdersOf(scene, proposal)) ?? true)
      .map((proposal) => ({
        subject: { kind: 'proposal', proposal },
        duties: byProposal.get(proposal.id) ?? [],
        tasks: tasks.get(proposal.id) ?? [],
      }));
  },
};

function taskRows(tasks: readonly DeskTask[]): BoardRow[] {
  return DESK_TASKS.map((task) => ({ task, same: tasks.filter(({ kind }) => kind === task) }))
    .filter(({ same }) => same.length > 0)
    .map(({ task, same }) => ({
      subject: { kind: 'task', task },
      tally: { owed: 0, done: 0, open: 0, overdue: 0 },
      passing: same.length,
      oldest: null,
      nextDeadline: null,
      tasks: same,
    }));
}

/** Units by what is most urgent and then by name, never by how well they do (A8); proposals by number, or by what the filter asks. */
function sorted(rows: readonly BoardRow[], { side, filter }: BoardQuery): BoardRow[] {
  if (side === 'duty') return [...rows];
  const byRisk = (one: BoardRow, other: BoardRow) =>
    compare(one.oldest ?? '9999', other.oldest ?? '9999') ||
    compare(one.nextDeadline ?? '9999', other.nextDeadline ?? '9999');
  const isByDate = side === 'unit' || filter === 'overdue' || filter === 'week';
  return rows.toSorted(
    (one, other) => (isByDate && byRisk(one, other)) || byName(one.subject, other.subject),
  );
}

function byName(one: BoardSubject, other: BoardSubject): number {
  if (one.kind === 'proposal' && other.kind === 'proposal')
    return byNumber(one.proposal.number, other.proposal.number);
  return one.kind === 'unit' && other.kind === 'unit'
    ? one.unit.name.localeCompare(other.unit.name, 'zh')
    : 0;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isDutyFound({ isFound, units }: Scene, duty: Duty): boolean {
  if (!isFound) return true;
  const unit = units.get(duty.unitId);
  return isFound(duty.proposal, unit ? [unit] : []);
}

function isTaskFound({ isFound, units }: Scene, { proposal, unitId }: DeskTask): boolean {
  const unit = units.get(unitId);
  return isFound?.(proposal, unit ? [unit] : []) ?? true;
}

function holdersOf({ held, units }: Scene, { id }: Proposal): Unit[] {
  const holders = (held.get(id) ?? []).toSorted(
    (one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role),
  );
  return holders.flatMap(({ unitId }) => units.get(unitId) ?? []);
}
