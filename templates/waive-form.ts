/** 免沟通: the desk records why no contact with the member was needed before a reply (R36). */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, multiSelect, section, textInput } from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ruleAsking } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { listOf, textOf, WHICH } from './proposal-fields.ts';
import { clauseLine, shortDate, shorten } from './wording.ts';

const WHY = 'why';
export const WAIVE_FIELD = { which: WHICH, why: WHY } as const;
export const WHY_LIMIT = 300;
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export interface WaiveChoice {
  assignmentId: string;
  number: string;
  unit: string;
  /** The day of the reply; null while there is none. */
  repliedOn: string | null;
}

export function waiveForm(
  notice: Notice,
  choices: readonly WaiveChoice[],
  chosen: readonly string[],
  why: string,
) {
  return modal({
    callback: FORMS.waive,
    title: '记明无需沟通',
    submit: '登记',
    close: '取消',
    blocks: [
      section('答复前没有与委员沟通的，经研究确无需沟通时记明原因，此后不再提示。'),
      multiSelect({
        id: WHICH,
        label: '哪些提案',
        placeholder: '可选多件',
        choices: choices.slice(0, CHOICES).map((one) => ({
          text: shorten(waiveText(one), 70),
          value: one.assignmentId,
        })),
        initial: [...chosen],
      }),
      textInput({ id: WHY, label: '原因', multiline: true, maxLength: WHY_LIMIT, initial: why }),
      context(clauseLine(notice, [ruleAsking(notice, 'contacted')?.clause ?? ''].filter(Boolean))),
    ],
  });
}

/** 第12号 区教育局（8月20日已答复） */
export function waiveText({ number, unit, repliedOn }: WaiveChoice): string {
  return `第${number}号 ${unit}（${repliedOn === null ? '未答复' : `${shortDate(repliedOn)}已答复`}）`;
}

export function readWaiveForm(values: FormValues) {
  return { chosen: listOf(values[WHICH]), why: textOf(values[WHY]) };
}
