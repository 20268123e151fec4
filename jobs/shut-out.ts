import { reasonInChinese } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { endShutOut, officeById } from '../src/store/offices.ts';
import { shortDate } from '../templates/wording.ts';
import { oweDesk } from './tell-desk.ts';

/**
 * Slack takes the bot's messages again: the desk, which could not be told before, hears since when it did not, and why.
 * Gives the ids of what is owed now.
 */
export async function oweBackAgain({ db, clock }: Context, officeId: string): Promise<string[]> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    const office = await officeById(tx, officeId);
    if (!office?.shutOutSince || !(await endShutOut(tx, officeId))) return [];
    const since = office.shutOutSince;
    const when = `${shortDate(dateIn(office.zone, since))}${timeIn(office.zone, since)}`;
    const text = `【重要】${when}起机器人发不出消息（${reasonInChinese(office.shutOutCode ?? '')}），现已恢复。该发的消息没有丢失，正在发送时段内补发。`;
    const keyOf = (memberId: string) => `alarm/back-again/${memberId}/${since.toISOString()}`;
    return oweDesk(tx, officeId, { kind: 'alarm', keyOf, text }, now);
  });
}
