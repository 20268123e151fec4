import { dateIn } from '../src/domain/calendar.ts';
import type { Office } from '../src/office.ts';
import type { Database } from '../src/store/database.ts';
import { owe } from '../src/store/deliveries.ts';
import { activeMembers } from '../src/store/members.ts';
import { plainAnswer } from '../templates/answers.ts';

/** What Slack says of a channel that the bot cannot write to any more. */
export const GROUP_LOST_CODES: readonly string[] = ['not_in_channel', 'channel_not_found', 'is_archived'];

/**
 * The desk is told, once a day at most, that the work group does not hear the bot any more: nobody else would notice.
 * Gives the ids of what is owed now.
 */
export async function oweGroupLost(db: Database, office: Office, now: Date): Promise<string[]> {
  const desk = await activeMembers(db, office.id, ['desk']);
  const today = dateIn(office.zone, now);
  return owe(
    db,
    desk.map((member) => ({
      officeId: office.id,
      key: `notice/group-lost/${office.groupChannel}/${today}/${member.id}`,
      kind: 'notice' as const,
      memberId: member.id,
      channel: null,
      threadTs: null,
      message: plainAnswer(
        '机器人已不在工作群里（被移出或群已归档），群里的节点提醒发不出去；给各单位的私信不受影响。请在群里用 /invite 加回机器人，或在新的工作群里使用“/duban 本群”。',
      ),
    })),
    now,
  );
}
