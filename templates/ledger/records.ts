/** 答复, 沟通 and 其他登记: one row a fact that was put on record, those sent back or corrected among them. */

import { isFormKind } from '../../src/domain/feedback-form.ts';
import type { LedgerRecord } from '../../src/domain/ledger-facts.ts';
import type { Sheet } from '../../src/files/sheet.ts';
import { dutyName } from '../audit-words.ts';
import { PHASE_TEXT } from '../contact-form.ts';
import { categoryText } from '../proposal-fields.ts';
import { day, type Field, joined, moment, tableOf, text, word } from './table.ts';
import { type LedgerView, PART_COLUMNS, partFields, partOfDuty } from './view.ts';

const REPLIES = ['opinion-uploaded', 'reply-delivered', 'reply-uploaded', 'reply-phased', 'sent-back'];
const CONTACTS = ['contacted', 'contact-waived'];

/** R20–R24, R33, R34. */
export function replySheet(view: LedgerView): Sheet {
  const { notice } = view;
  return recordSheet(view, '答复', (kind) => REPLIES.includes(kind), [
    text('事项', 14, ({ kind }) => notice.registrations[kind] ?? kind),
    day('日期', ({ on }) => on),
    text('文号', 19, ({ details }) => details.fileNumber ?? null),
    text('类别', 12, ({ details }) => (details.category ? categoryText(notice, details.category) : null)),
    day('承诺期限', ({ promisedOn }) => promisedOn),
    text('内容', 25, (record) => record.text),
    text('附件', 14, ({ details }) => joined((details.files ?? []).map((file) => file.name))),
  ]);
}

/** R35, R36. */
export function contactSheet(view: LedgerView): Sheet {
  return recordSheet(view, '沟通', (kind) => CONTACTS.includes(kind), [
    day('沟通日期', ({ on }) => on),
    word('阶段', 7, ({ kind, details }) =>
      kind === 'contacted' ? (details.phase ? PHASE_TEXT[details.phase] : null) : '无需沟通',
    ),
    word('方式', 7, ({ details }) => details.way ?? null),
    text('内容', 40, (record) => record.text),
  ]);
}

/** What has no table of its own: explanations, summaries, requests to count as 复杂件 … */
export function otherSheet(view: LedgerView): Sheet {
  const { notice } = view;
  const isElsewhere = (kind: string) =>
    REPLIES.includes(kind) || CONTACTS.includes(kind) || isFormKind(kind) || kind === 'signed';
  return recordSheet(view, '其他登记', (kind) => !isElsewhere(kind), [
    text('事项', 24, ({ kind, dutyKey }) =>
      dutyKey === null ? (notice.registrations[kind] ?? kind) : `说明情况：${dutyName(dutyKey, notice)}`,
    ),
    day('日期', ({ on }) => on),
    text('内容', 50, (record) => record.text),
    text('附件', 20, ({ details }) => joined((details.files ?? []).map((file) => file.name))),
  ]);
}

function recordSheet(
  view: LedgerView,
  name: string,
  isOf: (kind: string) => boolean,
  fields: readonly Field<LedgerRecord>[],
): Sheet {
  const { ledger, partOf, unitOf } = view;
  // An explanation is about a duty, whose key names the part.
  const aboutPart = partFields<LedgerRecord>(({ assignmentId, dutyKey }) =>
    assignmentId === null && dutyKey !== null ? partOfDuty(view, dutyKey) : partOf(assignmentId),
  );
  return tableOf(
    name,
    ledger.records.filter(({ kind }) => isOf(kind)),
    [
      ...aboutPart.map((field) =>
        field.title === '承办单位'
          ? { ...field, of: (record: LedgerRecord) => field.of(record) ?? unitOf(record.unitId) }
          : field,
      ),
      ...fields,
      text('登记人', 10, ({ by }) => by),
      moment('登记时间', ({ at }) => at),
      word('效力', 7, ({ revoked }) => (revoked ? { value: '已撤销', tone: 'warn' } : '有效')),
      text('撤销情况', 20, ({ revoked }) =>
        revoked ? joined([revoked.at, revoked.by, revoked.why], '　') : null,
      ),
    ],
    PART_COLUMNS,
  );
}
