import { z } from 'zod';
import { describeError } from '../src/chat/describe-error.ts';
import { ChatFailure, type Posted } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { MissingHolidaysError } from '../src/domain/calendar.ts';
import { messageOf } from '../src/errors.ts';
import { officeWithRules } from '../src/office.ts';
import { defineJob } from '../src/queue/job.ts';
import {
  type ClaimedDelivery,
  cancelDelivery,
  claimDelivery,
  type Delivery,
  failDelivery,
  holdLease,
  markSent,
  PLANNED,
  sendLater,
} from '../src/store/deliveries.ts';
import { officeById, setNextPlan } from '../src/store/offices.ts';
import { channelOf, decide, recipientOf } from './decide.ts';
import { GROUP_LOST_CODES, oweGroupLost } from './group-lost.ts';
import { holdOn, LEASE_MS, TakenOver } from './hold-on.ts';
import { illustrate, postIllustrated } from './pictures.ts';
import { adoptShared, sendPaper } from './send-paper.ts';

/** Waits between attempts when the chat is away, by attempt. */
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000];
/** A post whose answer got lost may still be on its way: nobody looks for it sooner. */
const SETTLING_MS = 30_000;
/** So often a row may end its worker or fail in our own code before it is given up, and the desk sees it. */
const MAX_FAULTS = 10;
/** Without a holiday list nobody knows when it may go out; the desk is told by the planning. */
const HOLIDAYS_RETRY_MS = 3_600_000;

/** Sends one row of the ledger: claims it, checks that it is still owed and may go out now, words it, posts it. */
export const deliver = defineJob<{ deliveryId: string }, Context>({
  name: 'deliver',
  payload: z.object({ deliveryId: z.uuid() }),
  attempts: 1, // the row knows when to try again; the sweep brings it back
  async run({ deliveryId }, context) {
    const claimed = await claimDelivery(context.db, deliveryId, context.clock.now(), LEASE_MS);
    if (!claimed) return;
    const { delivery, maybePosted } = claimed;
    try {
      if (maybePosted && (await adoptPosted(context, delivery))) return;
      if (delivery.faults >= MAX_FAULTS) await failDelivery(context.db, delivery, 'handling_failed');
      else await settle(context, delivery);
    } catch (error) {
      if (error instanceof ChatFailure) await afterFailure(context, claimed, error);
      else if (error instanceof MissingHolidaysError) await waitForHolidays(context, delivery, error);
      else if (!(error instanceof TakenOver)) await afterFault(context, delivery, error);
    }
  },
});

/**
 * Hands rows to the workers. The rows are safe already: when the queue is away, the sweep finds them. The minute is part
 * of the jobs' ids: what was asked for before is asked for again when it is still owed, even where the queue takes a job
 * for running whose worker died.
 */
export async function sendNow(
  context: Pick<Context, 'queue' | 'log' | 'clock'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const minute = minuteOf(context.clock.now());
  try {
    await context.queue.addMany(
      deliver,
      ids.map((deliveryId) => ({ payload: { deliveryId }, id: `${deliveryId}.${minute}` })),
    );
  } catch (error) {
    context.log.warn(
      { reason: messageOf(error), deliveries: ids.length },
      'the queue took no deliveries; the sweep will',
    );
  }
}

/** A number for the minute of an instant: part of the ids of jobs that each minute may ask for anew. */
export function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / 60_000);
}

/**
 * An earlier attempt may have reached the chat. If it did, that message is the one; whether it is still owed, or may go
 * out now, is no longer the question.
 */
async function adoptPosted(context: Context, delivery: Delivery): Promise<boolean> {
  const { db, slack } = context;
  if (delivery.paper && (await adoptShared(context, delivery))) return true;
  const row = await officeById(db, delivery.officeId);
  const channel =
    delivery.sentChannel ??
    delivery.channel ??
    (delivery.kind === 'group'
      ? (row?.groupChannel ?? null)
      : await channelOf(context, await recipientOf(context, delivery)));
  if (channel === null) return false;
  const { threadTs } = delivery;
  const since = delivery.firstAttemptAt ?? delivery.createdAt;
  const found = await slack.findPosted({
    channel,
    deliveryId: delivery.id,
    since,
    ...(threadTs !== null && { threadTs }),
  });
  if (found) await recordSent(context, delivery, found);
  return found !== null;
}

