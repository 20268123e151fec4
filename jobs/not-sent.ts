import { describeError } from '../src/chat/describe-error.ts';
import { isUnderstood } from '../src/chat/failure.ts';
import { type ChatFailure, reasonInChinese } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { officeWithRules } from '../src/office.ts';
import {
  type ClaimedDelivery,
  type Delivery,
  failDelivery,
  holdLease,
  owe,
  sendLater,
} from '../src/store/deliveries.ts';
import { noteShutOut, officeById } from '../src/store/offices.ts';
import { plainAnswer } from '../templates/answers.ts';
import { oweGroupLost } from './group-lost.ts';

/** Waits between attempts when the chat is away, by how often it was said. */
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000];
/** A post whose answer got lost may still be on its way: nobody looks for it sooner. */
const SETTLING_MS = 30_000;
/** A bot that is shut out finds out once a minute whether somebody has mended it. */
const SHUT_OUT_MS = 60_000;
/** Too many of any other call says nothing of whether posts are taken. */
const POSTING: readonly string[] = ['chat.postMessage', 'files.completeUploadExternal'];
/** A refusal in words that nobody knows is believed when it has been heard so often. */
const BELIEVED_ATTEMPTS = 4;
/** What is shut out with the token good concerns the app's settings, not whom it is for. */
const OF_THE_APP: readonly string[] = ['missing_scope', 'messages_tab_disabled'];

export interface Aftermath {
  /** In how many milliseconds the row is tried again; null when it is not. */
  againMs: number | null;
  /** Ids of what is owed because of it. */
  owed: string[];
}

/** What becomes of a row after an attempt that the chat did not take. */
export async function afterFailure(
  context: Context,
  { delivery, maybePosted }: ClaimedDelivery,
  failure: ChatFailure,
): Promise<Aftermath> {
  const { db, clock, gate, places } = context;
  const about = { delivery: delivery.id, code: failure.code, kind: failure.kind, attempt: delivery.attempts };
  if (isFinal(delivery, failure) || (await isAboutThePerson(context, delivery, failure))) {
    return { againMs: null, owed: await giveUp(context, delivery, failure.code) };
  }
  context.log.warn(about, 'a message did not go out');
  const now = clock.now();
  const isUnclear = failure.kind === 'ambiguous' || failure.kind === 'permanent' || maybePosted;
  const againMs = Math.max(waitOf(delivery, failure), isUnclear ? SETTLING_MS : 0);
  const again = new Date(now.getTime() + againMs);
  const isTooMany = failure.kind === 'rate-limited' && POSTING.includes(failure.method);
  if (isTooMany) places.fewer();
  if (isTooMany || failure.kind === 'shut-out') gate.turnedAway(addressOf(delivery), now, again);
  if (gate.isEverybodys()) places.one();
  if (isAboutTheBot(context, delivery, failure))
    await noteShutOut(db, delivery.officeId, failure.code, delivery.firstAttemptAt ?? now);
  // What may be in the channel stays 'sending', so that no plan takes it for unsaid before it was looked up.
  if (isUnclear) await holdLease(db, delivery, again);
  else await sendLater(db, delivery, again, failure.code);
  return { againMs, owed: [] };
}

/**
 * Our own code failed, or the database. The message may be in the channel, so the row stays 'sending' and the next
 * attempt looks first. With ever longer pauses it does not keep the others waiting, and in the end it is given up.
 */
export async function afterFault(
  { db, clock, log }: Context,
  delivery: Delivery,
  error: unknown,
): Promise<void> {
  log.error(
    { delivery: delivery.id, attempt: delivery.attempts, failure: describeError(error) },
    'a message could not be handled',
  );
  const again = new Date(clock.now().getTime() + Math.max(backoffOf(delivery), SETTLING_MS));
  await holdLease(db, delivery, again, { fault: true });
}

function isFinal(delivery: Delivery, failure: ChatFailure): boolean {
  return failure.kind === 'permanent' && (isUnderstood(failure) || saidTimes(delivery) >= BELIEVED_ATTEMPTS);
}

/**
 * How often, at least, a word was heard about a row, this time included. An attempt whose worker died brought none, nor
 * did the one after it that only let its post settle.
 */
function saidTimes({ attempts, orphanings }: Delivery): number {
  return Math.max(1, attempts - 2 * orphanings);
}

function waitOf(delivery: Delivery, { kind, retryAfterMs }: ChatFailure): number {
  return retryAfterMs ?? Math.max(backoffOf(delivery), kind === 'shut-out' ? SHUT_OUT_MS : 0);
}

function backoffOf(delivery: Delivery): number {
  return BACKOFF_MS[Math.min(saidTimes(delivery), BACKOFF_MS.length) - 1] ?? SHUT_OUT_MS;
}

/** Others are turned away too, or this one again, and Slack does not say that the token is good. */
function isAboutTheBot({ gate }: Context, delivery: Delivery, { kind, code }: ChatFailure): boolean {
  return (
    kind === 'shut-out' && !OF_THE_APP.includes(code) && (saidTimes(delivery) > 1 || gate.isEverybodys())
  );
}

/** Shut out again although the others get through and the token is good: then it is not about the bot. */
async function isAboutThePerson(
  { gate, slack }: Context,
  delivery: Delivery,
  { kind, code }: ChatFailure,
): Promise<boolean> {
  if (kind !== 'shut-out' || OF_THE_APP.includes(code) || saidTimes(delivery) < 2 || gate.isEverybodys())
    return false;
  return slack.identify().then(
    () => true,
    () => false,
  );
}

/** Who of them stands for a row: two rows for one channel say nothing of the others. */
function addressOf({ id, memberId, channel }: Delivery): string {
  return memberId ?? channel ?? id;
}

/**
 * No retry can mend it. The desk's heartbeat and list of people to telephone name who is not reached; the work group is
 * on neither, and who asked for a file waits for it. Gives the ids of what is owed because of it.
 */
export async function giveUp(
  { db, clock, log }: Context,
  delivery: Delivery,
  code: string,
): Promise<string[]> {
  log.error({ delivery: delivery.id, kind: delivery.kind, code }, 'a message was given up');
  const { officeId, memberId, channel, threadTs } = delivery;
  const now = clock.now();
  return db.transaction(async (tx) => {
    if (!(await failDelivery(tx, delivery, code))) return [];
    if (delivery.kind === 'group') {
      const row = await officeById(tx, officeId);
      const office = row && officeWithRules(row);
      return office ? oweGroupLost(tx, office, now, code) : [];
    }
    if (delivery.kind !== 'paper') return [];
    const message = plainAnswer(`您要的文件没有发出去：${reasonInChinese(code)}。`);
    const key = `answer/no-paper/${delivery.id}`;
    return owe(tx, [{ officeId, key, kind: 'answer', memberId, channel, threadTs, message }], now);
  });
}
