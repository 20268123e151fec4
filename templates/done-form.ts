/** D1, D3: “登记已办”, for what was done outside the bot. Ticks what is missing, with the day it was done. */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, datePicker, escapeMrkdwn, multiSelect, section, textInput } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { CATEGORY, categoryField, textOf } from './proposal-fields.ts';
import { clauseLine, dateText, shorten } from './wording.ts';

/** One fact that can be put on record: a duty's missing part. */
export interface DonePart {
  duty: Duty;
  kind: string;
}

const WHAT = 'what';
const DAY = 'day';
const WHICH = 'which';
const WHY = 'why';
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export function doneForm(notice: Notice, unit: string, parts: readonly DonePart[], today: IsoDate) {
  return modal({
    callback: FORMS.done,
    title: '登记已办',
    submit: '登记',
    close: '取消',
    blocks: [
      section(`*${escapeMrkdwn(unit)}*　选择已经办完的事项。月报请用“填写月报”。`),
      multiSelect({
        id: WHAT,
        label: '已办事项',
        placeholder: '可选多项',
        choices: parts
          .slice(0, CHOICES)
          .map((part) => ({ text: partText(notice, part), value: partValue(part) })),
      }),
      datePicker({ id: DAY, label: '办理日期', initial: today }),
      // Asked again afterwards where it is left out (R33, R34).
      ...(parts.some(({ kind }) => MARKED.includes(kind)) ? [categoryField(notice, null, true)] : []),
      context(
        clauseLine(
          notice,
          parts.map((part) => part.duty.rule.clause),
        ),
      ),
    ],
  });
}

export function readDoneForm(values: FormValues): {
  chosen: string[];
  on: IsoDate | null;
  category: string;
} {
  const chosen = values[WHAT];
  const on = values[DAY];
  return {
    chosen: Array.isArray(chosen) ? chosen : [],
    on: typeof on === 'string' ? on : null,
    category: textOf(values[CATEGORY]),
  };
}

/** Facts that carry a 答复类别. */
export const MARKED: readonly string[] = ['reply-delivered', 'reply-uploaded', 'opinion-uploaded'];

/** Where a wrong date is shown. */
export const DONE_DAY_FIELD = DAY;
export const DONE_WHAT_FIELD = WHAT;

export function partValue({ duty, kind }: DonePart): string {
  return `${duty.key}#${kind}`;
}

function partText(notice: Notice, { duty, kind }: DonePart): string {
  const number = duty.proposal ? `第${duty.proposal.number}号 ` : '';
  return shorten(`${number}${notice.registrations[kind] ?? kind}`, 70);
}

/** “说明情况”: why an overdue duty is late. It stops the ladder and is shown to the desk; the duty stays open. */
export function explainForm(notice: Notice, unit: string, overdue: readonly Duty[]) {
  return modal({
    callback: FORMS.explain,
    title: '说明情况',
    submit: '提交',
    close: '取消',
    blocks: [
      section(`*${escapeMrkdwn(unit)}*　说明后不再重复提醒，事项仍需办结；建议提案股会看到说明。`),
      multiSelect({
        id: WHICH,
        label: '哪些事项',
        placeholder: '可选多项',
        choices: overdue.slice(0, CHOICES).map((duty) => ({ text: dutyText(duty), value: duty.key })),
      }),
      textInput({ id: WHY, label: '原因和预计办结时间', multiline: true, maxLength: 500 }),
      context(
        clauseLine(
          notice,
          overdue.map((duty) => duty.rule.clause),
        ),
      ),
    ],
  });
}

export function readExplainForm(values: FormValues): { keys: string[]; why: string } {
  const keys = values[WHICH];
  const why = values[WHY];
  return { keys: Array.isArray(keys) ? keys : [], why: typeof why === 'string' ? why.trim() : '' };
}

export const EXPLAIN_WHY_FIELD = WHY;

function dutyText(duty: Duty): string {
  const number = duty.proposal ? `第${duty.proposal.number}号 ` : '';
  return shorten(
    `${number}${duty.rule.name}${duty.period ? `（${Number(duty.period.slice(5))}月）` : ''}${duty.due ? `，应于${dateText(duty.due)}前` : ''}`,
    70,
  );
}