/** How late it is counts from when it was due first: a failed attempt moves the sending time. */
async function recordSent({ db, clock, meters }: Context, delivery: Delivery, posted: Posted): Promise<void> {
  const now = clock.now();
  await markSent(db, delivery.id, posted, now);
  const due = Math.min(delivery.sendAfter.getTime(), delivery.firstAttemptAt?.getTime() ?? now.getTime());
  if (PLANNED.some((kind) => kind === delivery.kind)) meters.plannedSent((now.getTime() - due) / 1_000);
}

async function settle(context: Context, delivery: Delivery): Promise<void> {
  const { db, clock } = context;
  const { id, threadTs } = delivery;
  const decision = await decide(context, delivery, clock.now());
  switch (decision.kind) {
    case 'cancel':
      await cancelDelivery(db, delivery, decision.reason);
      if (decision.reason !== 'settled') await setNextPlan(db, delivery.officeId, null);
      return;
    case 'wait':
      await sendLater(db, delivery, decision.until, null);
      return;
    case 'fail':
      await failDelivery(db, delivery, decision.code);
      return;
    case 'paper':
      await sendPaper(context, delivery, decision.channel);
      return;
    case 'send': {
      const { channel } = decision;
      const message = await illustrate(context, decision.message);
      await holdOn(context, delivery, { channel });
      const posted = await postIllustrated(context, {
        channel,
        message,
        plain: decision.message,
        deliveryId: id,
        ...(threadTs !== null && { threadTs }),
      });
      await recordSent(context, delivery, posted);
    }
  }
}

async function afterFailure(
  context: Context,
  { delivery, maybePosted }: ClaimedDelivery,
  failure: ChatFailure,
): Promise<void> {
  const { db, clock, log, queue } = context;
  log.warn(
    { delivery: delivery.id, code: failure.code, kind: failure.kind, attempt: delivery.attempts },
    'a message did not go out',
  );
  if (failure.kind === 'permanent') {
    await failDelivery(db, delivery, failure.code);
    if (delivery.kind === 'group' && GROUP_LOST_CODES.includes(failure.code))
      await groupLost(context, delivery);
    return;
  }
  const isUnclear = failure.kind === 'ambiguous' || maybePosted;
  const wait = Math.max(failure.retryAfterMs ?? backoffOf(delivery), isUnclear ? SETTLING_MS : 0);
  const again = new Date(clock.now().getTime() + wait);
  // What may be in the channel stays 'sending', so that no plan takes it for unsaid before it was looked up.
  if (isUnclear) await holdLease(db, delivery, again);
  else await sendLater(db, delivery, again, failure.code);
  // A courtesy: the sweep would find it within a minute.
  await queue.add(deliver, { deliveryId: delivery.id }, { delayMs: wait + 100 }).catch(() => undefined);
}

/**
 * Our own code failed, or the database. The message may be in the channel, so the row stays 'sending' and the next
 * attempt looks first. With ever longer pauses it does not keep the others waiting, and in the end it is given up.
 */
async function afterFault({ db, clock, log }: Context, delivery: Delivery, error: unknown): Promise<void> {
  log.error(
    { delivery: delivery.id, attempt: delivery.attempts, failure: describeError(error) },
    'a message could not be handled',
  );
  const again = new Date(clock.now().getTime() + Math.max(backoffOf(delivery), SETTLING_MS));
  await holdLease(db, delivery, again, { fault: true });
}

function backoffOf({ attempts }: Delivery): number {
  return BACKOFF_MS[Math.min(attempts - 1, BACKOFF_MS.length - 1)] ?? 60_000;
}

async function groupLost(context: Context, { officeId }: Delivery): Promise<void> {
  const row = await officeById(context.db, officeId);
  const office = row && officeWithRules(row);
  if (office) await sendNow(context, await oweGroupLost(context.db, office, context.clock.now()));
}

async function waitForHolidays(
  { db, clock, log }: Context,
  delivery: Delivery,
  missing: MissingHolidaysError,
): Promise<void> {
  log.error({ delivery: delivery.id, year: missing.year }, 'a message waits for the holiday list');
  await sendLater(db, delivery, new Date(clock.now().getTime() + HOLIDAYS_RETRY_MS), null);
}
