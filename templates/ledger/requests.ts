/** 退办改办: one row a request, with everybody's word on it (R04–R12). */

import type { LedgerRequest } from '../../src/domain/ledger-facts.ts';
import type { ReturnState } from '../../src/domain/return-request.ts';
import { KIND_TEXT } from '../return-request.ts';
import { ROLE_TEXT, shortDate } from '../wording.ts';
import { day, joined, moment, tableOf, text, word } from './table.ts';
import { type LedgerView, PART_COLUMNS, partFields } from './view.ts';

const STATE_TEXT: Record<ReturnState, string> = {
  'awaiting-consent': '等待主办单位答复',
  open: '建议提案股研究中',
  submitted: '已呈签',
  signed: '已签批，待办结',
  refused: '未获同意',
  withdrawn: '已撤回',
  'carried-out': '已办结',
};

/** 申请改办（4月12日）：已办结 */
export function requestText({ kind, at, state }: LedgerRequest): string {
  return `申请${KIND_TEXT[kind]}（${shortDate(at.slice(0, 10))}）：${STATE_TEXT[state]}`;
}

export function requestSheet({ ledger, partOf }: LedgerView) {
  return tableOf(
    '退办改办',
    ledger.requests,
    [
      ...partFields<LedgerRequest>((request) => partOf(request.assignmentId)),
      word('申请', 6, ({ kind }) => KIND_TEXT[kind]),
      moment('申请时间', ({ at }) => at),
      text('申请人', 12, ({ by }) => by),
      text('理由', 36, ({ reasons }) => reasons),
      text('建议承办单位', 16, ({ suggested }) => suggested),
      text('主要负责同志签批', 12, ({ headName }) => headName),
      day('签批日期', ({ headSignedOn }) => headSignedOn),
      text('附件', 18, ({ files }) => joined(files.map((file) => file.name))),
      text('主办单位意见', 18, ({ consent, state }) =>
        consent.at === null
          ? null
          : joined(
              [consent.by, state === 'refused' && consent.why ? `不同意：${consent.why}` : '同意'],
              '　',
            ),
      ),
      text('建议提案股意见', 24, ({ desk }) => desk.why),
      text('研究人', 12, ({ desk }) => desk.by),
      moment('研究时间', ({ desk }) => desk.at),
      text('领导退回意见', 18, ({ managerWhy }) => managerWhy),
      text('签批人', 12, ({ signed }) => signed.by),
      moment('签批时间', ({ signed }) => signed.at),
      word('状态', 12, ({ state }) => STATE_TEXT[state]),
      text('改由单位', 16, ({ newUnit, newRole }) =>
        newUnit === null ? null : `${newUnit}${newRole ? `（${ROLE_TEXT[newRole]}）` : ''}`,
      ),
      moment('办结时间', ({ closedAt }) => closedAt),
    ],
    PART_COLUMNS,
  );
}
