/** Why a reminder came to this person: they stand in for somebody, or have just taken over (A10, R32). */

import { escapeMrkdwn } from '../src/chat/message.ts';
import type { Calendar, IsoDate } from '../src/domain/calendar.ts';
import type { Facts, Member } from '../src/domain/facts.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { routeOn } from '../src/domain/recipients.ts';
import { dateText } from './wording.ts';

/** Lines under the first of a reminder; none for most. */
export function standingLines(
  member: Member,
  unit: string,
  facts: Pick<Facts, 'members' | 'absences'>,
  calendar: Calendar,
  today: IsoDate,
): string[] {
  const names = new Map(facts.members.map((one) => [one.id, one.name]));
  const reachable = facts.members.filter((one) => one.bound);
  const standsIn = routeOn(today, reachable, facts.absences)
    .standsInFor(member.id)
    .map(
      ({ memberId, until }) =>
        `${escapeMrkdwn(names.get(memberId) ?? '')}请假至${dateText(until)}，期间由您代办，提醒发给您。`,
    );
  return [...(isNew(member, calendar, today) ? [welcomeText(member, unit)] : []), ...standsIn];
}

/** The change is told with the first reminder, on its own day or the working day after. */
function isNew({ since }: Member, calendar: Calendar, today: IsoDate): boolean {
  return since != null && since <= today && today <= calendar.after(since, 1);
}

export function welcomeText({ role, since }: Pick<Member, 'role' | 'since'>, unit: string): string {
  return `您自${since ? dateText(since) : '今天'}起为${escapeMrkdwn(unit)}${ROLE_NAMES[role]}，提醒发给您。`;
}
