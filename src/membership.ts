import { ChatFailure } from './chat/slack.ts';
import type { User } from './chat/slack-port.ts';
import type { Context } from './context.ts';
import type { Database } from './store/database.ts';
import { activeMembers, bindByEmail, type MemberRow, setGroupMembers } from './store/members.ts';

/** Whether an account may stand for somebody of the office: no bot, nobody who has left, nobody of another organisation. */
export function isFit({ isBot, deleted, isStranger }: User): boolean {
  return !isBot && !deleted && !isStranger;
}

/**
 * Binds the listed person who has the account's e-mail to the account; null where nobody has, or the account is not fit
 * to stand for anybody. `source` is what the audit names as its cause.
 */
export async function bindAccount(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  officeId: string,
  user: User,
  source: string,
): Promise<MemberRow | null> {
  if (user.email === null || !isFit(user)) return null;
  return bindByEmail(db, officeId, user.email, user.id, { at: clock.now(), source });
}

/**
 * Who is in the work group, as Slack tells it: events say who comes and goes, this says who is there (R70). People
 * listed by e-mail alone are bound to their accounts on the way. Throws ChatFailure when Slack cannot be asked.
 */
export async function syncGroup(
  { slack, log, clock }: Pick<Context, 'slack' | 'log' | 'clock'>,
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
        await bindAccount({ db, clock }, officeId, await slack.user(userId), `group/${channel}`);
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        log.warn({ code: error.code }, 'a group member could not be looked up');
        if (error.kind !== 'permanent') break;
      }
    }
  }
  await setGroupMembers(db, officeId, present);
}
