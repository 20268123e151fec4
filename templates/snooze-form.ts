/** A9: which lines of a reminder to put off, and until when. The date of the duty stays. */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, datePicker, multiSelect, plainText, section } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { clauseLine, shortDate, shorten, subjectText } from './wording.ts';

const WHAT = 'what';
const DAY = 'day';
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export const SNOOZE_WHAT_FIELD = WHAT;
export const SNOOZE_DAY_FIELD = DAY;

/** `suggested` is the next working day; `place` says which reminder the lines are of. */
export function snoozeForm(notice: Notice, lines: readonly AgendaLine[], suggested: IsoDate, place: string) {
  const choices = lines.slice(0, CHOICES).map((line) => ({ text: lineText(line), value: lineValue(line) }));
  return modal({
    callback: FORMS.snooze,
    title: '稍后提醒',
    submit: '稍后提醒',
    close: '取消',
    metadata: place,
    blocks: [
      section('到时再提醒您一次，期限不变；最后一个工作日照常提醒。'),
      multiSelect({ id: WHAT, label: '事项', choices, initial: choices.map((one) => one.value) }),
      datePicker({ id: DAY, label: '哪天再提醒', hint: '遇休息日提前到前一个工作日', initial: suggested }),
      context(
        clauseLine(
          notice,
          lines.map((line) => line.rule.clause),
        ),
      ),
    ],
  });
}

export function readSnoozeForm(values: FormValues): { chosen: string[]; day: string } {
  const { [WHAT]: chosen, [DAY]: day } = values;
  return { chosen: Array.isArray(chosen) ? chosen : [], day: typeof day === 'string' ? day : '' };
}

/** A line is known by its first duty. */
function lineValue(line: AgendaLine): string {
  return line.duties[0]?.key ?? '';
}

function lineText(line: AgendaLine): string {
  const text = plainText({ text: subjectText(line), blocks: [] });
  return shorten(`${text}${line.deadline ? `，${shortDate(line.deadline)}前` : ''}`, 70);
}
