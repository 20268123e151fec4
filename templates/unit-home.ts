/** App Home of a unit's people: what they owe with what can be done about it, what was recorded lately, what comes next. */

import { actions, bold, divider, escapeMrkdwn, header, type Message, section } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import { type BoardQuery, WHOLE_BOARD } from '../src/domain/board-query.ts';
import { byNumber } from '../src/domain/facts.ts';
import { groupBy } from '../src/domain/group-by.ts';
import type { NextDate } from '../src/domain/next-dates.ts';
import { ACTIONS } from './actions.ts';
import { type AuditedEvent, auditWords } from './audit-words.ts';
import { leads } from './board.ts';
import { type HomeProps, homeTab } from './home.ts';
import type { LineNotes } from './line-notes.ts';
import { agendaButtons, agendaLines } from './reminder.ts';
import { consentBlocks, type RequestProps } from './return-request.ts';
import { dateText, numbersText, shortDate } from './wording.ts';

export interface RecentEvent extends AuditedEvent {
  /** 4月6日09:12 */
  when: string;
  by: string | null;
  /** The proposal that it was about; null for none. */
  number: string | null;
}

export interface UnitHomeProps extends HomeProps {
  unit: string;
  lines: readonly AgendaLine[];
  notes: LineNotes;
  mayReturn: boolean;
  /** The person may do what the buttons say. */
  mayAct: boolean;
  /** Requests that wait for the unit's consent (R07). */
  asked: readonly RequestProps[];
  /** The latest first. */
  recent: readonly RecentEvent[];
  next: readonly NextDate[];
}

const LINES_A_PAGE = 15;
const ASKED_AT_ONCE = 3;
const RECENT_SHOWN = 6;
const NEXT_SHOWN = 5;

export function unitHome(props: UnitHomeProps) {
  const { unit, lines, notes, today, query } = props;
  const overdue = lines.filter((line) => line.overdue).length;
  const first =
    lines.length === 0
      ? `${unit}目前没有待办事项。`
      : `${unit}：${lines.length}项待办${overdue > 0 ? `，其中${overdue}项逾期` : ''}`;
  const pages = Math.max(1, Math.ceil(lines.length / LINES_A_PAGE));
  const page = Math.min(query?.page ?? 0, pages - 1);
  const from = page * LINES_A_PAGE;
  const shown = agendaLines(lines, today, notes).slice(from, from + LINES_A_PAGE);
  return homeTab(
    props,
    [
      section(bold(first)),
      ...askedBlocks(props),
      ...shown.map((line) => section(line)),
      ...(props.mayAct && lines.length > 0 ? [actions(agendaButtons(lines, props.mayReturn))] : []),
      ...listed('最近登记', recentLines(props)),
      ...listed('接下来', props.next.slice(0, NEXT_SHOWN).map(nextText)),
      actions([
        ...(page > 0 ? [turn('上一页', page - 1)] : []),
        ...(page < pages - 1 ? [turn('下一页', page + 1)] : []),
        leads(ACTIONS.homeShow, '刷新', at(page)),
      ]),
    ],
    lines.map((line) => line.rule.clause),
  );
}

function turn(text: string, page: number) {
  return leads(ACTIONS.homeShow, text, at(page));
}

function at(page: number): BoardQuery {
  return { ...WHOLE_BOARD, page };
}

function listed(title: string, lines: readonly string[]): Message['blocks'] {
  return lines.length > 0 ? [divider(), header(title), section(lines.join('\n'))] : [];
}

function askedBlocks({ asked, mayAct }: UnitHomeProps): Message['blocks'] {
  if (asked.length === 0 || !mayAct) return [];
  return [
    section(bold(`请答复：会办单位的退办、改办申请${asked.length}件，征求贵单位同意`)),
    ...asked.slice(0, ASKED_AT_ONCE).flatMap(consentBlocks),
  ];
}

/** 4月6日09:12　区教育局联络员　登记签收 第1、2号: what one person did in one minute is one line. */
function recentLines({ recent, notice }: UnitHomeProps): string[] {
  const groups = groupBy(recent, (one) => `${one.when}　${one.by ?? ''}　${auditWords(one, notice)}`);
  return [...groups.values()].slice(0, RECENT_SHOWN).flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const numbers = [...new Set(same.flatMap(({ number }) => number ?? []))].sort(byNumber);
    const who = first.by ? `${escapeMrkdwn(first.by)}　` : '';
    return [
      `${first.when}　${who}${auditWords(first, notice)}${numbers.length > 0 ? `　${numbersText(numbers)}` : ''}`,
    ];
  });
}

/** 10月15日（周六）起　全年工作总结，11月30日前 */
function nextText({ opens, due, name, count }: NextDate): string {
  const many = count > 1 ? `（${count}件）` : '';
  if (opens === null) return due ? `${dateText(due)}前　${name}` : name;
  return `${dateText(opens)}起　${name}${many}${due ? `，${shortDate(due)}前` : ''}`;
}
