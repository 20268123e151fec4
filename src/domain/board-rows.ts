import type { BoardFilter, BoardQuery, BoardSide } from './board-query.ts';
import {
  type BoardSubject,
  compare,
  holdersOf,
  isDutyFound,
  isTaskFound,
  passes,
  type Scene,
} from './board-scene.ts';
import type { IsoDate } from './calendar.ts';
import { DESK_TASKS, type DeskTask } from './desk-task.ts';
import type { Duty } from './duty.ts';
import { byNumber } from './facts.ts';
import { nextDeadlineOf, oldestOf, type Tally, tallyOf } from './figures.ts';
import { groupBy } from './group-by.ts';

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

interface Group {
  subject: BoardSubject;
  duties: readonly Duty[];
  tasks: readonly DeskTask[];
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

/** The rows of a side that the search and the filter leave, and what the search alone leaves of duties and of tasks. */
export function listOf(
  scene: Scene,
  query: BoardQuery,
): { rows: readonly BoardRow[]; duties: readonly Duty[]; tasks: readonly DeskTask[] } {
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
  return { rows: sorted(rows, query), duties: groups.flatMap((group) => group.duties), tasks };
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
