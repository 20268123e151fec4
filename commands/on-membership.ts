import { sendNow } from '../jobs/deliver.ts';
import { oweGroupLost } from '../jobs/group-lost.ts';
import { refreshCardsOf } from '../jobs/refresh-cards.ts';
import type { Inbound } from '../src/chat/listener.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Slack } from '../src/chat/slack-port.ts';
import type { Context } from '../src/context.ts';
import { syncGroup } from '../src/membership.ts';
import type { Office } from '../src/office.ts';
import { type AuditEvent, claimInbound, writeAudit } from '../src/store/audit.ts';
import type { Database } from '../src/store/database.ts';
import { PEOPLE_EVENTS } from '../src/store/desk-day.ts';
import { type MemberRow, setJoinedGroup } from '../src/store/members.ts';

type GroupEvent = Extract<Inbound, { kind: 'event' }>;

/**
 * R70: who comes to the work group and who goes, as Slack's own events tell it. A listed person has joined or left; of
 * anybody else the desk hears in its next message of the day, and of the bot's own removal at once.
 */
export async function onMembership(
  context: Context,
  office: Office,
  member: MemberRow | null,
  inbound: GroupEvent,
): Promise<void> {
  const joined = inbound.type === 'member_joined_channel';
  if (member) {
    const action = joined ? 'join-group' : 'leave-group';
    await note(context, office, inbound, { memberId: member.id, action, subject: member.id }, (tx) =>
      setJoinedGroup(tx, member.id, joined),
    );
    const { unitId } = member;
    if (unitId !== null) await context.courtesies.pay(() => refreshCardsOf(context, office.id, unitId));
    return;
  }
  if (!joined) {
    // Slack tells a bot that was removed by `channel_left`, and not always who left.
    if (await isGone(context.slack, office.groupChannel ?? '')) {
      const owed = await oweGroupLost(context.db, office, context.clock.now());
      await context.courtesies.pay(() => sendNow(context, owed));
    }
    return;
  }
  const { botUserId } = await context.slack.identify();
  if (inbound.user === botUserId) {
    // Whoever came and went meanwhile sent no event that the bot heard.
    await syncGroup(context, context.db, office.id, office.groupChannel ?? '');
    return;
  }
  const { isBot } = await context.slack.user(inbound.user);
  if (!isBot)
    await note(context, office, inbound, {
      memberId: null,
      action: PEOPLE_EVENTS.guest,
      subject: inbound.user,
    });
}

/** Puts the event on record with what it changes, once however often Slack delivers it. */
async function note(
  { db, clock }: Context,
  office: Office,
  inbound: GroupEvent,
  event: Pick<AuditEvent, 'memberId' | 'action' | 'subject'>,
  change: (tx: Database) => Promise<void> = async () => undefined,
): Promise<void> {
  const at = clock.now();
  await db.transaction(async (tx) => {
    if (!(await claimInbound(tx, office.id, inbound.id, at))) return;
    await change(tx);
    await writeAudit(tx, [{ officeId: office.id, at, source: inbound.id, ...event }]);
  });
}

/** Slack does not admit that a private channel exists to a bot that is not in it. */
async function isGone(slack: Slack, channel: string): Promise<boolean> {
  try {
    const { isMember, isArchived } = await slack.channelInfo(channel);
    return !isMember || isArchived;
  } catch (error) {
    if (error instanceof ChatFailure && error.kind === 'permanent') return true;
    throw error;
  }
}
