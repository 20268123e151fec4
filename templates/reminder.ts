/**
 * D1 and D3: the one private message that a liaison gets on a working day, with everything that reached a new stage.
 * Overdue duties come first, with what is missing, the notice's own words where it states a consequence, and the
 * ladder's next step.
 */

import {
  actions,
  type ButtonOptions,
  bold,
  button,
  context,
  escapeMrkdwn,
  type Message,
  section,
} from '../src/chat/message.ts';
import { type AgendaLine, numbersOf } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { isFormKind } from '../src/domain/feedback-form.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import type { LineNotes } from './line-notes.ts';
import {
  circled,
  clauseLine,
  dateText,
  daysLeftText,
  numbersByRole,
  partsText,
  shortDate,
  subjectText,
} from './wording.ts';

export interface ReminderProps {
  notice: Notice;
  /** The unit's name as the message begins with it. */
  unit: string;
  /** Why it came to this person, where that is not plain. */
  standing: readonly string[];
  /** The day it goes out. */
  today: IsoDate;
  lines: readonly AgendaLine[];
  notes: LineNotes;
  /** Keys of duties that the desk urged. */
  urged: ReadonlySet<string>;
  /** The highest stage among the items: consequences are quoted from the last working day on. */
  lastCall: boolean;
  /** Open duties of the unit that are not in the message, and how many of them are overdue. */
  others: { count: number; overdue: number };
}

/** What stays readable on a telephone, in characters of the whole text (D1); the rest is one command away. */
const ROOM = 650;
/** The line that says how much more there is. */
const MORE_ROOM = 40;

interface Paragraph {
  head: string;
  details: string[];
}

export function reminderMessage(props: ReminderProps): Message {
  const { notice, lines, today } = props;
  const first = firstLine(props);
  const clauses = clauseLine(
    notice,
    lines.map((line) => line.rule.clause),
  );
  const whole = lines.map((line, index) => paragraph(line, index));
  const standing = props.standing.join('\n');
  const paragraphs = fitted(whole, ROOM - MORE_ROOM - first.length - standing.length - clauses.length);
  const notShown = lines.length - paragraphs.length;
  const more = moreLine(
    notShown,
    props.others,
    paragraphs.some((one, index) => one !== whole[index]),
  );
  const bodies = paragraphs.map((one) => [one.head, ...one.details].join('\n'));
  return {
    text: [first, standing, ...bodies, more, clauses].filter(Boolean).join('\n'),
    blocks: [
      section(`*${first}*`),
      ...(standing ? [section(standing)] : []),
      ...paragraphs.map((one) => section([`*${one.head}*`, ...one.details].join('\n'))),
      ...(more ? [section(more)] : []),
      actions(agendaButtons(lines)),
      context(clauses),
    ],
  };

  /** The notice's own words are quoted where they matter now, and once. */
  function quotes(line: AgendaLine): boolean {
    return (
      line.consequence !== null && (line.overdue || line.rule.optional || (props.lastCall && isLastDay(line)))
    );
  }

  function paragraph(line: AgendaLine, index: number): Paragraph {
    const urged = line.duties.some((duty) => props.urged.has(duty.key)) ? '〔建议提案股催办〕' : '';
    const head = `${circled(index)} ${urged}${subjectText(line)}${when(line, today)}`;
    const details: string[] = [];
    if (numbersOf(line.duties).length > 1) details.push(numbersByRole(line.duties));
    const parts = partsText(notice, line.duties);
    if (line.overdue && parts) details.push(`缺：${parts}`);
    details.push(...props.notes(line));
    details.push(`${line.overdue ? '今天请' : '需'}：${line.ask.replace(/^请/, '')}`);
    if (
      quotes(line) &&
      !lines.slice(0, index).some((one) => quotes(one) && one.consequence === line.consequence)
    )
      details.push(`依据原文：${line.consequence}`);
    if (line.next)
      details.push(
        `下一步：${dateText(line.next.date)}仍未登记，将${line.next.stage === 4 ? '列入股内电话催办单' : '列入报区府办领导的周报'}`,
      );
    return { head, details };
  }
}

