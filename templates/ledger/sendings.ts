/** 催办, and 提醒发送: what the desk did about what was owed, and what the bot said by itself. */

import type { LedgerSending, LedgerUrge } from '../../src/domain/ledger-facts.ts';
import { ROLE_NAMES } from '../../src/domain/permission.ts';
import type { Cell, Sheet } from '../../src/files/sheet.ts';
import { dutyName } from '../audit-words.ts';
import { plannedTitle } from '../planned-title.ts';
import { joined, moment, numberCell, tableOf, text, word } from './table.ts';
import { type LedgerView, partOfDuty } from './view.ts';

export function urgeSheet(view: LedgerView): Sheet {
  const { notice, ledger, unitOf } = view;
  const proposalOf = ({ dutyKey }: LedgerUrge) => partOfDuty(view, dutyKey)?.proposal;
  return tableOf(
    '催办',
    ledger.urges,
    [
      moment('催办时间', ({ at }) => at),
      text('承办单位', 20, ({ unitId }) => unitOf(unitId)),
      text('事项', 22, ({ dutyKey }) => dutyName(dutyKey, notice)),
      word('案号', 7, (urge) => numberCell(proposalOf(urge)?.number ?? '')),
      text('案由', 34, (urge) => proposalOf(urge)?.title ?? null),
      word('方式', 10, ({ way }) => (way === 'phone' ? '电话' : '随提醒')),
      text('通话情况', 40, ({ note }) => note),
      text('催办人', 14, ({ by }) => by),
    ],
    1,
  );
}

const KIND_TEXT: Readonly<Record<string, string>> = {
  reminder: '提醒',
  urgent: '加急提醒',
  group: '群通知',
  desk: '股内提示',
  heartbeat: '股内提示',
  digest: '简报',
  alarm: '告警',
  notice: '办理通知',
};

const STATE_TEXT: Readonly<Record<string, Cell>> = {
  sent: '已发送',
  pending: '待发送',
  sending: '发送中',
  held: { value: '暂缓', tone: 'warn' },
  cancelled: { value: '已取消', tone: 'warn' },
  failed: { value: '失败', tone: 'bad' },
};

export function sendingSheet(view: LedgerView): Sheet {
  const { notice, ledger, unitOf, personOf } = view;
  const numbers = ({ items }: LedgerSending) => [
    ...new Set(items.map(({ duty }) => partOfDuty(view, duty)?.proposal.number)),
  ];
  return tableOf(
    '提醒发送',
    ledger.sendings,
    [
      moment('时间', ({ at }) => at),
      text('收件人', 16, ({ memberId }) =>
        memberId === null ? '工作群' : (personOf(memberId)?.name ?? null),
      ),
      text('单位', 20, ({ memberId }) => {
        const person = personOf(memberId);
        return person ? unitOf(person.unitId) || ROLE_NAMES[person.role] : null;
      }),
      word('类型', 10, ({ kind }) => KIND_TEXT[kind] ?? kind),
      text('内容', 44, (sending) =>
        ['notice', 'alarm'].includes(sending.kind) ? null : plannedTitle(notice, sending),
      ),
      text('涉及案号', 24, (sending) => joined(numbers(sending))),
      word('状态', 8, ({ state }) => STATE_TEXT[state] ?? state),
      text('原因', 24, ({ reason }) => reason),
      word('尝试次数', 6, ({ attempts }) => attempts || null),
    ],
    2,
  );
}
