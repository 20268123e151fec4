/** What the office's state reads like, row by row: the same in `status 进度` and on App Home. */

import { actions, bold, button, escapeMrkdwn } from '../src/chat/message.ts';
import type { Board, BoardRow, BoardSubject } from '../src/domain/board.ts';
import {
  BOARD_FILTERS,
  BOARD_SIDES,
  type BoardFilter,
  type BoardQuery,
  type BoardSide,
  type BoardSubjectId,
  encodeQuery,
} from '../src/domain/board-query.ts';
import { daysBetween } from '../src/domain/calendar.ts';
import type { DeskTask, DeskTaskKind } from '../src/domain/desk-task.ts';
import type { Duty } from '../src/domain/duty.ts';
import { isLateReport } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { dateText, numbersText, percent, proposalText, ROLE_TEXT, shortDate, shorten } from './wording.ts';

export const SIDE_NAMES: Record<BoardSide, string> = { duty: '按事项', unit: '按单位', proposal: '按提案' };
export const FILTER_NAMES: Record<BoardFilter, string> = {
  all: '全部',
  open: '未办',
  overdue: '逾期',
  week: '七天内到期',
  desk: '等股里办理',
};
const TASK_NAMES: Record<DeskTaskKind, string> = {
  return: '退办、改办待研究或办结',
  hard: '申请按复杂件处理，待答复',
  uncontacted: '答复前未登记与委员沟通，待核实',
};

export interface BoardProps {
  notice: Notice;
  board: Board;
  unitName: (id: string | null) => string;
}

/** 【进度】4月11日（周一）：应办245项，…: who reads no further knows how the office stands. */
export function totalText({ asOf, total }: Board): string {
  return `【进度】${dateText(asOf)}：应办${total.owed}项，已办${total.done}项，未办${total.open}项，其中逾期${total.overdue}项`;
}

/** 按单位·逾期·查找“学位”（第1页，共2页）. Plain text. */
export function boardTitle({ query, subject, pages }: Board): string {
  const parts = [
    subject ? subjectTitle(subject) : SIDE_NAMES[query.side],
    query.filter === 'all' ? '' : FILTER_NAMES[query.filter],
    query.search === '' || subject ? '' : `查找“${query.search}”`,
  ];
  const page = pages > 1 ? `（第${query.page + 1}页，共${pages}页）` : '';
  return `${parts.filter(Boolean).join('·')}${page}`;
}

/** Plain text. */
export function subjectTitle(subject: BoardSubject): string {
  switch (subject.kind) {
    case 'duty':
      return subject.rule.name;
    case 'unit':
      return subject.unit.name;
    case 'proposal':
      return `第${subject.proposal.number}号《${shorten(subject.proposal.title, 60)}》`;
    case 'task':
      return TASK_NAMES[subject.task];
  }
}

/** mrkdwn, one line a row. */
export function rowText(row: BoardRow, { asOf, query }: Board): string {
  const { subject, tally, oldest, nextDeadline, passing } = row;
  const ratio = `${tally.done}/${tally.owed}`;
  const over = tally.overdue > 0 ? `逾期${tally.overdue}` : '';
  const passed =
    query.filter === 'open' || query.filter === 'week' ? `${FILTER_NAMES[query.filter]}${passing}` : '';
  switch (subject.kind) {
    case 'duty': {
      const next = nextDeadline ? `${dateText(nextDeadline)}前` : '';
      return spaced(subject.rule.name, `${ratio}（${percent(tally.done, tally.owed)}）`, over, passed, next);
    }
    case 'unit': {
      const longest = over && oldest ? `${over}，最长${daysBetween(oldest, asOf)}天` : '';
      const next = nextDeadline ? `下一期限${shortDate(nextDeadline)}` : '';
      return spaced(escapeMrkdwn(subject.unit.name), ratio, longest, passed, next, tasksText(row.tasks));
    }
    case 'proposal': {
      const { proposal } = subject;
      const marks = `${proposal.hard ? '〔复杂件〕' : ''}${proposal.kind === 'letter' ? '〔信函〕' : ''}`;
      return spaced(`${proposalText(proposal, 18)}${marks}`, ratio, over, passed, tasksText(row.tasks));
    }
    case 'task':
      return taskText(subject.task, row.tasks);
  }
}

/** 退办、改办待研究或办结　第24、25号 */
export function taskText(kind: DeskTaskKind, tasks: readonly DeskTask[]): string {
  return `${TASK_NAMES[kind]}　${numbersText([...new Set(tasks.map(({ proposal }) => proposal.number))])}`;
}

function tasksText(tasks: readonly DeskTask[]): string {
  return [...new Set(tasks.map(({ kind }) => TASK_NAMES[kind]))].join('；');
}

