/**
 * D7: the weekly digest for managers, on the first working day of the week, also when nothing is wrong (A12).
 * Verdict first, then what falls due, what is overdue, what threatens to go wrong, what is wanted of the reader, and
 * the figures with their change. Units are in order of date and risk, never ranked (A8).
 */

import {
  actions,
  button,
  context,
  divider,
  escapeMrkdwn,
  header,
  type Message,
  section,
} from '../src/chat/message.ts';
import { numbersOf } from '../src/domain/agenda.ts';
import { daysBetween, type IsoDate } from '../src/domain/calendar.ts';
import { type Duty, groupBy } from '../src/domain/duty.ts';
import type { FormOutlook } from '../src/domain/feedback-form.ts';
import type { Figures, Rate, Risk } from '../src/domain/figures.ts';
import type { Notice } from '../src/domain/notice.ts';
import { reassignsUntil } from '../src/domain/return-request.ts';
import { ACTIONS } from './actions.ts';
import { tallyText } from './report-tally.ts';
import { clauseLine, dateText, numbersText, percent, proposalText, shortDate } from './wording.ts';

export interface DigestProps {
  notice: Notice;
  figures: Figures;
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

const TOP = 10;

export function digestMessage(props: DigestProps): Message {
  const { notice, figures, today } = props;
  const verdict = `【周报】${dateText(today)}：${verdictText(figures)}`;
  const parts: [string, string[]][] = [
    [
      '本周到期',
      figures.dueThisWeek.map(
        (one) =>
          `${dateText(one.deadline)}前 ${one.rule.name}：还有${one.open}${one.rule.per === 'member' ? '人' : '项'}`,
      ),
    ],
    [`逾期（${figures.overdue.length}）`, overdueLines(props)],
    [`风险（${figures.risks.length}）`, top(figures.risks.map(riskText), '处')],
    ['需要您做的', [...toSignLines(props), ...wanted(figures, props.unitName)]],
    [
      '数字（与上周比）',
      [
        [
          ...figures.rates.map(rateText),
          ...(figures.sentBack > 0 ? [`退回重报 ${figures.sentBack}件次`] : []),
        ].join('　'),
        ...(figures.reports ? [tallyText(figures.reports)] : []),
        ...gradesText(figures.grades),
      ],
    ],
  ];
  const sections = parts.filter(([, lines]) => lines.length > 0 && lines[0] !== '');
  const footer = `数据截至${shortDate(today)}${props.time}　近7天提醒发送${props.sending.sent}条、失败${props.sending.failed}条`;
  const clauses = clauseLine(
    notice,
    figures.overdue.slice(0, TOP).map((duty) => duty.rule.clause),
  );
  return {
    text: [verdict, ...sections.flatMap(([title, lines]) => [`${title}：`, ...lines]), footer, clauses].join(
      '\n',
    ),
    blocks: [
      section(`*${verdict}*`),
      ...sections.flatMap(([title, lines]) => [divider(), header(title), section(lines.join('\n'))]),
      ...(figures.forSupervision.length > 0
        ? [actions([button({ text: '督办函草稿', action: ACTIONS.letterShow })])]
        : []),
      context(footer, clauses),
    ],
  };
}

function verdictText(figures: Figures): string {
  const { total, overdue, risks } = figures;
  if (total.owed === 0) return '目前没有应办事项。';
  if (overdue.length === 0)
    return `无逾期，应办${total.owed}项，已办${total.done}项${risks.length > 0 ? `，有${risks.length}处风险` : ''}。`;
  const units = new Set(overdue.map((duty) => duty.unitId)).size;
  return `逾期${overdue.length}项，涉及${units}个单位；应办${total.owed}项，已办${total.done}项。`;
}

/** Longest overdue first; what one unit owes of one kind and date is one line, so that ten lines show ten matters. */
function overdueLines(props: DigestProps): string[] {
  const { overdue } = props.figures;
  const groups = [
    ...groupBy(overdue, (duty) =>
      [duty.unitId, duty.rule.id, lastDate(duty), duty.missing.join('+'), duty.because].join('|'),
    ).values(),
  ];
  const lines = top(
    groups.map((group) => overdueText(group, props)),
    '条',
  );
  return groups.length > TOP ? [overdueSum(overdue), ...lines] : lines;
}

/** 签收134项（34个单位）、月报72项（23个单位） */
function overdueSum(overdue: readonly Duty[]): string {
  return [...groupBy(overdue, (duty) => duty.rule).entries()]
    .map(
      ([rule, same]) =>
        `${rule.name}${same.length}项（${new Set(same.map((duty) => duty.unitId)).size}个单位）`,
    )
    .join('、');
}

function overdueText(group: readonly Duty[], { unitName, contactOf, today, notice }: DigestProps): string {
  const [duty] = group;
  if (!duty) return '';
  const last = lastDate(duty) ?? today;
  const period = duty.period ? `${Number(duty.period.slice(5))}月` : '';
  const numbers = numbersOf(group);
  const what =
    group.length === 1 && duty.proposal
      ? `${proposalText(duty.proposal, 16)} ${period}${duty.rule.name}`
      : `${period}${duty.rule.name}${numbers.length > 0 ? `${numbers.length}件（${numbersText(numbers)}）` : ''}`;
  // Where one fact closes the duty, its name has said what is missing.
  const parts = 'registered' in duty.rule.doneWhen ? duty.rule.doneWhen.registered.length : 0;
  const missing = parts > 1 ? duty.missing.map((kind) => notice.registrations[kind] ?? kind).join('、') : '';
  const said = duty.paused ? `　已说明：${escapeMrkdwn(duty.because ?? '')}` : '';
  const contact = contactOf(group);
  return `${escapeMrkdwn(unitName(duty.unitId))}　${what}　应于${shortDate(last)}前，逾期${daysBetween(last, today)}天${missing ? `　缺：${missing}` : ''}${said}${contact ? `　${contact}` : ''}`;
}

function lastDate(duty: Duty): IsoDate | null {
  return duty.latest ?? duty.due;
}

/** One risk as a sentence; used by the digest and by the desk's status. */
export function riskText(risk: Risk): string {
  switch (risk.kind) {
    case 'opinion-missing':
      return `${proposalText(risk.proposal, 16)} 会办意见未传：${escapeMrkdwn(risk.units.join('、'))}${risk.lead ? `（主办：${escapeMrkdwn(risk.lead)}）` : ''}`;
    case 'not-contacted':
      return `${proposalText(risk.proposal, 16)} 临近答复（${shortDate(risk.due)}前）未登记与委员沟通：${escapeMrkdwn(risk.unit)}`;
    case 'replied-uncontacted':
      return `${proposalText(risk.proposal, 16)} ${shortDate(risk.on)}答复前未登记与委员沟通：${escapeMrkdwn(risk.unit)}`;
    case 'form-too-late':
      return `${proposalText(risk.proposal, 16)} ${formRiskText(risk.outlook)}：${escapeMrkdwn(risk.unit)}`;
    case 'unsatisfied':
      return `${proposalText(risk.proposal, 16)} 委员不满意，需要重新办理（通知未规定程序）：${escapeMrkdwn(risk.unit)}`;
  }
}

/** 征询意见表未寄出，留给委员的20天已到不了9月30日 */
function formRiskText({ step, until, misses, hurry }: FormOutlook): string {
  const where =
    step === 'to-send'
      ? '征询意见表未寄出'
      : step === 'on-its-way'
        ? '征询意见表已寄出，未登记委员收到'
        : `征询意见表委员应于${shortDate(until)}前寄回`;
  if (hurry) return `${where}，须在${shortDate(hurry)}前让委员收到`;
  if (!misses) return where;
  return step === 'with-member'
    ? `${where}，已超过${shortDate(misses)}`
    : `${where}，${shortDate(misses)}前留给委员的天数已不够`;
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
    `逾期5个工作日以上，建议约谈或发督办函（草稿已备、未发出）：${escapeMrkdwn(units.slice(0, TOP).join('、'))}${units.length > TOP ? `等${units.length}个单位` : ''}。是否通报由领导决定。`,
  ];
}

/** 满意程度：满意12、基本满意3、不满意1; nothing before the first form is back. */
function gradesText(grades: Figures['grades']): string[] {
  const total = grades.reduce((sum, { count }) => sum + count, 0);
  return total === 0 ? [] : [`满意程度：${grades.map(({ name, count }) => `${name}${count}`).join('、')}`];
}

function rateText(rate: Rate): string {
  if (rate.owed === 0) return `${rate.name} —`;
  const now = Math.round((rate.done * 100) / rate.owed);
  const then =
    rate.before && rate.before.owed > 0 ? Math.round((rate.before.done * 100) / rate.before.owed) : null;
  const change = then === null || then === now ? '' : now > then ? `，升${now - then}` : `，降${then - now}`;
  return `${rate.name} ${percent(rate.done, rate.owed)}（${rate.done}/${rate.owed}${change}）`;
}

function top(lines: string[], measure: string): string[] {
  return lines.length <= TOP
    ? lines
    : [...lines.slice(0, TOP), `还有${lines.length - TOP}${measure}，发送“进度”查看。`];
}