/** What comes last, and is least urgent, gives way: first its details, then all of it. The first stays whole. */
function fitted(paragraphs: readonly Paragraph[], room: number): Paragraph[] {
  const kept = [...paragraphs];
  const isOver = () => kept.reduce((sum, { head, details }) => sum + lengthOf([head, ...details]), 0) > room;
  for (let index = kept.length - 1; index > 0 && isOver(); index -= 1)
    kept[index] = { head: kept[index]?.head ?? '', details: [] };
  while (kept.length > 1 && isOver()) kept.pop();
  return kept;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function when(line: AgendaLine, today: IsoDate): string {
  if (line.deadline === null) return '';
  if (line.overdue)
    return `　应于${shortDate(line.deadline)}前，已逾期${line.daysOver}天（${line.workingDaysOver}个工作日）`;
  const late = line.target && line.duties[0]?.latest ? `，最迟${shortDate(line.duties[0].latest)}` : '';
  const optional = line.rule.optional ? '（如不申请请忽略）' : '';
  return `　${dateText(line.deadline)}前${late}${targetText(line)}，${daysLeftText(line, today)}${optional}`;
}

/** ，内部目标10月10日: inside the later date of a 复杂件 (R22). */
function targetText({ rule: { due }, deadline, duties }: AgendaLine): string {
  if (due.at !== 'date' || due.hardTarget === undefined || deadline !== due.hardDate) return '';
  return duties.some(({ proposal }) => proposal?.hard) ? `，内部目标${shortDate(due.hardTarget)}` : '';
}

/** The stage-2 day: the deadline is today, or no working day is left before it. */
function isLastDay(line: AgendaLine): boolean {
  return line.workingDaysLeft <= 1;
}

/** Who, what and when: it is all that a push preview shows. */
function firstLine({ unit, lines, today }: ReminderProps): string {
  const name = escapeMrkdwn(unit);
  const overdue = lines.filter((line) => line.overdue);
  const [only] = lines;
  if (overdue[0]) {
    if (lines.length === 1)
      return `【逾期】${name}：${subjectText(overdue[0])}，已逾期${overdue[0].daysOver}天`;
    const rest = lines.length - overdue.length;
    return `【逾期】${name}：${overdue.length}项已逾期，最长${overdue[0].daysOver}天${rest > 0 ? `；另有${rest}项待办` : ''}`;
  }
  if (lines.every((line) => line.rule.optional))
    return `【提醒】${name}：${only?.name ?? ''}${only ? endsText(only, today) : ''}，如不申请请忽略`;
  if (only && lines.length === 1) return `【提醒】${name}：${subjectText(only)}${endsText(only, today)}`;
  const soonest =
    lines.find((line) => line.deadline !== null && !line.rule.optional) ??
    lines.find((line) => line.deadline !== null);
  return `【提醒】${name}：${lines.length}项待办${soonest ? `，最近一项${endsText(soonest, today).slice(1)}` : ''}`;
}

/** “，4月15日（周五）截止，剩5个工作日”; nothing where there is no date. */
function endsText(line: AgendaLine, today: IsoDate): string {
  if (line.deadline === null) return '';
  const day = `，${dateText(line.deadline)}`;
  return line.deadline === today ? `${day}今天截止` : `${day}截止，${daysLeftText(line, today)}`;
}

function moreLine(notShown: number, others: ReminderProps['others'], shortened: boolean): string {
  const parts = [
    notShown > 0 ? `还有${notShown}项` : '',
    others.count > 0
      ? `另有${others.count}项待办${others.overdue > 0 ? `（其中${others.overdue}项逾期）` : ''}`
      : '',
  ].filter(Boolean);
  if (parts.length > 0) return `${parts.join('，')}，发送“我的”查看全部。`;
  return shortened ? '详细要求请发送“我的”查看。' : '';
}

/**
 * One main button: signing first, then the report; recording what was done elsewhere is always there. `mayReturn`: what
 * can be given back stands in one of the lines, or would if it were a duty (R04).
 */
export function agendaButtons(
  lines: readonly AgendaLine[],
  mayReturn = lines.some((line) => line.rule.id === 'return-request'),
) {
  const wanted: ButtonOptions[] = [];
  if (registers(lines, (kind) => kind === 'signed'))
    wanted.push({ text: '已签收，登记', action: ACTIONS.signChoose });
  if (lines.some((line) => 'reported' in line.rule.doneWhen))
    wanted.push({ text: '填写月报', action: ACTIONS.reportOpen });
  if (mayReturn) wanted.push({ text: '申请退办或改办', action: ACTIONS.returnOpen });
  if (lines.some((line) => isNear(line) && closes(line, 'reply-uploaded')))
    wanted.push({ text: '登记答复', action: ACTIONS.replyOpen });
  else if (registers(lines, (kind) => kind === 'reply-uploaded'))
    wanted.push({ text: '登记沟通', action: ACTIONS.contactOpen });
  if (lines.some((line) => isNear(line) && closes(line, 'opinion-uploaded')))
    wanted.push({ text: '登记会办意见', action: ACTIONS.opinionOpen });
  if (registers(lines, isFormKind)) wanted.push({ text: '登记征询表', action: ACTIONS.feedbackOpen });
  if (registers(lines, (kind) => kind === 'summary-received'))
    wanted.push({ text: '填写总结', action: ACTIONS.summaryOpen });
  if (lines.some((line) => 'profileComplete' in line.rule.doneWhen))
    wanted.push({ text: '填写单位资料', action: ACTIONS.profileOpen });
  wanted.push({ text: '登记已办', action: ACTIONS.doneOpen });
  const late = lines.filter(isLateReply).flatMap((line) => numbersOf(line.duties));
  if (late.length > 0)
    wanted.push({ text: '申请按复杂件处理', action: ACTIONS.hardAsk, value: late.slice(0, 100).join('、') });
  if (lines.some((line) => line.overdue)) wanted.push({ text: '说明情况', action: ACTIONS.explainOpen });
  if (lines.some(isSnoozable)) wanted.push({ text: '稍后提醒', action: ACTIONS.snoozeOpen });
  return wanted.map((options, index) => button(index === 0 ? { ...options, style: 'primary' } : options));
}

/** Working days before a date from which the reply, and before that the contact with the member, is the next step. */
const NEAR = 10;

function isNear({ overdue, deadline, workingDaysLeft }: AgendaLine): boolean {
  return overdue || (deadline !== null && workingDaysLeft <= NEAR);
}

/** An overdue reply that a later date would hold for if the desk agreed (R22). */
function isLateReply({ overdue, rule, duties }: AgendaLine): boolean {
  return (
    overdue &&
    rule.due.at === 'date' &&
    rule.due.hardDate !== undefined &&
    duties.some(({ proposal }) => proposal?.hard === false)
  );
}

/** Something can be put off until a later working day (A9). */
function isSnoozable(line: AgendaLine): boolean {
  return !line.overdue && !line.rule.optional && (line.deadline === null || line.workingDaysLeft > 1);
}

/** Whether a fact of this kind closes one of the lines. */
function registers(lines: readonly AgendaLine[], isMeant: (kind: string) => boolean): boolean {
  return lines.some(({ rule }) => 'registered' in rule.doneWhen && rule.doneWhen.registered.some(isMeant));
}

function closes(line: AgendaLine, kind: string): boolean {
  return registers([line], (one) => one === kind);
}

/** The title line of cards that list the same agenda on request. */
export function agendaLines(lines: readonly AgendaLine[], today: IsoDate, notes: LineNotes): string[] {
  return lines.map((line, index) => {
    const head = `${line.overdue ? bold(`${circled(index)} 逾期`) : circled(index)} ${subjectText(line)}${when(line, today)}`;
    const numbers = numbersOf(line.duties).length > 1 ? [numbersByRole(line.duties)] : [];
    return [head, ...numbers, ...notes(line)].join('\n');
  });
}
