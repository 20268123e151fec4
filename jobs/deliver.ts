import { z } from 'zod';
import { lastMoment } from '../src/chat/in-time.ts';
import { ChatFailure, instantOf, type Posted } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { MissingHolidaysError } from '../src/domain/calendar.ts';
import { messageOf } from '../src/errors.ts';
import { defineJob } from '../src/queue/job.ts';
import {
  type CancelReason,
  type ClaimedDelivery,
  cancelDelivery,
  claimDelivery,
  type Delivery,
  dueDeliveries,
  markSent,
  PLANNED,
  sendLater,
} from '../src/store/deliveries.ts';
import { officeById, setNextPlan } from '../src/store/offices.ts';
import { channelOf, decide, recipientOf } from './decide.ts';
import { handOver } from './hand-over.ts';
import { holdOn, LEASE_MS, TakenOver } from './hold-on.ts';
import { afterFailure, afterFault, giveUp } from './not-sent.ts';
import { illustrate, postIllustrated } from './pictures.ts';
import { adoptShared, sendPaper } from './send-paper.ts';
import { oweBackAgain } from './shut-out.ts';

/** So often our own code may fail in a row before it is given up, and the desk sees it. */
const MAX_FAULTS = 10;
/** A row that ends its process is told from one that was only in hand when processes were killed by how long it goes on. */
const MAX_ORPHANINGS = 30;
const ORPHANED_FOR_MS = 3 * 3_600_000;
/** More than Slack takes in the minute until the next sweep. */
const ENOUGH = 500;
/** Without a holiday list nobody knows when it may go out; the desk is told by the planning. */
const HOLIDAYS_RETRY_MS = 3_600_000;

/** Sends one row of the ledger: claims it, checks that it is still owed and may go out now, words it, posts it. */
export const deliver = defineJob<{ deliveryId: string }, Context>({
  name: 'deliver',
  payload: z.object({ deliveryId: z.uuid() }),
  attempts: 1, // the row knows when to try again; the sweep brings it back
  async run({ deliveryId }, context) {
    const now = context.clock.now();
    // What is turned away together waits untouched; the sweep brings it back.
    if (!context.gate.admits(now)) return;
    const claimed = await claimDelivery(context.db, deliveryId, now, LEASE_MS);
    if (!claimed) return;
    const { delivery, maybePosted, settlingUntil } = claimed;
    if (settlingUntil) return askAgain(context, deliveryId, settlingUntil.getTime() - now.getTime());
    try {
      if (maybePosted && (await adoptPosted(context, delivery))) return;
      if (isPoison(delivery, now)) await sendNow(context, await giveUp(context, delivery, 'handling_failed'));
      else await settle(context, delivery);
    } catch (error) {
      if (error instanceof ChatFailure) await notTaken(context, claimed, error);
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
  const member = await recipientOf(context, delivery);
  const channel =
    delivery.sentChannel ??
    delivery.channel ??
    (delivery.kind === 'group' ? (row?.groupChannel ?? null) : await channelOf(context, member));
  if (channel === null) return false;
  const { threadTs } = delivery;
  const since = delivery.firstAttemptAt ?? delivery.createdAt;
  const look = { channel, deliveryId: delivery.id, since, ...(threadTs !== null && { threadTs }) };
  const found = await slack.findPosted(look).catch((error: unknown) => {
    // Whoever no longer serves may have no account any more: nobody read it there.
    if (member?.active === false && error instanceof ChatFailure && error.kind === 'permanent') return null;
    throw error;
  });
  if (found) await recordSent(context, delivery, found, instantOf(found.ts));
  return found !== null;
}

/** How late it is counts from when it was due first: a failed attempt moves the sending time. */
async function recordSent(
  { db, clock, meters }: Context,
  delivery: Delivery,
  posted: Posted,
  at: Date = clock.now(),
): Promise<void> {
  await markSent(db, delivery.id, posted, at);
  const { sendAfter, firstAttemptAt, createdAt } = delivery;
  const tried = Math.max((firstAttemptAt ?? at).getTime(), createdAt.getTime());
  const late = at.getTime() - Math.min(sendAfter.getTime(), tried);
  if (PLANNED.some((kind) => kind === delivery.kind)) meters.plannedSent(Math.max(late, 0) / 1_000);
}

async function settle(context: Context, delivery: Delivery): Promise<void> {
  const { db, clock } = context;
  const { id, threadTs } = delivery;
  const decision = await decide(context, delivery, clock.now());
  switch (decision.kind) {
    case 'cancel':
      await cancel(context, delivery, decision.reason);
      return;
    case 'hand-over':
      await sendNow(context, await handOver(context, delivery, decision.heirs));
      return;
    case 'wait':
      await sendLater(db, delivery, decision.until, null);
      return;
    case 'fail':
      await sendNow(context, await giveUp(context, delivery, decision.code));
      return;
    case 'paper':
      await sendPaper(context, delivery, decision.channel);
      await taken(context, delivery);
      return;
    case 'send': {
      const { channel } = decision;
      const message = await illustrate(context, decision.message);
      const before = lastMoment();
      await holdOn(context, delivery, { channel });
      const posted = await postIllustrated(context, {
        channel,
        message,
        plain: decision.message,
        deliveryId: id,
        before,
        ...(threadTs !== null && { threadTs }),
      });
      await recordSent(context, delivery, posted);
      await taken(context, delivery);
    }
  }
}

/** What is withdrawn but still owed comes back with a plan at once: whoever dies in between must leave both or neither. */
async function cancel({ db }: Context, delivery: Delivery, reason: CancelReason): Promise<void> {
  await db.transaction(async (tx) => {
    // The office first, as the planning locks it.
    if (reason !== 'settled') await setNextPlan(tx, delivery.officeId, null);
    await cancelDelivery(tx, delivery, reason);
  });
}

/** What the chat did not take. When it is tried again the queue is told too, as a courtesy: the sweep would find it. */
async function notTaken(context: Context, claimed: ClaimedDelivery, failure: ChatFailure): Promise<void> {
  const { againMs, owed } = await afterFailure(context, claimed, failure);
  await sendNow(context, owed);
  if (againMs !== null) await askAgain(context, claimed.delivery.id, againMs);
}

async function askAgain({ queue }: Context, deliveryId: string, inMs: number): Promise<void> {
  await queue.add(deliver, { deliveryId }, { delayMs: inMs + 100 }).catch(() => undefined);
}

function isPoison({ faults, orphanings, firstAttemptAt, createdAt }: Delivery, now: Date): boolean {
  const triedForMs = now.getTime() - (firstAttemptAt ?? createdAt).getTime();
  return faults >= MAX_FAULTS || (orphanings >= MAX_ORPHANINGS && triedForMs >= ORPHANED_FOR_MS);
}

/** The chat took a message: it takes the others too. */
async function taken(context: Context, { officeId }: Delivery): Promise<void> {
  const { db, clock, gate } = context;
  if (gate.letIn().opened) await sendNow(context, await dueDeliveries(db, clock.now(), ENOUGH));
  if (!gate.isNews()) return;
  await sendNow(context, await oweBackAgain(context, officeId));
  gate.told();
}

async function waitForHolidays(
  { db, clock, log }: Context,
  delivery: Delivery,
  missing: MissingHolidaysError,
): Promise<void> {
  log.error({ delivery: delivery.id, year: missing.year }, 'a message waits for the holiday list');
  await sendLater(db, delivery, new Date(clock.now().getTime() + HOLIDAYS_RETRY_MS), null);
}
