/** 征询意见表: one row a form, from the reply that it goes with to its three returns (R50–R54). */

import {
  backBy,
  FORM_BACK,
  formTerms,
  gradeOf,
  isBack,
  whyNoForm,
  worstGrade,
} from '../../src/domain/feedback-form.ts';
import { day, joined, tableOf, text, word } from './table.ts';
import { type LedgerView, latestOf, PART_COLUMNS, type Part, partFields } from './view.ts';

export function formSheet({ notice, calendar, parts }: LedgerView) {
  const terms = formTerms(notice);
  const rows = parts.filter(
    ({ assignment, proposal }) =>
      assignment.endedOn === null && whyNoForm(notice, assignment.role, proposal.kind) === null,
  );
  const on = (kind: string) => (part: Part) => latestOf(part, kind)?.on;
  return tableOf(
    '征询意见表',
    rows,
    [
      ...partFields<Part>((part) => part),
      text('领衔委员', 10, ({ proposal }) => proposal.leadMember),
      day('书面答复', on('reply-delivered')),
      day('表寄出', on('form-sent')),
      day('委员收到', on('form-received')),
      day('委员应填妥', (part) => {
        const received = on('form-received')(part);
        return terms && received ? backBy(terms, calendar, received) : null;
      }),
      day('寄回主办', on('form-back-unit')),
      day('寄回股内', on('form-back-desk')),
      day('网上反馈', on('form-back-online')),
      word('进度', 13, stepOf),
      word('满意程度', 9, (part) => {
        const grade = gradeOf(notice, [...part.standing]);
        return grade !== null && grade === worstGrade(notice) ? { value: grade, tone: 'bad' } : grade;
      }),
      text('委员意见', 34, ({ standing }) =>
        joined([...new Set(standing.filter(({ kind }) => isBack(kind)).map((record) => record.text))], '\n'),
      ),
    ],
    PART_COLUMNS,
  );
}

function stepOf(part: Part): string {
  const has = (kind: string) => latestOf(part, kind) !== undefined;
  const back = FORM_BACK.filter(has).length;
  if (back === FORM_BACK.length) return '已全部收回';
  if (back > 0) return `已收回${back}/${FORM_BACK.length}`;
  if (has('form-received')) return '委员填写中';
  if (has('form-sent')) return '寄送中';
  return has('reply-delivered') ? '待寄出' : '未答复';
}
