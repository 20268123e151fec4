import { z } from 'zod';
import { lastMoment } from '../src/chat/in-time.ts';
import { ChatFailure, instantOf, type Posted } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { MissingHolidaysError } from '../src/domain/calendar.ts';
import { messageOf } from '../src/errors.ts';
import { defineJob, type JobSpec } from '../src/queue/job.ts';
import {
  type CancelReason,
  type ClaimedDelivery,
  cancelDelivery,
  claimDelivery,
  type Delivery,
  dueDeliveries,
  isAwaited,
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

const payload = z.object({ deliveryId: z.uuid() });
type Payload = z.infer<typeof payload>;
/** The row knows when to try again; the sweep brings it back. */
const attempts = 1;

/** Sends one row of the ledger that nobody waits for: the morning's two thousand. */
export const deliver = defineJob<Payload, Context>({
  name: 'deliver',
  lane: 'bulk',
  payload,
  attempts,
  run: ({ deliveryId }, context) => sendRow(context, deliveryId, { awaited: false }),
});

/** Sends one row that somebody waits for, who is not to stand in line behind the others. */
export const deliverNow = defineJob<Payload, Context>({
  name: 'deliver-now',
  payload,
  attempts,
  run: ({ deliveryId }, context) => sendRow(context, deliveryId, { awaited: true }),
});

/** Claims a row, checks that it is still owed and may go out now, words it, posts it. */
async function sendRow(context: Context, deliveryId: string, how: { awaited: boolean }): Promise<void> {
  const place = await context.places.take(how);
  if (!place) return;
  let isTurnedAway = false;
  try {
    const now = context.clock.now();
    // What is turned away together waits untouched; the sweep brings it back. Whom somebody waits for asks once all the
    // same: it may be about the channels of the others.
    if (!how.awaited && !context.gate.admits(now)) return;
    const claimed = await claimDelivery(context.db, deliveryId, now, LEASE_MS);
    if (claimed) isTurnedAway = (await send(context, claimed, now)) === 'turned-away';
  } finally {
    // Its place stays empty for a moment: the next would be turned away too.
    if (!isTurnedAway) place.leave();
  }
}

type Result = 'turned-away' | undefined;

async function send(context: Context, claimed: ClaimedDelivery, now: Date): Promise<Result> {
  const { delivery, maybePosted, settlingUntil } = claimed;
  if (settlingUntil) {
    await askAgain(context, delivery, settlingUntil.getTime() - now.getTime());
    return;
  }
  try {
    if (maybePosted && (await adoptPosted(context, delivery))) return;
    if (isPoison(delivery, now)) await sendNow(context, await giveUp(context, delivery, 'handling_failed'));
    else await settle(context, delivery);
  } catch (error) {
    if (error instanceof ChatFailure) return notTaken(context, claimed, error);
    if (error instanceof MissingHolidaysError) await waitForHolidays(context, delivery, error);
    else if (!(error instanceof TakenOver)) await afterFault(context, delivery, error);
  }
}

/** Hands rows that somebody waits for to the workers. The rows are safe already: when the queue is away, the sweep finds them. */
export function sendNow(context: Asking, ids: readonly string[]): Promise<void> {
  return ask(context, deliverNow, ids);
}

/** The same for rows that may take their turn. */
export function sendInTurn(context: Asking, ids: readonly string[]): Promise<void> {
  return ask(context, deliver, ids);
}

type Asking = Pick<Context, 'queue' | 'log' | 'clock'>;

/**
 * The minute is part of the jobs' ids: what was asked for before is asked for again when it is still owed, even where the
 * queue takes a job for running whose worker died.
 */
async function ask(context: Asking, job: JobSpec<Payload>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const minute = minuteOf(context.clock.now());
  try {
    await context.queue.addMany(
      job,
      ids.map((deliveryId) => ({ payload: { deliveryId }, id: `${deliveryId}.${minute}` })),
    );
  } catch (error) {
    context.log.warn(
      { reason: messageOf(error), deliveries: ids.length },
      'the queue took no deliveries; the sweep will',
    );
  }
}

/**
 * Asks for rows that are due: what the queue may have forgotten, and what nobody tried while Slack took nothing. While
 * so many jobs wait already, the rest is left to the next sweep.
 */
export async function sendDue(context: Context, enough: number): Promise<void> {
  const now = context.clock.now();
  const { waiting } = await context.queue.counts();
  await sendNow(context, await dueDeliveries(context.db, now, enough, { awaited: true }));
  if (waiting < enough)
    await sendInTurn(context, await dueDeliveries(context.db, now, enough - waiting, { awaited: false }));
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
      const before = lastMoment(clock);
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
async function notTaken(context: Context, claimed: ClaimedDelivery, failure: ChatFailure): Promise<Result> {
  const { againMs, owed } = await afterFailure(context, claimed, failure);
  await sendNow(context, owed);
  if (againMs !== null) await askAgain(context, claimed.delivery, againMs);
  return failure.kind === 'rate-limited' ? 'turned-away' : undefined;
}

async function askAgain({ queue }: Context, { id, kind }: Delivery, inMs: number): Promise<void> {
  const job = isAwaited(kind) ? deliverNow : deliver;
  await queue.add(job, { deliveryId: id }, { delayMs: inMs + 100 }).catch(() => undefined);
}

function isPoison({ faults, orphanings, firstAttemptAt, createdAt }: Delivery, now: Date): boolean {
  const triedForMs = now.getTime() - (firstAttemptAt ?? createdAt).getTime();
  return faults >= MAX_FAULTS || (orphanings >= MAX_ORPHANINGS && triedForMs >= ORPHANED_FOR_MS);
}

/** The chat took a message: it takes the others too. */
async function taken(context: Context, { officeId }: Delivery): Promise<void> {
  const { gate, places } = context;
  places.more();
  if (gate.letIn().opened) await sendDue(context, ENOUGH);
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
