import { ChatFailure } from './chat/slack.ts';
import type { Context } from './context.ts';
import type { Database } from './store/database.ts';
import { activeMembers, bindByEmail, setGroupMembers } from './store/members.ts';

/**
 * Who is in the work group, as Slack tells it: events say who comes and goes, this says who is there (R70). People
 * listed by e-mail alone are bound to their accounts on the way. Throws ChatFailure when Slack cannot be asked.
 */
export async function syncGroup(
  { slack, log }: Pick<Context, 'slack' | 'log'>,
  db: Database,
  officeId: string,
  channel: string,
): Promise<void> {
  const present = await slack.channelMembers(channel);
  const listed = await activeMembers(db, officeId);
  const known = new Set(listed.map((member) => member.slackId));
  if (listed.some((member) => member.slackId === null)) {
    for (const userId of present.filter((id) => !known.has(id))) {
      try {
        const { email, isBot } = await slack.user(userId);
        if (email !== null && !isBot) await bindByEmail(db, officeId, email, userId);
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        log.warn({ code: error.code }, 'a group member could not be looked up');
        if (error.kind !== 'permanent') break;
      }
    }
  }
  await setGroupMembers(db, officeId, present);
}
