/**
 * 征询意见表 (R50–R54): the windows in which its way is put on record, what is said about where it is, and the note that
 * a member is not satisfied.
 */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  context,
  datePicker,
  escapeMrkdwn,
  type Message,
  multiSelect,
  type OptionChoice,
  section,
  select,
} from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Proposal } from '../src/domain/facts.ts';
import {
  type DayFault,
  FORM_BACK,
  FORM_KINDS,
  type FormDays,
  type FormKind,
  type FormOutlook,
} from '../src/domain/feedback-form.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine, dateText, numbersText, proposalText, shortDate, shorten } from './wording.ts';

export const FORM_CLAUSE = '三(六)';

const STEP: Record<FormKind | 'reply-delivered', string> = {
  'reply-delivered': '书面答复',
  'form-sent': '寄出',
  'form-received': '委员收到',
  'form-back-unit': '寄回主办单位',
  'form-back-desk': '寄回建议提案股',
  'form-back-online': '网上反馈',
};

export function stepName(kind: FormKind): string {
  return STEP[kind];
}

/** One form that can be chosen in the window. */
export interface FormChoice {
  assignmentId: string;
  proposal: Proposal;
  /** Named where the reader is not of the unit. */
  unit: string | null;
  days: FormDays;
  grade: string | null;
}

export interface FeedbackModalProps {
  notice: Notice;
  /** Whose forms they are: a unit's name, or the desk's. */
  title: string;
  choices: readonly FormChoice[];
  /** Assignment ids chosen from the start. */
  chosen: readonly string[];
  /** What the reader may put on record. */
  kinds: readonly FormKind[];
  /** Days that the fields start with. */
  initial: Partial<Record<FormKind, IsoDate>>;
  /** The grade that was told already. */
  grade?: string | null;
}

/** Block ids of the fields that are no day. */
export const WHICH_FIELD = 'which';
export const GRADE_FIELD = 'grade';
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export function feedbackModal(props: FeedbackModalProps) {
  const { notice, choices, chosen, kinds, initial } = props;
  const shown = choices.slice(0, CHOICES);
  const [only] = chosen.length === 1 ? choices.filter((one) => chosen.includes(one.assignmentId)) : [];
  const grade = props.grade ?? only?.grade;
  return modal({
    callback: FORMS.feedback,
    title: '征询意见表',
    submit: '登记',
    close: '取消',
    blocks: [
      section(
        `*${escapeMrkdwn(props.title)}*　填已经发生的日期，空着的不登记；日期相同的可以一次选几件。${choices.length > CHOICES ? `\n只列出前${CHOICES}件，其余请写案号，如“征询表 12”。` : ''}`,
      ),
      ...(only ? [section(`${proposalText(only.proposal, 40)}　${escapeMrkdwn(stateOf(only))}`)] : []),
      multiSelect({
        id: WHICH_FIELD,
        label: '哪几件',
        placeholder: '可选多项',
        choices: shown.map(choiceOf),
        initial: [...chosen],
      }),
      ...kinds.map((kind) =>
        datePicker({
          id: kind,
          label: `${STEP[kind]}日期`,
          optional: kinds.length > 1,
          ...(kind === 'form-received' && { hint: `${daysText(notice)}从这天起算` }),
          ...(initial[kind] && { initial: initial[kind] }),
        }),
      ),
      select({
        id: GRADE_FIELD,
        label: '委员意见',
        optional: true,
        placeholder: '表上写明的满意程度',
        choices: notice.settings.satisfactionGrades.map((grade) => ({ text: grade, value: grade })),
        ...(grade && { initial: grade }),
      }),
      context(clauseLine(notice, [FORM_CLAUSE])),
    ],
  });
}

function stateOf({ unit, days, grade }: FormChoice): string {
  return `${unit ? `${unit}　` : ''}${stateText(days, grade) || '未寄出'}`;
}

function choiceOf({ assignmentId, proposal, unit, days, grade }: FormChoice): OptionChoice {
  const state = stateText(days, grade);
  return {
    text: shorten(`第${proposal.number}号 ${unit ? `${unit} ` : ''}${proposal.title}`, 70),
    value: assignmentId,
    ...(state && { description: shorten(state, 70) }),
  };
}

export interface FeedbackAnswers {
  assignmentIds: string[];
  /** As the fields gave them. */
  days: Partial<Record<FormKind, string>>;
  grade: string | null;
}

