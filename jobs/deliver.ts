import { z } from 'zod';
import type { Message } from '../src/chat/message.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { deriveDuties } from '../src/domain/duty.ts';
import { nextSending, type ReminderKind } from '../src/domain/reminder.ts';
import { messageOf } from '../src/errors.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import { defineJob } from '../src/queue/job.ts';
import {
  type CancelReason,
  type ClaimedDelivery,
  cancelDelivery,
  claimDelivery,
  countDeliveries,
  type Delivery,
  failDelivery,
  holdLease,
  MAYBE_POSTED,
  markSent,
  sendLater,
} from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers, bindByEmail, memberById } from '../src/store/members.ts';
import { officeById, setNextPlan } from '../src/store/offices.ts';
import type { FixedMessage } from '../src/store/schema.ts';
import { plannedMessage } from '../templates/planned.ts';

/** A send takes at most the client's 10 s timeout; after this another worker may look whether it arrived. */
const LEASE_MS = 60_000;
/** Waits between attempts when the chat is away, by attempt. */
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000];

/** Sends one row of the ledger: claims it, checks that it is still owed and may go out now, words it, posts it. */
export const deliver = defineJob<{ deliveryId: string }, Context>({
  name: 'deliver',
  payload: z.object({ deliveryId: z.uuid() }),
  attempts: 1, // the row knows when to try again; the sweep brings it back
  async run({ deliveryId }, context) {
    const now = context.clock.now();
    const claimed = await claimDelivery(context.db, deliveryId, now, LEASE_MS);
    if (!claimed) return;
    const decision = await decide(context, claimed.delivery, now);
    switch (decision.kind) {
      case 'cancel':
        await cancelDelivery(context.db, deliveryId, decision.reason);
        if (decision.reason === 'rerouted') await setNextPlan(context.db, claimed.delivery.officeId, null);
        return;
      case 'wait':
        await sendLater(context.db, deliveryId, decision.until, claimed.delivery.reason);
        return;
      case 'fail':
        await failDelivery(context.db, deliveryId, decision.code);
        return;
      case 'send':
        await send(context, claimed, decision.channel, decision.message);
    }
  },
});

/** Hands rows to the workers. The rows are safe already: when the queue is away, the sweep finds them. */
export async function sendNow(
  context: Pick<Context, 'queue' | 'log'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await context.queue.addMany(
      deliver,
      ids.map((deliveryId) => ({ payload: { deliveryId }, id: deliveryId })),
    );
  } catch (error) {
    context.log.warn(
      { reason: messageOf(error), deliveries: ids.length },
      'the queue took no deliveries; the sweep will',
    );
  }
}

type Decision =
  | { kind: 'send'; channel: string; message: Message }
  | { kind: 'wait'; until: Date }
  | { kind: 'cancel'; reason: CancelReason }
  | { kind: 'fail'; code: string };

async function decide(context: Context, delivery: Delivery, now: Date): Promise<Decision> {
  const row = await officeById(context.db, delivery.officeId);
  const office = row && officeWithRules(row);
  if (delivery.message) {
    const to = delivery.channel ?? (await channelOf(context, delivery));
    return to === null
      ? { kind: 'fail', code: 'user_not_found' }
      : { kind: 'send', channel: to, message: asMessage(delivery.message) };
  }
  if (!office) return { kind: 'cancel', reason: 'settled' };
  const allowed = nextSending(office, now);
  if (allowed > now) return { kind: 'wait', until: allowed };
  const message = await word(context, office, delivery, now);
  if (message === 'rerouted') return { kind: 'cancel', reason: 'rerouted' };
  if (message === null) return { kind: 'cancel', reason: 'settled' };
  const to = delivery.kind === 'group' ? office.groupChannel : await channelOf(context, delivery);
  if (to === null)
    return delivery.kind === 'group'
      ? { kind: 'cancel', reason: 'settled' }
      : { kind: 'fail', code: 'user_not_found' };
  return { kind: 'send', channel: to, message };
}

