/** 更正: what can be taken back, each with its button; the reason is asked for; the unit hears what the desk took back. */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  context,
  escapeMrkdwn,
  type Message,
  section,
  textInput,
} from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { plainAnswer } from './answers.ts';
import { clauseLine, shorten } from './wording.ts';

export interface UndoRow {
  /** Comes back with the click. */
  value: string;
  /** 4月6日09:12 */
  when: string;
  by: string;
  /** Plain text. */
  what: string;
}

export interface UndoListProps {
  notice: Notice;
  title: string;
  rows: readonly UndoRow[];
  /** Whether the reader works for a unit: theirs is only of today. */
  forUnit: boolean;
}

const ROWS_SHOWN = 12;

export function undoList({ notice, title, rows, forUnit }: UndoListProps): Message {
  const shown = rows.slice(0, ROWS_SHOWN);
  const first =
    rows.length > 0
      ? `【更正】${title}：选择登记错了的一项`
      : `【更正】${title}：没有可以更正的登记${forUnit ? '' : '，可写案号或单位名称查找，如“更正 12”'}`;
  const hint = forUnit
    ? '当个工作日内登记的可以自己更正，更早的请联系建议提案股。月报请用“月报”打开修改。'
    : '月报请由单位用“月报”打开修改。退改办呈签后用“退办”取回。';
  const more =
    rows.length > ROWS_SHOWN
      ? [`还有${rows.length - ROWS_SHOWN}项，请写案号${forUnit ? '' : '或单位名称'}查找，如“更正 12”。`]
      : [];
  const line = (row: UndoRow) => escapeMrkdwn(`${row.when} ${row.by}　${row.what}`);
  return {
    text: [escapeMrkdwn(first), ...shown.map(line), ...more, hint].join('\n'),
    blocks: [
      section(bold(first)),
      ...shown.map((row) =>
        section(line(row), {
          accessory: button({ text: '更正', action: ACTIONS.undoOpen, value: row.value }),
        }),
      ),
      ...more.map((text) => section(text)),
      context(hint, clauseLine(notice, [])),
    ],
  };
}

const WHY = 'why';
export const UNDO_WHY_FIELD = WHY;
export const UNDO_WHY_LIMIT = 300;

export function undoForm(notice: Notice, row: UndoRow) {
  return modal({
    callback: FORMS.undo,
    title: '更正',
    submit: '撤销这一项',
    close: '取消',
    metadata: row.value,
    blocks: [
      section(escapeMrkdwn(shorten(row.what, 500))),
      context(escapeMrkdwn(`${row.when} ${row.by}`)),
      textInput({ id: WHY, label: '更正的原因', maxLength: UNDO_WHY_LIMIT }),
      context(clauseLine(notice, [])),
    ],
  });
}

export function readUndoForm(values: FormValues): string {
  const why = values[WHY];
  return typeof why === 'string' ? why.trim() : '';
}

/** To the unit whose registration the desk took back: what it was, why, and that it is to be done again. */
export function undoneNotice(what: string, why: string): Message {
  const answer = plainAnswer(
    `【更正】建议提案股撤销了一项登记：${what}。原因：${why}。如已办结请重新登记，期限不变。`,
  );
  return {
    text: answer.text,
    blocks: [
      ...answer.blocks,
      actions([button({ text: '登记已办', action: ACTIONS.doneOpen, style: 'primary' })]),
    ],
  };
}

/** To the unit that was asked to hand something in again: it need not. */
export function sentBackUndone(what: string, why: string): Message {
  return plainAnswer(`【更正】建议提案股撤销了退回：${what}。原登记恢复，无需重新报送。原因：${why}。`);
}