export function readFeedbackModal(values: FormValues): FeedbackAnswers {
  const which = values[WHICH_FIELD];
  const grade = values[GRADE_FIELD];
  const days: Partial<Record<FormKind, string>> = {};
  for (const kind of FORM_KINDS) {
    const day = values[kind];
    if (typeof day === 'string' && day !== '') days[kind] = day;
  }
  return {
    assignmentIds: Array.isArray(which) ? which : [],
    days,
    grade: typeof grade === 'string' && grade !== '' ? grade : null,
  };
}

/** 5月10日寄出，5月12日委员收到，满意 */
export function stateText(days: FormDays, grade: string | null): string {
  const parts = FORM_KINDS.flatMap((kind) => {
    const day = days[kind];
    return day === undefined ? [] : [`${shortDate(day)}${STEP[kind]}`];
  });
  return [...parts, ...(grade ? [grade] : [])].join('，');
}

export function faultText(fault: DayFault): string {
  switch (fault.why) {
    case 'future':
      return '日期不能晚于今天';
    case 'before-assignment':
      return `不能早于交办日期${shortDate(fault.limit)}`;
    case 'recorded':
      return `已登记为${shortDate(fault.limit)}，有误请先用“更正”`;
    case 'too-early':
      return `不能早于${STEP[fault.than]}日期${shortDate(fault.limit)}`;
    case 'too-late':
      return `不能晚于${STEP[fault.than]}日期${shortDate(fault.limit)}`;
  }
}

/** 20天 or 20个工作日 */
function daysText({ settings }: Notice): string {
  const { days, counted } = settings.feedbackForm;
  return counted === 'working' ? `${days}个工作日` : `${days}天`;
}

/** Where a form is and by when the member should send it back; empty while there is nothing to say. */
export function outlookText({ step, until, misses, hurry }: FormOutlook, notice: Notice): string {
  const days = daysText(notice);
  if (step === 'with-member')
    return `委员应于${shortDate(until)}前寄回${misses ? `，已超过${shortDate(misses)}，请及早与委员联系` : ''}`;
  const late = misses
    ? `今天收到，${days}也要到${shortDate(until)}，已超过${shortDate(misses)}`
    : hurry
      ? `须在${dateText(hurry)}前让委员收到，否则${days}不够`
      : '';
  if (step === 'to-send') return late;
  return `委员收到日期还没有登记（${days}从那天起算）${late ? `；${late}` : ''}`;
}

/** One form as it stands after an act. */
export interface FormAfter {
  proposal: Proposal;
  unit: string | null;
  /** The facts that this act put on record. */
  fresh: FormDays;
  days: FormDays;
  grade: string | null;
  /** The grade came with this act. */
  graded: boolean;
  outlook: FormOutlook | null;
}

export interface FeedbackAnswerProps {
  notice: Notice;
  forms: readonly FormAfter[];
  /** What was left alone, and why, in whole sentences. */
  refused: readonly string[];
  /** The member is not satisfied, and this act says so first. */
  unsatisfied: readonly string[];
}

/** What was put on record, what is still missing, and by when it should be back; forms with the same news share a line. */
export function feedbackAnswer({ notice, forms, refused, unsatisfied }: FeedbackAnswerProps): Message {
  const done = grouped(forms, (one) => {
    const news = stateText(one.fresh, one.graded ? one.grade : null);
    return news === '' ? '' : `已登记：${news}`;
  });
  const again = forms.filter((one) => stateText(one.fresh, one.graded ? one.grade : null) === '');
  const next = grouped(forms, (one) => nextText(one, notice));
  const lines = [
    ...done,
    ...(again.length > 0 ? [`${namesOf(again)}此前已登记，无需重复。`] : []),
    ...next,
    ...(unsatisfied.length > 0
      ? [
          `${numbersText(unsatisfied)}委员意见为“${notice.settings.satisfactionGrades.at(-1)}”，已告知建议提案股和区府办领导需要重新办理（通知没有规定程序，由股内研究）。`,
        ]
      : []),
    ...refused,
  ].map(escapeMrkdwn);
  const asked = forms.filter((one) => missingBefore(one.days).length > 0);
  const text = lines.join('\n');
  return {
    text,
    blocks: [
      section(text),
      ...(asked.length > 0
        ? [
            actions([
              button({
                text: '补登',
                action: ACTIONS.feedbackOpen,
                value: asked
                  .map((one) => one.proposal.number)
                  .join('、')
                  .slice(0, 500),
              }),
            ]),
          ]
        : []),
      context(clauseLine(notice, [FORM_CLAUSE])),
    ],
  };
}

