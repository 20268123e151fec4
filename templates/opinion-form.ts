/** 会办意见: uploaded to the 办理系统, with its category marked (R21, R34). */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, escapeMrkdwn, fileInput, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import {
  CATEGORY,
  categoryField,
  DAY,
  dayField,
  listOf,
  type ProposalChoice,
  textOf,
  WHICH,
  whichField,
} from './proposal-fields.ts';
import { clauseLine } from './wording.ts';

const FILES = 'files';
export const OPINION_FIELD = { which: WHICH, category: CATEGORY, day: DAY, files: FILES } as const;

export interface OpinionFormProps {
  notice: Notice;
  unit: string;
  choices: readonly ProposalChoice[];
  /** Assignment ids chosen from the start. */
  chosen: readonly string[];
  category: string | null;
  day: IsoDate;
  /** Clauses that ask for it. */
  clauses: readonly string[];
}

export function opinionForm(props: OpinionFormProps) {
  return modal({
    callback: FORMS.opinion,
    title: '登记会办意见',
    submit: '登记',
    close: '取消',
    blocks: [
      section(`*${escapeMrkdwn(props.unit)}*　已按附件3格式标注类别并上传办理系统的会办意见。`),
      whichField(props.choices, props.chosen),
      categoryField(props.notice, props.category),
      dayField('上传日期', props.day),
      fileInput({ id: FILES, label: '会办意见附件', optional: true, most: 5 }),
      context(clauseLine(props.notice, props.clauses)),
    ],
  });
}

export function readOpinionForm(values: FormValues) {
  return {
    chosen: listOf(values[WHICH]),
    category: textOf(values[CATEGORY]),
    day: textOf(values[DAY]),
    files: listOf(values[FILES]),
  };
}