/** One duty of the subject that is looked at, with what the subject does not say. mrkdwn. */
export function dutyText(duty: Duty, { notice, board, unitName }: BoardProps): string {
  const isOfUnit = board.subject?.kind === 'unit';
  const isOfProposal = board.subject?.kind === 'proposal';
  const owner = `${escapeMrkdwn(unitName(duty.unitId))}${duty.role ? `（${ROLE_TEXT[duty.role]}）` : ''}`;
  const period = duty.period ? `（${Number(duty.period.slice(5))}月）` : '';
  return spaced(
    isOfUnit ? '' : owner,
    duty.proposal && !isOfProposal ? proposalText(duty.proposal, 14) : '',
    board.subject?.kind === 'duty' ? period : `${duty.rule.name}${period}`,
    stateText(duty, board, notice),
  );
}

function stateText(duty: Duty, { asOf, late }: Board, notice: Notice): string {
  const last = duty.latest ?? duty.due;
  switch (duty.state) {
    case 'done':
      return `已办${duty.doneOn ? `（${shortDate(duty.doneOn)}${isLateReport(duty) ? '，迟报' : ''}）` : ''}`;
    case 'exempt':
      return `无需办理：${escapeMrkdwn(duty.because ?? '')}`;
    case 'waiting':
      return `${shortDate(duty.opens)}开始`;
    case 'open': {
      const said = duty.paused ? `　已说明：${escapeMrkdwn(shorten(duty.because ?? '', 60))}` : '';
      if (last !== null && late.has(duty))
        return `${bold(`逾期${daysBetween(last, asOf)}天`)}，应于${shortDate(last)}前${said}`;
      const parts = duty.missing.map((kind) => notice.registrations[kind] ?? kind).join('、');
      if (duty.rule.optional) return `如需申请${duty.due ? `，${dateText(duty.due)}前` : ''}${said}`;
      return `未办${duty.due ? `，${dateText(duty.due)}前` : ''}${parts ? `　缺：${parts}` : ''}${said}`;
    }
  }
}

function spaced(...parts: string[]): string {
  return parts.filter(Boolean).join('　');
}

/** What is said where a page would be empty. */
export function nothingText({ query, subject }: Board): string {
  if (query.search !== '' && !subject) return `没有查到“${escapeMrkdwn(query.search)}”。`;
  return query.filter === 'all' ? '没有事项。' : `没有“${FILTER_NAMES[query.filter]}”的事项。`;
}

/** Which subject a row opens; the desk's kinds of work open nothing. */
export function subjectIdOf(subject: BoardSubject): BoardSubjectId | null {
  switch (subject.kind) {
    case 'duty':
      return { side: 'duty', id: subject.rule.id };
    case 'unit':
      return { side: 'unit', id: subject.unit.id };
    case 'proposal':
      return { side: 'proposal', id: subject.proposal.number };
    case 'task':
      return null;
  }
}

/** From a row to its duties. What waits for the desk is no duty, so that all of them are shown. */
export function queryInto({ query }: Board, of: BoardSubjectId): BoardQuery {
  return { ...query, of, page: 0, back: query.page, filter: query.filter === 'desk' ? 'all' : query.filter };
}

/** A button that leads somewhere on the board; the action differs between a message and App Home. */
export function leads(action: string, text: string, query: BoardQuery, isHere = false) {
  return button({
    text: isHere ? `✓ ${text}` : text,
    action,
    value: encodeQuery(query),
    ...(isHere && { style: 'primary' as const }),
  });
}

/** Which side, and which filter with what it would show. The one that is shown is marked, unless it stands elsewhere. */
export function boardTabs({ query, subject, counts }: Board, action: string, isShown = true) {
  const fresh = { ...query, page: 0 };
  const sides = BOARD_SIDES.map((side) => {
    const isHere = isShown && !subject && side === query.side;
    return leads(action, SIDE_NAMES[side], { ...fresh, side, of: null, back: 0 }, isHere);
  });
  const filters = BOARD_FILTERS.filter((filter) => !subject || filter !== 'desk').map((filter) =>
    leads(action, `${FILTER_NAMES[filter]} ${counts[filter]}`, { ...fresh, filter }, filter === query.filter),
  );
  return { sides, filters };
}

/** The pages before and after, and the way back from a subject; nothing where there is nowhere to go. */
export function boardPages({ query, subject, pages }: Board, action: string) {
  const turn = (text: string, page: number) => leads(action, text, { ...query, page });
  const buttons = [
    ...(subject ? [leads(action, '返回', { ...query, of: null, page: query.back, back: 0 })] : []),
    ...(query.page > 0 ? [turn('上一页', query.page - 1)] : []),
    ...(query.page < pages - 1 ? [turn('下一页', query.page + 1)] : []),
  ];
  return buttons.length > 0 ? [actions(buttons)] : [];
}
