/** 风险: what threatens to go wrong, kind by kind, so that many of one kind leave the others to be seen. */

import { bold, escapeMrkdwn } from '../src/chat/message.ts';
import type { FormOutlook } from '../src/domain/feedback-form.ts';
import type { Risk } from '../src/domain/figures.ts';
import { changeText } from './change.ts';
import { restText } from './digest-layout.ts';
import { proposalText, shortDate } from './wording.ts';

type RiskKind = Risk['kind'];

/** In the order in which they are read: what cannot wait first. */
const KIND_NAMES: Record<RiskKind, string> = {
  unsatisfied: '委员不满意，需要重新办理（通知未规定程序）',
  'opinion-missing': '会办意见未传，影响主办答复',
  'form-too-late': '征询意见表赶不上期限',
  'replied-uncontacted': '答复前未登记与委员沟通',
  'not-contacted': '临近答复未登记与委员沟通',
};
const KINDS = Object.keys(KIND_NAMES) as RiskKind[];

/** Of each kind the digest shows this many; all are on the pages of 简报 风险. */
const SHOWN = 3;

/** Each kind with its count and the change since `before`, its first few, and the numbers of the rest. */
export function riskLines(risks: readonly Risk[], before: readonly Risk[]): string[] {
  return KINDS.flatMap((kind) => {
    const own = risks.filter((risk) => risk.kind === kind);
    const then = before.filter((risk) => risk.kind === kind).length;
    if (own.length === 0) return then === 0 ? [] : [`${KIND_NAMES[kind]} 0件（${changeText(0, then)}）`];
    const rest = own.slice(SHOWN).map(({ proposal }) => proposal.number);
    return [
      `${bold(`${KIND_NAMES[kind]} ${own.length}件`)}（${changeText(own.length, then)}）`,
      ...own.slice(0, SHOWN).map((risk) => `　${riskDetail(risk)}`),
      ...(rest.length > 0 ? [`　另有${restText(rest, '件')}`] : []),
    ];
  });
}

/** Whether the digest leaves some out. */
export function hasMoreRisks(risks: readonly Risk[]): boolean {
  return KINDS.some((kind) => risks.filter((risk) => risk.kind === kind).length > SHOWN);
}

/** Every risk in full, kind by kind. */
export function allRisks(risks: readonly Risk[]): string[] {
  return KINDS.flatMap((kind) => risks.filter((risk) => risk.kind === kind)).map(riskText);
}

/** One risk as a sentence. */
export function riskText(risk: Risk): string {
  const about = proposalText(risk.proposal, 16);
  switch (risk.kind) {
    case 'opinion-missing':
      return `${about} 会办意见未传：${opinionText(risk)}`;
    case 'not-contacted':
      return `${about} 临近答复（${shortDate(risk.due)}前）未登记与委员沟通：${escapeMrkdwn(risk.unit)}`;
    case 'replied-uncontacted':
      return `${about} ${shortDate(risk.on)}答复前未登记与委员沟通：${escapeMrkdwn(risk.unit)}`;
    case 'form-too-late':
      return `${about} ${formRiskText(risk.outlook)}：${escapeMrkdwn(risk.unit)}`;
    case 'unsatisfied':
      return `${about} 委员不满意，需要重新办理（通知未规定程序）：${escapeMrkdwn(risk.unit)}`;
  }
}

/** The same under the name of its kind. */
function riskDetail(risk: Risk): string {
  const about = proposalText(risk.proposal, 16);
  switch (risk.kind) {
    case 'opinion-missing':
      return `${about} ${opinionText(risk)}`;
    case 'not-contacted':
      return `${about} ${escapeMrkdwn(risk.unit)}，${shortDate(risk.due)}前答复`;
    case 'replied-uncontacted':
      return `${about} ${escapeMrkdwn(risk.unit)}，${shortDate(risk.on)}答复`;
    case 'form-too-late':
      return `${about} ${escapeMrkdwn(risk.unit)}：${formRiskText(risk.outlook)}`;
    case 'unsatisfied':
      return `${about} ${escapeMrkdwn(risk.unit)}`;
  }
}

function opinionText({ units, lead }: Extract<Risk, { kind: 'opinion-missing' }>): string {
  const names = units.slice(0, 5).join('、');
  const more = units.length > 5 ? `等${units.length}个单位` : '';
  return `${escapeMrkdwn(names)}${more}${lead ? `（主办：${escapeMrkdwn(lead)}）` : ''}`;
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
