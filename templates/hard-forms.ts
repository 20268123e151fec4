/** 复杂件 (R22): a unit asks for it, the desk marks it or says no; each with a reason. */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  button,
  context,
  escapeMrkdwn,
  type Message,
  section,
  textInput,
} from '../src/chat/message.ts';
import { hardDates } from '../src/domain/hard-case.ts';
import { type Notice, ruleAsking } from '../src/domain/notice.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { listOf, type ProposalChoice, textOf, WHICH, whichField } from './proposal-fields.ts';
import { clauseLine, dateText, proposalText, shortDate } from './wording.ts';

const WHY = 'why';
export const HARD_FIELD = { which: WHICH, why: WHY } as const;
export const HARD_WHY_LIMIT = 500;

/** 最迟10月30日（周日）前答复，内部目标10月10日 */
export function hardDatesText(notice: Notice): string {
  const dates = hardDates(notice);
  if (!dates) return '';
  return `最迟${dateText(dates.due)}前答复${dates.target ? `，内部目标${shortDate(dates.target)}` : ''}`;
}

/** Asked for by a unit. */
export function hardAskForm(
  notice: Notice,
  unit: string,
  choices: readonly ProposalChoice[],
  chosen: readonly string[],
  why: string,
) {
  return modal({
    callback: FORMS.hardAsk,
    title: '申请按复杂件处理',
    submit: '提交',
    close: '取消',
    blocks: [
      section(
        `*${escapeMrkdwn(unit)}*　涉及面广、办理难度大的提案，经建议提案股同意后${hardDatesText(notice)}。`,
      ),
      whichField(choices, chosen),
      textInput({ id: WHY, label: '理由', multiline: true, maxLength: HARD_WHY_LIMIT, initial: why }),
      context(clauseLine(notice, [ruleAsking(notice, 'reply-uploaded')?.clause ?? ''])),
    ],
  });
}

/** Marked by the desk; the numbers stand in the metadata and give no authority. */
export function hardMarkForm(notice: Notice, proposals: readonly { number: string; title: string }[]) {
  return modal({
    callback: FORMS.hardMark,
    title: '标为复杂件',
    submit: '标记',
    close: '取消',
    metadata: JSON.stringify({ numbers: proposals.map(({ number }) => number) }),
    blocks: [
      section(
        `${proposals.map((one) => proposalText(one)).join('\n')}\n标为复杂件后${hardDatesText(notice)}。`,
      ),
      textInput({ id: WHY, label: '理由', multiline: true, maxLength: HARD_WHY_LIMIT }),
      context(clauseLine(notice, [ruleAsking(notice, 'reply-uploaded')?.clause ?? ''])),
    ],
  });
}

/** The desk says no to what a unit asked for. */
export function hardRefuseForm(notice: Notice, asked: string, registrationId: string) {
  return modal({
    callback: FORMS.hardRefuse,
    title: '不同意按复杂件处理',
    submit: '确定',
    close: '取消',
    metadata: JSON.stringify({ id: registrationId }),
    blocks: [
      section(escapeMrkdwn(asked)),
      textInput({ id: WHY, label: '理由', multiline: true, maxLength: HARD_WHY_LIMIT }),
      context(clauseLine(notice, [ruleAsking(notice, 'reply-uploaded')?.clause ?? ''])),
    ],
  });
}

export function readHardForm(values: FormValues) {
  return { chosen: listOf(values[WHICH]), why: textOf(values[WHY]) };
}

export interface HardRequestProps {
  notice: Notice;
  unit: string;
  proposal: { number: string; title: string };
  why: string;
  registrationId: string;
}

/** To the desk: a unit asks for its proposal to be treated as 复杂件. */
export function hardRequestMessage({
  notice,
  unit,
  proposal,
  why,
  registrationId,
}: HardRequestProps): Message {
  const first = `【复杂件申请】${escapeMrkdwn(unit)}：${proposalText(proposal)}`;
  const lines = [`理由：${escapeMrkdwn(why)}`, `同意后${hardDatesText(notice)}。`];
  const clauses = clauseLine(notice, [ruleAsking(notice, 'reply-uploaded')?.clause ?? '']);
  return {
    text: [first, ...lines, clauses].join('\n'),
    blocks: [
      section(`*${first}*`),
      section(lines.join('\n')),
      actions([
        button({ text: '同意', action: ACTIONS.hardAgree, value: registrationId, style: 'primary' }),
        button({ text: '不同意', action: ACTIONS.hardRefuse, value: registrationId }),
      ]),
      context(clauses),
    ],
  };
}
