/** Stage 4: the unit's leader, for the desk; and on its click the overdue notice to the leader's own account (D3). */

import { bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { plainAnswer } from './answers.ts';
import { type ReminderProps, reminderMessage } from './reminder.ts';
import { clauseLine } from './wording.ts';

export interface LeaderRow {
  unitId: string;
  unit: string;
  /** Names and numbers from the roster, as one text. */
  leader: string;
  /** Plain text of what is overdue. */
  what: string;
  /** A leader can be written to. */
  hasAccount: boolean;
}

const ROWS_SHOWN = 20;

export function leaderList(notice: Notice, rows: readonly LeaderRow[]): Message {
  if (rows.length === 0) return plainAnswer('目前没有需要报单位分管领导的逾期事项。');
  const first = `【单位分管领导】${rows.length}个单位的事项已列入电话催办单`;
  const shown = rows.slice(0, ROWS_SHOWN);
  const line = (row: LeaderRow) => `${bold(row.unit)}　${escapeMrkdwn(row.leader)}\n${row.what}`;
  return {
    text: [first, ...rows.map((row) => `${escapeMrkdwn(row.unit)}　${escapeMrkdwn(row.leader)}`)].join('\n'),
    blocks: [
      section(bold(first)),
      ...shown.map((row) =>
        section(
          line(row),
          row.hasAccount
            ? {
                accessory: button({
                  text: '转分管领导',
                  action: ACTIONS.leaderTell,
                  value: row.unitId,
                  confirm: {
                    title: '转单位分管领导',
                    text: `将${row.unit}的逾期情况发给该单位分管领导？`,
                    yes: '发送',
                    no: '不发',
                  },
                }),
              }
            : {},
        ),
      ),
      ...(rows.length > ROWS_SHOWN
        ? [section(`还有${rows.length - ROWS_SHOWN}个单位，电话联系后会减少。`)]
        : []),
      context(clauseLine(notice, [])),
    ],
  };
}

/** The unit's overdue notice as its people have it, without their buttons, and who passed it on. */
export function leaderNotice(props: ReminderProps): Message {
  const { text, blocks } = reminderMessage(props);
  const why = '由建议提案股转请单位分管领导督促，登记由本单位联络员办理。';
  return {
    text: `${text}\n${why}`,
    blocks: [...blocks.filter((block) => block.type !== 'actions'), context(why)],
  };
}
