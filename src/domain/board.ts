import { BOARD_FILTERS, type BoardFilter, type BoardQuery, type BoardSubjectId } from './board-query.ts';
import { type BoardRow, listOf } from './board-rows.ts';
import { type BoardFacts, type BoardSubject, compare, passes, type Scene, sceneOf } from './board-scene.ts';
import type { IsoDate } from './calendar.ts';
import type { DeskTask } from './desk-task.ts';
import { type Duty, deadline } from './duty.ts';
import { byNumber } from './facts.ts';
import { type Tally, tallyOf } from './figures.ts';

export type { BoardRow } from './board-rows.ts';
export type { BoardFacts, BoardSubject } from './board-scene.ts';

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

export const BOARD_ROWS = 20;

export function buildBoard(given: BoardFacts, query: BoardQuery): Board {
  const scene = sceneOf(given, query);
  const { asOf, late } = scene;
  const subject = query.of && subjectOf(given, query.of);
  const looked = subject ? lookAt(scene, subject, query.filter) : lookOver(scene, query);
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

interface Looked {
  rows: readonly BoardRow[];
  duties: readonly Duty[];
  tasks: readonly DeskTask[];
  counts: Record<BoardFilter, number>;
}

function subjectOf({ notice, facts }: BoardFacts, { side, id }: BoardSubjectId): Board['subject'] {
  const rule = side === 'duty' ? notice.duties.find((one) => one.id === id) : undefined;
  if (rule) return { kind: 'duty', rule };
  const unit = side === 'unit' ? facts.units.find((one) => one.id === id) : undefined;
  if (unit) return { kind: 'unit', unit };
  const proposal = side === 'proposal' ? facts.proposals.find((one) => one.number === id) : undefined;
  return proposal ? { kind: 'proposal', proposal } : null;
}

function countsOf(scene: Scene, duties: readonly Duty[], tasks: readonly DeskTask[]): Board['counts'] {
  const count = (filter: BoardFilter) =>
    filter === 'desk' ? tasks.length : duties.filter((duty) => passes(scene, duty, filter)).length;
  return Object.fromEntries(BOARD_FILTERS.map((filter) => [filter, count(filter)])) as Board['counts'];
}

function lookOver(scene: Scene, query: BoardQuery): Looked {
  const { rows, duties, tasks } = listOf(scene, query);
  return { rows, duties: [], tasks, counts: countsOf(scene, duties, tasks) };
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
