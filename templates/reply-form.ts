/**
 * 答复: the letter to the member and its copy in the 办理系统, which are two halves (R20), with file number and category
 * (R33), the feedback form that goes with it (R50), or a reply in phases with the date of the next one (R23).
 */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  checkboxes,
  context,
  datePicker,
  escapeMrkdwn,
  fileInput,
  radio,
  section,
  textInput,
} from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { REPLY_HALVES, type ReplyHalf } from '../src/domain/reply.ts';
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

const NUMBER = 'number';
const HALVES = 'halves';
const FORM_SENT = 'form-sent';
const PHASE = 'phase';
const PROMISED = 'promised';
const FILES = 'files';
export const REPLY_FIELD = {
  which: WHICH,
  number: NUMBER,
  day: DAY,
  category: CATEGORY,
  halves: HALVES,
  formSent: FORM_SENT,
  phase: PHASE,
  promised: PROMISED,
  files: FILES,
} as const;

export interface ReplyFormProps {
  notice: Notice;
  unit: string;
  choices: readonly ProposalChoice[];
  /** Assignment ids chosen from the start. */
  chosen: readonly string[];
  fileNumber: string;
  day: IsoDate;
  category: string | null;
  /** Ticked from the start. */
  halves: readonly ReplyHalf[];
  /** Whether the feedback form is ticked; null where none goes with the reply (R54). */
  formSent: boolean | null;
  clauses: readonly string[];
  /** Said at the top, such as why the last one was sent back. */
  remark: string | null;
}

export function replyForm(props: ReplyFormProps) {
  const { notice } = props;
  const names = notice.registrations;
  return modal({
    callback: FORMS.reply,
    title: '登记答复',
    submit: '登记',
    close: '取消',
    blocks: [
      section(`*${escapeMrkdwn(props.unit)}*　同一份答复函答复多件的可一并选择；还没有办的请去掉勾选。`),
      ...(props.remark === null ? [] : [section(escapeMrkdwn(props.remark))]),
      whichField(props.choices, props.chosen),
      textInput({
        id: NUMBER,
        label: '文号',
        maxLength: 60,
        initial: props.fileNumber,
        placeholder: notice.settings.fileNumber.example,
      }),
      categoryField(notice, props.category),
      dayField('答复日期', props.day),
      checkboxes({
        id: HALVES,
        label: '已经完成',
        optional: true,
        choices: REPLY_HALVES.map((half) => ({ text: names[half] ?? half, value: half })),
        initial: [...props.halves],
      }),
      ...(props.formSent === null
        ? []
        : [
            checkboxes({
              id: FORM_SENT,
              label: '征询意见表',
              optional: true,
              choices: [{ text: names['form-sent'] ?? '已寄出', value: 'form-sent' }],
              initial: props.formSent ? ['form-sent'] : [],
            }),
          ]),
      radio({
        id: PHASE,
        label: '答复方式',
        choices: [
          { text: '正式答复', value: 'formal' },
          { text: '分阶段答复（已向委员解释说明，还要继续答复）', value: 'phased' },
        ],
        initial: 'formal',
      }),
      datePicker({
        id: PROMISED,
        label: '下次答复日期',
        hint: '分阶段答复的必填',
        optional: true,
      }),
      fileInput({ id: FILES, label: '答复函附件', optional: true, most: 5 }),
      context(clauseLine(notice, props.clauses)),
    ],
  });
}

export function readReplyForm(values: FormValues) {
  const halves = listOf(values[HALVES]);
  return {
    chosen: listOf(values[WHICH]),
    fileNumber: textOf(values[NUMBER]),
    category: textOf(values[CATEGORY]),
    day: textOf(values[DAY]),
    halves: REPLY_HALVES.filter((half) => halves.includes(half)),
    formSent: listOf(values[FORM_SENT]).length > 0,
    phased: values[PHASE] === 'phased',
    promised: textOf(values[PROMISED]),
    files: listOf(values[FILES]),
  };
}
