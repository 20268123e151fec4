import { reasonInChinese } from '../src/chat/slack.ts';
import { dateIn } from '../src/domain/calendar.ts';
import type { Office } from '../src/office.ts';
import type { Database } from '../src/store/database.ts';
import { oweDesk } from './tell-desk.ts';

/** What Slack says of a channel that the bot is not in any more. */
const GONE: readonly string[] = ['not_in_channel', 'channel_not_found', 'is_archived'];

/**
 * The desk is told, once a day at most, that the work group does not hear the bot any more, and why where that is known:
 * nobody else would notice. Gives the ids of what is owed now.
 */
export async function oweGroupLost(
  db: Database,
  office: Office,
  now: Date,
  code: string | null = null,
): Promise<string[]> {
  const today = dateIn(office.zone, now);
  const text =
    code === null || GONE.includes(code)
      ? '机器人已不在工作群里（被移出或群已归档），群里的节点提醒发不出去；给各单位的私信不受影响。请在群里用 /invite 加回机器人，或在新的工作群里使用“/duban 本群”。'
      : `工作群的节点提醒没有发出去：${reasonInChinese(code)}。给各单位的私信不受影响。`;
  const keyOf = (memberId: string) => `notice/group-lost/${office.groupChannel}/${today}/${memberId}`;
  return oweDesk(db, office.id, { kind: 'notice', keyOf, text }, now);
}
