/** D6: to the unit at once, when the desk has sent something back: what, why, by when, and the window that sends it in again. */

import { actions, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { type Notice, ruleAsking } from '../src/domain/notice.ts';
import { clauseLine, dateText, proposalText } from './wording.ts';

export interface SentBackProps {
  notice: Notice;
  unit: string;
  /** Null for what a unit sends in as a whole. */
  proposal: { number: string; title: string } | null;
  /** Registration names of what was sent back. */
  kinds: readonly string[];
  /** 格式不符；附件缺。… */
  why: string;
  until: IsoDate;
  /** The clause by which it was sent back, and its own words where it states them. */
  clause: string;
  consequence: string | null;
  /** The button's action and value. */
  again: { action: string; value: string };
}

export function sentBackMessage(props: SentBackProps): Message {
  const { notice, proposal, kinds, until } = props;
  const rule = kinds.map((kind) => ruleAsking(notice, kind)).find((one) => one !== undefined);
  const what = proposal
    ? `${proposalText(proposal)} ${rule?.name ?? ''}`
    : (notice.registrations[kinds[0] ?? ''] ?? '');
  const first = `【退回】${escapeMrkdwn(props.unit)}：${what}已退回，请于${dateText(until)}前重新报送`;
  const lines = [
    `原因：${escapeMrkdwn(props.why)}`,
    ...(proposal
      ? [`要重新登记：${kinds.map((kind) => notice.registrations[kind] ?? kind).join('、')}`]
      : []),
    ...(props.consequence === null ? [] : [`依据原文：${props.consequence}`]),
  ];
  const clauses = clauseLine(notice, [props.clause]);
  return {
    text: [first, ...lines, clauses].join('\n'),
    blocks: [
      section(`*${first}*`),
      section(lines.join('\n')),
      actions([
        button({
          text: '重新提交',
          action: props.again.action,
          value: props.again.value,
          style: 'primary',
        }),
      ]),
      context(clauses),
    ],
  };
}

/** What the desk reads when it is done. */
export function sentBackAnswer(unit: string, what: string, until: IsoDate): string {
  return `已退回${unit}：${what}，${dateText(until)}前重新报送。`;
}