/** The words as of now; null when nothing is owed any more; 'rerouted' when the person no longer serves the unit. */
async function word(
  context: Context,
  office: Office,
  delivery: Delivery,
  now: Date,
): Promise<Message | null | 'rerouted'> {
  const { db } = context;
  const member = delivery.memberId === null ? null : await memberById(db, delivery.memberId);
  if (delivery.memberId !== null && !member?.active) return 'rerouted';
  const isPrivate = delivery.kind === 'reminder' || delivery.kind === 'urgent';
  const facts = await loadFacts(db, office.id, isPrivate && member?.unitId ? { unitId: member.unitId } : {});
  const today = dateIn(office.zone, now);
  const weekAgo = new Date(now.getTime() - 7 * 86_400_000);
  const phones = delivery.kind === 'desk' ? await activeMembers(db, office.id, ['liaison', 'deputy']) : [];
  return plannedMessage({
    owed: {
      kind: delivery.kind as ReminderKind,
      memberId: delivery.memberId,
      items: delivery.items,
      digestWeek: delivery.digestWeek,
    },
    notice: office.notice,
    calendar: office.calendar,
    facts,
    duties: deriveDuties(office.notice, facts, today),
    today,
    time: timeIn(office.zone, now),
    sending: isPrivate ? { sent: 0, failed: 0 } : await countDeliveries(db, office.id, weekAgo, now),
    phones: new Map(phones.flatMap((person) => (person.phone ? [[person.id, person.phone] as const] : []))),
  });
}

/** Where a person is reached: their Slack id, looked up by e-mail the first time. Null when Slack does not know them. */
async function channelOf(context: Context, delivery: Delivery): Promise<string | null> {
  const member = delivery.memberId === null ? null : await memberById(context.db, delivery.memberId);
  if (!member) return null;
  if (member.slackId !== null) return member.slackId;
  if (member.email === null) return null;
  const user = await context.slack.userByEmail(member.email).catch((error: unknown) => {
    if (error instanceof ChatFailure && error.kind === 'permanent') return null;
    throw error;
  });
  if (!user) return null;
  await bindByEmail(context.db, member.officeId, member.email, user.id);
  return user.id;
}

async function send(
  context: Context,
  { delivery, maybePosted }: ClaimedDelivery,
  channel: string,
  message: Message,
): Promise<void> {
  const { db, slack, clock } = context;
  const threadTs = delivery.threadTs ?? undefined;
  const since = delivery.firstAttemptAt ?? delivery.createdAt;
  try {
    const earlier = maybePosted
      ? await slack.findPosted({ channel, deliveryId: delivery.id, since, ...(threadTs && { threadTs }) })
      : null;
    const posted =
      earlier ??
      (await slack.post({ channel, message, deliveryId: delivery.id, ...(threadTs && { threadTs }) }));
    await markSent(db, delivery.id, posted, clock.now());
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    await afterFailure(context, delivery, error);
  }
}

async function afterFailure(context: Context, delivery: Delivery, failure: ChatFailure): Promise<void> {
  const { db, clock, log, queue } = context;
  const now = clock.now().getTime();
  const backoff = BACKOFF_MS[Math.min(delivery.attempts - 1, BACKOFF_MS.length - 1)] ?? 60_000;
  log.warn(
    { delivery: delivery.id, code: failure.code, kind: failure.kind, attempt: delivery.attempts },
    'a message did not go out',
  );
  const wait = failure.retryAfterMs ?? backoff;
  switch (failure.kind) {
    case 'permanent':
      await failDelivery(db, delivery.id, failure.code);
      return;
    case 'ambiguous':
      // It may be in the channel: the next claim looks into the history first.
      await holdLease(db, delivery.id, new Date(now + backoff), MAYBE_POSTED);
      break;
    case 'rate-limited':
    case 'transient':
      await sendLater(
        db,
        delivery.id,
        new Date(now + wait),
        delivery.reason === MAYBE_POSTED ? MAYBE_POSTED : failure.code,
      );
      break;
  }
  // A courtesy: the sweep would find it within a minute.
  await queue.add(deliver, { deliveryId: delivery.id }, { delayMs: wait + 100 }).catch(() => undefined);
}

/** Blocks were checked when the message was written; JSON brought them back as they were. */
function asMessage(fixed: FixedMessage): Message {
  return { text: fixed.text, blocks: fixed.blocks as Message['blocks'] };
}
