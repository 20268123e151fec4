/**
 * D7: the weekly digest for managers, on the first working day of the week, also when nothing is wrong (A12).
 * Verdict first, then what falls due, what is overdue, what threatens to go wrong, what is wanted of the reader, and
 * the figures; each with its change. Units are in order of date and risk, never ranked (A8).
 */

import { escapeMrkdwn, type Message } from '../src/chat/message.ts';
import { numbersOf } from '../src/domain/agenda.ts';
import { daysBetween, type IsoDate } from '../src/domain/calendar.ts';
import { type Duty, groupBy } from '../src/domain/duty.ts';
import type { Figures, Rate } from '../src/domain/figures.ts';
import type { DutyRule, Notice } from '../src/domain/notice.ts';
import { reassignsUntil } from '../src/domain/return-request.ts';
import { ACTIONS } from './actions.ts';
import { changeNote, changeText } from './change.ts';
import { overdueChart, progressChart } from './charts.ts';
import { layOut, namesText, TOP, topLines } from './digest-layout.ts';
import { tallyText } from './report-tally.ts';
import { hasMoreRisks, riskLines } from './risk-lines.ts';
import { clauseLine, dateText, numbersText, percent, proposalText, shortDate, shorten } from './wording.ts';

export interface DigestProps {
  notice: Notice;
  figures: Figures;
  /** The figures of a week ago. */
  before: Figures;
  today: IsoDate;
  /** Numbers of the proposals whose 退办、改办 wait for the manager's signature. */
  toSign: readonly string[];
  unitName: (id: string | null) => string;
  /** 最近联系 about some duties; '' for none. */
  contactOf: (duties: readonly Duty[]) => string;
  sending: { sent: number; failed: number };
  /** When the figures were taken, 'HH:mm'. */
  time: string;
}

export function digestMessage(props: DigestProps): Message {
  const { notice, figures, before, today, sending } = props;
  const { overdue, risks } = figures;
  const groups = overdueGroups(overdue);
  return layOut({
    id: 'digest-week',
    verdict: verdictText(props),
    parts: [
      ['本周到期', topLines(dueLines(figures), '项')],
      [
        `逾期 ${overdue.length}项${changeNote(overdue.length, before.overdue.length)}`,
        overdueLines(groups, props),
      ],
      [
        `风险 ${risks.length}处${changeNote(risks.length, before.risks.length)}`,
        riskLines(risks, before.risks),
      ],
      ['需要您做的', [...toSignLines(props), ...wanted(figures, props.unitName)]],
      ['数字（与一周前比）', numberLines(props)],
    ],
    buttons: [
      ...(groups.length > TOP ? [['全部逾期', ACTIONS.digestMore, 'overdue'] as const] : []),
      ...(hasMoreRisks(risks) ? [['全部风险', ACTIONS.digestMore, 'risks'] as const] : []),
      ...(figures.forSupervision.length > 0 ? [['督办函草稿', ACTIONS.letterShow] as const] : []),
      ['看图', ACTIONS.digestMore, 'pictures'],
    ],
    // How old what is overdue is, the list says as long as it is complete.
    illustrations: [progressChart(figures), groups.length > TOP ? overdueChart(figures) : null],
    smallPrint: [
      `数据截至${shortDate(today)}${props.time}　近7天提醒发送${sending.sent}条、失败${sending.failed}条`,
      clauseLine(
        notice,
        groups.slice(0, TOP).flatMap(([matter]) => matter?.duties[0]?.rule.clause ?? []),
      ),
    ],
  });
}

/** What the desk reads of it where its own news leave no room for more. */
export function digestBrief(props: DigestProps): Message {
  return layOut({
    id: 'digest-week',
    verdict: verdictText(props),
    parts: [],
    buttons: [['周报全文', ACTIONS.digestMore, 'week']],
    illustrations: [],
    smallPrint: [`数据截至${shortDate(props.today)}${props.time}`],
  });
}

function verdictText({ figures, before, today }: DigestProps): string {
  const { total, overdue, risks } = figures;
  const title = `【周报】${dateText(today)}：`;
  if (total.owed === 0) return `${title}目前没有应办事项。`;
  const done = `应办${total.owed}项，已办${total.done}项（一周来${changeText(total.done, before.total.done)}）`;
  const then = `比一周前${changeText(overdue.length, before.overdue.length)}`;
  if (overdue.length === 0) {
    const better = before.overdue.length > 0 ? `（${then}）` : '';
    return `${title}无逾期${better}，${done}${risks.length > 0 ? `，有${risks.length}处风险` : ''}。`;
  }
  const units = new Set(overdue.map((duty) => duty.unitId)).size;
  return `${title}逾期${overdue.length}项，涉及${units}个单位，${then}；${done}。`;
}

/** Rules of one family fall due as one matter, counted by proposal. */
function dueLines({ dueThisWeek }: Figures): string[] {
  const matters = groupBy(dueThisWeek, ({ rule, deadline }) => `${nameOf(rule)}|${deadline}`);
  return [...matters.values()].map((same) => {
    const [first] = same;
    if (!first) return '';
    const { rule, deadline } = first;
    const numbers = numbersOf(same.flatMap(({ duties }) => duties));
    const open = same.length > 1 ? numbers.length : first.open;
    return `${dateText(deadline)}前 ${nameOf(rule)}：还有${open}${rule.per === 'member' ? '人' : '项'}`;
  });
}

/** Duties that one proposal, or one unit, owes as one: the returns of a form, or a single one. */
interface Matter {
  duties: Duty[];
  missing: string[];
}

