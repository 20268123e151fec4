/** Short answers to what people ask: one sentence, what happened, what happens next. */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import type { LineNotes } from './line-notes.ts';
import { agendaButtons, agendaLines } from './reminder.ts';
import { clauseLine, dateText, numbersText, proposalText } from './wording.ts';

/** One sentence and nothing else. The text may hold what people typed. */
export function plainAnswer(text: string): Message {
  const safe = escapeMrkdwn(text);
  return { text: safe, blocks: [section(safe)] };
}

/** A message under a line of mrkdwn that says why it came. */
export function withFirstLine(line: string, { text, blocks }: Message): Message {
  return { text: `${line}\n${text}`, blocks: [section(line), ...blocks] };
}

/** To somebody whom the office does not list: whom to ask. */
export function strangerAnswer(contact: Notice['contact'] | null): Message {
  const who = contact ? `${contact.name}（电话 ${contact.phone}）` : '本单位的建议提案工作人员';
  return plainAnswer(
    `您的账号还没有登记为联络员或工作人员。请联系${who}登记您的单位和邮箱，登记后即可使用。`,
  );
}

export interface MineProps {
  notice: Notice;
  unit: string;
  today: IsoDate;
  lines: readonly AgendaLine[];
  notes: LineNotes;
  /** Something can still be given back (R04). */
  mayReturn: boolean;
}

const MINE_SHOWN = 20;

/** Everything the person's unit owes now, with buttons for what can be done at once. */
export function mineAnswer({ notice, unit, today, lines, notes, mayReturn }: MineProps): Message {
  if (lines.length === 0) return plainAnswer(`${unit}目前没有待办事项。`);
  const overdue = lines.filter((line) => line.overdue).length;
  const first = `${unit}：${lines.length}项待办${overdue > 0 ? `，其中${overdue}项逾期` : ''}`;
  const shown = agendaLines(lines.slice(0, MINE_SHOWN), today, notes);
  const more = lines.length > MINE_SHOWN ? [`还有${lines.length - MINE_SHOWN}项`] : [];
  const clauses = clauseLine(
    notice,
    lines.map((line) => line.rule.clause),
  );
  return {
    text: [escapeMrkdwn(first), ...shown, ...more, clauses].join('\n'),
    blocks: [
      section(bold(first)),
      ...shown.map((line) => section(line)),
      ...more.map((line) => section(line)),
      actions(agendaButtons(lines, mayReturn)),
      context(clauses),
    ],
  };
}

export interface SignedProps {
  unit: string;
  /** Numbers signed by this act. */
  signed: readonly string[];
  /** Numbers that were signed before. */
  already: readonly string[];
  /** Numbers that are not the unit's. */
  unknown: readonly string[];
  /** Still unsigned after the act. */
  left: readonly string[];
  /** Clauses of the message that nothing was done about, as typed. */
  aside: readonly string[];
  due: IsoDate | null;
}

export function signedAnswer(props: SignedProps): Message {
  const lines = [
    props.signed.length > 0 ? `已登记签收：${numbersText(props.signed)}，共${props.signed.length}件。` : '',
    props.already.length > 0 ? `${numbersText(props.already)}此前已登记签收，无需重复。` : '',
    props.unknown.length > 0
      ? `${numbersText(props.unknown)}不是${props.unit}承办的提案，未登记，请核对案号。`
      : '',
    props.left.length > 0
      ? `还有${props.left.length}件未签收：${numbersText(props.left)}${props.due ? `，${dateText(props.due)}前完成` : ''}。`
      : props.signed.length > 0
        ? '贵单位的提案已全部签收。'
        : '',
    props.aside.length > 0 ? `“${props.aside.join('；')}”没有登记，如需办理请联系建议提案股。` : '',
  ].filter(Boolean);
  return plainAnswer(lines.join('\n'));
}

export interface SignChoiceProps {
  unit: string;
  proposals: readonly { number: string; title: string }[];
  due: IsoDate | null;
}

const CHOICES_SHOWN = 20;

/** Asks which proposals were signed for: a button for each and one for all. */
export function signChoice({ unit, proposals, due }: SignChoiceProps): Message {
  if (proposals.length === 0) return plainAnswer(`${unit}没有待签收的提案。`);
  const first = `${unit}有${proposals.length}件未签收${due ? `，${dateText(due)}前完成` : ''}。在办理系统签收后，请登记：`;
  const all = button({
    text: `全部${proposals.length}件已签收`,
    action: ACTIONS.signAll,
    style: 'primary',
    ...(proposals.length > 1 && {
      confirm: {
        title: '全部签收',
        text: `${numbersText(proposals.map((one) => one.number))}，共${proposals.length}件，均已在办理系统签收？`,
        yes: '是，登记',
        no: '再看看',
      },
    }),
  });
  return {
    text: [escapeMrkdwn(first), ...proposals.map((one) => proposalText(one))].join('\n'),
    blocks: [
      section(bold(first)),
      ...proposals.slice(0, CHOICES_SHOWN).map((one) =>
        section(proposalText(one, 40), {
          accessory: button({ text: '已签收', action: ACTIONS.signOne, value: one.number }),
        }),
      ),
      ...(proposals.length > CHOICES_SHOWN
        ? [section(`还有${proposals.length - CHOICES_SHOWN}件，可发送“签收 案号”。`)]
        : []),
      actions([all]),
    ],
  };
}
