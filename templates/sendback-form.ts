/** 退回: the desk sends back what is not in the prescribed form, with the reasons and a new date (R33). */

import { type FormValues, modal } from '../src/chat/form.ts';
import { checkboxes, context, datePicker, multiSelect, section, textInput } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { type Notice, sentBackClause } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { listOf, textOf } from './proposal-fields.ts';
import { clauseLine, shorten } from './wording.ts';

const WHAT = 'what';
const REASONS = 'reasons';
const WHY = 'why';
const UNTIL = 'until';
export const SENDBACK_FIELD = { what: WHAT, reasons: REASONS, why: WHY, until: UNTIL } as const;
/** What is most often wrong (D6). */
export const SENDBACK_REASONS = ['格式不符', '未标类别', '缺签批', '附件缺'] as const;
export const SENDBACK_WHY_LIMIT = 500;
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export interface SendbackFormProps {
  notice: Notice;
  /** What stands, the latest recorded first: a registration's id and its words. */
  choices: readonly { id: string; text: string }[];
  chosen: readonly string[];
  why: string;
  until: IsoDate;
}

export function sendbackForm({ notice, choices, chosen, why, until }: SendbackFormProps) {
  const first = choices.filter(({ id }) => chosen.includes(id));
  const rest = choices.filter(({ id }) => !chosen.includes(id));
  return modal({
    callback: FORMS.sendback,
    title: '退回重报',
    submit: '退回',
    close: '取消',
    blocks: [
      section('退回后相应的登记作废，承办单位马上收到通知，按新的日期重新报送。'),
      multiSelect({
        id: WHAT,
        label: '退回什么',
        placeholder: '可选多项',
        choices: [...first, ...rest]
          .slice(0, CHOICES)
          .map(({ id, text }) => ({ text: shorten(text, 70), value: id })),
        initial: [...chosen],
      }),
      checkboxes({
        id: REASONS,
        label: '原因',
        optional: true,
        choices: SENDBACK_REASONS.map((reason) => ({ text: reason, value: reason })),
      }),
      textInput({
        id: WHY,
        label: '具体说明',
        optional: true,
        multiline: true,
        maxLength: SENDBACK_WHY_LIMIT,
        initial: why.slice(0, SENDBACK_WHY_LIMIT),
        placeholder: '哪里需要改正',
      }),
      datePicker({ id: UNTIL, label: '重新报送的日期', initial: until }),
      context(clauseLine(notice, [sentBackClause(notice)])),
    ],
  });
}

export function readSendbackForm(values: FormValues) {
  const ticked = listOf(values[REASONS]);
  return {
    chosen: listOf(values[WHAT]),
    reasons: SENDBACK_REASONS.filter((reason) => ticked.includes(reason)),
    why: textOf(values[WHY]),
    until: textOf(values[UNTIL]),
  };
}