/** What one unit owes of one kind and date, and lacks alike, is one line, so that ten lines show ten matters. */
function overdueGroups(overdue: readonly Duty[]): Matter[][] {
  const matters = [
    ...groupBy(overdue, (duty) =>
      duty.rule.family && duty.assignment ? `${duty.rule.family}|${duty.assignment.id}` : duty.key,
    ).values(),
  ].map((duties) => ({ duties, missing: [...new Set(duties.flatMap((duty) => duty.missing))] }));
  return [
    ...groupBy(matters, ({ duties: [duty], missing }) =>
      duty ? [duty.unitId, nameOf(duty.rule), lastDate(duty), missing.join('+'), duty.because].join('|') : '',
    ).values(),
  ];
}

/** Longest overdue first. */
function overdueLines(groups: readonly Matter[][], props: DigestProps): string[] {
  const { figures, before } = props;
  const lines = topLines(
    groups.map((group) => overdueText(group, props)),
    '条',
  );
  return groups.length > TOP ? [overdueSum(figures.overdue, before.overdue), ...lines] : lines;
}

/** 签收134项（34个单位，增12）、月报72项（23个单位，持平） */
function overdueSum(overdue: readonly Duty[], before: readonly Duty[]): string {
  return [...groupBy(overdue, (duty) => nameOf(duty.rule)).entries()]
    .map(([name, same]) => {
      const units = new Set(same.map((duty) => duty.unitId)).size;
      const then = before.filter((duty) => nameOf(duty.rule) === name).length;
      return `${name}${same.length}项（${units}个单位，${changeText(same.length, then)}）`;
    })
    .join('、');
}

function overdueText(group: readonly Matter[], props: DigestProps): string {
  const { unitName, contactOf, today, notice } = props;
  const duties = group.flatMap((matter) => matter.duties);
  const [duty] = duties;
  if (!duty) return '';
  const last = lastDate(duty) ?? today;
  const name = `${duty.period ? `${Number(duty.period.slice(5))}月` : ''}${nameOf(duty.rule)}`;
  const numbers = numbersOf(duties);
  const what =
    group.length === 1 && duty.proposal
      ? `${proposalText(duty.proposal, 16)} ${name}`
      : `${name}${numbers.length > 0 ? `${numbers.length}件（${numbersText(numbers)}）` : ''}`;
  const lacks = group[0]?.missing.map((kind) => notice.registrations[kind] ?? kind).join('、') ?? '';
  const missing = hasParts(duty.rule, notice) && lacks ? `　缺：${lacks}` : '';
  const said = duty.paused ? `　已说明：${escapeMrkdwn(shorten(duty.because ?? '', 40))}` : '';
  const contact = contactOf(duties);
  return `${escapeMrkdwn(unitName(duty.unitId))}　${what}　应于${shortDate(last)}前，逾期${daysBetween(last, today)}天${missing}${said}${contact ? `　${contact}` : ''}`;
}

/** Where one fact closes the matter, its name has said what is missing. */
function hasParts(rule: DutyRule, { duties }: Notice): boolean {
  const rules = rule.family ? duties.filter(({ family }) => family === rule.family) : [rule];
  return rules.flatMap(({ doneWhen }) => ('registered' in doneWhen ? doneWhen.registered : [])).length > 1;
}

function nameOf(rule: DutyRule): string {
  return rule.family ?? rule.name;
}

function lastDate(duty: Duty): IsoDate | null {
  return duty.latest ?? duty.due;
}

function toSignLines({ toSign, notice }: DigestProps): string[] {
  if (toSign.length === 0) return [];
  const last = reassignsUntil(notice);
  return [
    `退办、改办待签批${toSign.length}件：${numbersText(toSign)}${last ? `，${dateText(last)}前完成改办` : ''}。发送“签批”办理。`,
  ];
}

function wanted(figures: Figures, unitName: DigestProps['unitName']): string[] {
  const units = [...new Set(figures.forSupervision.map((duty) => unitName(duty.unitId)))];
  if (units.length === 0) return [];
  return [
    `逾期5个工作日以上，建议约谈或发督办函（草稿已备、未发出）：${escapeMrkdwn(namesText(units, TOP))}。是否通报由领导决定。`,
  ];
}

function numberLines({ figures, before }: DigestProps): string[] {
  const { rates, sentBack, reports, grades } = figures;
  return [
    ...rates.map(rateText),
    ...(sentBack > 0 ? [`退回重报 ${sentBack}件次${changeNote(sentBack, before.sentBack)}`] : []),
    ...(reports ? [tallyText(reports)] : []),
    ...gradesText(grades, before.grades),
  ];
}

/** 满意程度：满意12（增3）、基本满意3（持平）、不满意1（增1）; nothing before the first form is back. */
function gradesText(grades: Figures['grades'], before: Figures['grades']): string[] {
  const total = grades.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const each = grades.map(
    ({ name, count }, index) => `${name}${count}${changeNote(count, before[index]?.count)}`,
  );
  return [`满意程度：${each.join('、')}`];
}

/** 签收率 92%（166/180，升3个百分点） */
function rateText(rate: Rate): string {
  if (rate.owed === 0) return `${rate.name} —`;
  const now = Math.round((rate.done * 100) / rate.owed);
  const then =
    rate.before && rate.before.owed > 0 ? Math.round((rate.before.done * 100) / rate.before.owed) : null;
  return `${rate.name} ${percent(rate.done, rate.owed)}（${rate.done}/${rate.owed}${then === null ? '' : `，${pointsText(now, then)}`}）`;
}

function pointsText(now: number, then: number): string {
  if (now === then) return '持平';
  return now > then ? `升${now - then}个百分点` : `降${then - now}个百分点`;
}
