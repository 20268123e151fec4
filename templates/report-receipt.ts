/** D5: told to the person at once when a report is in; the proof that it is saved. */

import { actions, bold, button, context, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { clauseLine, dateText, numbersText, periodText } from './wording.ts';

export interface ReportReceiptProps {
  notice: Notice;
  unit: string;
  period: string;
  /** Proposals in the report so far. */
  count: number;
  /** Proposals of the month that are still missing, by number. */
  missing: readonly string[];
  number: string;
  /** '5月12日（周四）16:20' */
  receivedAt: string;
  due: IsoDate;
  late: boolean;
  corrected: boolean;
  nextDue: IsoDate | null;
  /** Proposals for which no contact with the member is on record yet (三(四)). */
  notContacted: readonly string[];
}

export function reportReceiptMessage(props: ReportReceiptProps): Message {
  const { notice, missing } = props;
  const first = `${props.corrected ? '已更新' : '已收到'}：${props.unit}${periodText(props.period)}月报，${props.count}件，${props.receivedAt}，编号 ${props.number}，${props.late ? '迟报' : '按时'}。`;
  const lines = [
    missing.length > 0
      ? `还缺${missing.length}件：${numbersText(missing)}，${dateText(props.due)}前补齐。`
      : '',
    props.late ? '' : `可在${dateText(props.due)}24时前修改。`,
    props.nextDue ? `下次：${dateText(props.nextDue)}前。` : '',
    props.notContacted.length > 0
      ? `提示：${numbersText(props.notContacted)}尚未登记“答复前沟通”（三(四)）。`
      : '',
  ].filter(Boolean);
  const clauses = clauseLine(notice, ['三(五)']);
  return {
    text: [first, ...lines].join('\n'),
    blocks: [
      section([bold(first), ...lines].join('\n')),
      actions([
        button({
          text: missing.length > 0 ? '补报' : '查看或修改',
          action: ACTIONS.reportOpen,
          value: props.period,
        }),
      ]),
      context(clauses),
    ],
  };
}