function grouped(forms: readonly FormAfter[], textOf: (one: FormAfter) => string): string[] {
  const groups = new Map<string, FormAfter[]>();
  for (const one of forms) {
    const text = textOf(one);
    if (text !== '') groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return [...groups].map(([text, same]) => `${namesOf(same)}${text}。`);
}

function namesOf(forms: readonly FormAfter[]): string {
  const units = new Set(forms.flatMap((one) => one.unit ?? []));
  const numbers = numbersText([...new Set(forms.map((one) => one.proposal.number))]);
  return units.size > 0 ? `${numbers}（${[...units].join('、')}）` : numbers;
}

/** Facts that others presuppose and that nobody has put on record. */
function missingBefore(days: FormDays): FormKind[] {
  const isBack = FORM_BACK.some((kind) => days[kind] !== undefined);
  const missing: FormKind[] = [];
  if (!days['form-sent'] && (days['form-received'] || isBack)) missing.push('form-sent');
  if (!days['form-received'] && isBack) missing.push('form-received');
  return missing;
}

function nextText({ days, grade, outlook }: FormAfter, notice: Notice): string {
  const before = missingBefore(days);
  const ask = before.length > 0 ? [`请补登${before.map((kind) => `${STEP[kind]}日期`).join('、')}`] : [];
  if (days['form-sent'] && !days['reply-delivered']) ask.push('书面答复还没有登记（征询意见表随答复函寄送）');
  const left = FORM_BACK.filter((kind) => days[kind] === undefined);
  if (left.length === FORM_BACK.length) {
    const where = outlook ? outlookText(outlook, notice) : '';
    return [...ask, ...(where ? [where] : [])].join('；');
  }
  if (left.length > 0) ask.push(`还缺${left.map((kind) => STEP[kind]).join('、')}`);
  else {
    const monthly = notice.duties.find((rule) => rule.endsWhen);
    ask.push(`征询意见表已全部收回${monthly ? `，此件以后不再报${monthly.name}（${monthly.clause}）` : ''}`);
  }
  if (grade === null) ask.push('委员满意程度还没有登记');
  return ask.join('；');
}

export interface UnsatisfiedProps {
  notice: Notice;
  unit: string;
  proposal: Proposal;
  /** The day on which the form came back. */
  on: IsoDate;
  grade: string;
}

/** To the desk and the managers at once: the notice says nothing about what follows, so the bot asks for nothing. */
export function unsatisfiedNotice({ notice, unit, proposal, on, grade }: UnsatisfiedProps): Message {
  const first = `【需要重新办理】${unit} 第${proposal.number}号：委员意见为“${grade}”（${shortDate(on)}反馈）`;
  const rest = `${proposalText(proposal, 60)}\n通知没有规定委员不满意时的程序和期限；是否重新办理、何时再答复，请研究确定。`;
  const clauses = clauseLine(notice, [FORM_CLAUSE]);
  return {
    text: [escapeMrkdwn(first), rest, clauses].join('\n'),
    blocks: [section(bold(first)), section(rest), context(clauses)],
  };
}

export interface FeedbackStateProps {
  notice: Notice;
  unit: string;
  choices: readonly FormChoice[];
}

const STATES_SHOWN = 20;

/** In answer to a typed “征询表”, where no window can open: where the forms are, and the way to the window. */
export function feedbackState({ notice, unit, choices }: FeedbackStateProps): Message {
  const first = `${unit}：征询意见表${choices.length}件未收齐`;
  const lines = choices
    .slice(0, STATES_SHOWN)
    .map(
      (one) =>
        `${proposalText(one.proposal, 20)}${one.unit ? `（${escapeMrkdwn(one.unit)}）` : ''}　${stateText(one.days, one.grade) || '未寄出'}`,
    );
  const more =
    choices.length > STATES_SHOWN
      ? [`还有${choices.length - STATES_SHOWN}件，可写案号查看，如“征询表 12”。`]
      : [];
  return {
    text: [escapeMrkdwn(first), ...lines, ...more].join('\n'),
    blocks: [
      section(bold(first)),
      section([...lines, ...more].join('\n')),
      actions([
        button({
          text: '登记征询表',
          action: ACTIONS.feedbackOpen,
          style: 'primary',
          ...(choices.length === 1 && choices[0] && { value: choices[0].proposal.number }),
        }),
      ]),
      context(clauseLine(notice, [FORM_CLAUSE])),
    ],
  };
}
