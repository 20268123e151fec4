/** D5: told to the person at once when a report is in; the proof that it is saved. */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
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
  /** The month's date has passed. */
  past: boolean;
  /** Proposals whose part first came in after the month's date, by number. */
  late: readonly string[];
  /** There was a report of the month already. */
  updated: boolean;
  /** Something in it had been sent in before. */
  corrected: boolean;
  /** How often the report was sent in. */
  revision: number;
  nextDue: IsoDate | null;
  /** Proposals for which no contact with the member is on record yet (三(四)). */
  notContacted: readonly string[];
  /** The desk's name, where it entered what the unit telephoned. */
  enteredBy: string | null;
}

export function reportReceiptMessage(props: ReportReceiptProps): Message {
  const { notice, missing, period, revision } = props;
  const first = `${props.updated ? '已更新' : '已收到'}：${props.unit}${periodText(period)}月报，${props.count}件，${props.receivedAt}${props.enteredBy ? `，${props.enteredBy}代录` : ''}，编号 ${props.number}，${punctuality(props)}。`;
  const lines = [
    missing.length > 0
      ? `还缺${missing.length}件：${numbersText(missing)}，${props.past ? '请尽快' : `${dateText(props.due)}前`}补齐。`
      : '',
    props.past ? '' : `可在${dateText(props.due)}24时前修改。`,
    props.nextDue ? `下次：${dateText(props.nextDue)}前。` : '',
    props.notContacted.length > 0
      ? `提示：${numbersText(props.notContacted)}尚未登记“答复前沟通”（三(四)）。`
      : '',
    props.enteredBy ? '内容有出入的，请修改或联系建议提案股。' : '',
  ].filter(Boolean);
  const clauses = clauseLine(notice, ['三(五)']);
  const value = `${period} ${props.unit}`;
  return {
    text: [escapeMrkdwn(first), ...lines].join('\n'),
    blocks: [
      section([bold(first), ...lines].join('\n')),
      actions([
        button({
          text: missing.length > 0 ? '补报' : props.past ? '更正' : '查看或修改',
          action: ACTIONS.reportOpen,
          value,
        }),
        ...(revision > 1
          ? [button({ text: `历次报送（${revision}）`, action: ACTIONS.reportRecords, value })]
          : []),
      ]),
      context(clauses),
    ],
  };
}

/** 按时 or 迟报 by the day each part first came in; a correction after the date says so and changes nothing of that. */
function punctuality({ late, count, corrected, past }: ReportReceiptProps): string {
  const first =
    late.length === 0 ? '按时' : late.length === count ? '迟报' : `${numbersText(late)}迟报，其余按时`;
  return corrected && past ? `期限后更正（首次报送${first}）` : first;
}
