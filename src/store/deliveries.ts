import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  like,
  lt,
  lte,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { IsoDate } from '../domain/calendar.ts';
import type { Paper } from '../domain/paper.ts';
import type { ReminderKind } from '../domain/reminder.ts';
import type { Database } from './database.ts';
import { deliveryId } from './delivery-id.ts';
import { type DeliveryKind, deliveries, type FixedMessage, members } from './schema.ts';

export type Delivery = typeof deliveries.$inferSelect;

/** Why a row was cancelled. Only the desk's own cancelling counts as told; the rest comes back in a later plan. */
export type CancelReason = 'superseded' | 'settled' | 'rerouted' | 'released' | 'desk';

/** What the planner decides on; answers, receipts and alarms are written by whoever causes them. */
export const PLANNED: readonly ReminderKind[] = [
  'reminder',
  'urgent',
  'group',
  'desk',
  'heartbeat',
  'digest',
];

/** Somebody has asked, or has to hear of it at once; the rest may take its turn. */
const AWAITED: readonly DeliveryKind[] = ['answer', 'receipt', 'alarm', 'paper'];
export const isAwaited = (kind: DeliveryKind): boolean => AWAITED.includes(kind);

export interface NewMessage {
  officeId: string;
  key: string;
  kind: Extract<DeliveryKind, 'receipt' | 'answer' | 'alarm' | 'notice'>;
  memberId: string | null;
  channel: string | null;
  threadTs: string | null;
  message: FixedMessage;
}

/** A file for somebody who asked for it, made when it goes out. */
export interface NewPaper extends Omit<NewMessage, 'kind' | 'message'> {
  kind: 'paper';
  paper: Paper;
}

/** Owes messages and files at once, as part of the change that causes them. Returns the ids of those that are new. */
export async function owe(
  db: Database,
  messages: readonly (NewMessage | NewPaper)[],
  now: Date,
): Promise<string[]> {
  if (messages.length === 0) return [];
  const rows = await db
    .insert(deliveries)
    .values(
      messages.map((message) => ({
        ...message,
        id: deliveryId(message.officeId, message.key),
        sendAfter: now,
        createdAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: deliveries.id });
  return rows.map((row) => row.id);
}

/** Whether anything under keys that begin like this was written down after an instant. */
export async function isOwedSince(
  db: Database,
  officeId: string,
  keyStart: string,
  since: Date,
): Promise<boolean> {
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        like(deliveries.key, `${keyStart}%`),
        gt(deliveries.createdAt, since),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** A restore's mark on files that were on their way: nobody can tell whether they arrived. */
export const RESTORED = 'restored';

/** Files that a restore has given up. */
export async function lostPapers(db: Database, officeId: string): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.kind, 'paper'),
        eq(deliveries.state, 'failed'),
        eq(deliveries.reason, RESTORED),
      ),
    );
}

/** A row that this worker alone may send until its lease runs out. */
export interface ClaimedDelivery {
  delivery: Delivery;
  /** An earlier attempt may have reached the chat: look into its history before posting. */
  maybePosted: boolean;
  /** Nobody may post, nor look, before this instant: an earlier worker's post may still be on its way. */
  settlingUntil: Date | null;
}

/** One attempt at a row. Its number tells it from a later one by a worker that has taken the row over. */
export type Attempt = Pick<Delivery, 'id' | 'attempts'>;

/** An ambiguous failure is recorded under this reason, so that the next claim looks before it posts. */
export const MAYBE_POSTED = 'maybe-posted';
/** While a worker is asking the chat to post. Found again later, nobody knows how far it came. */
const POSTING = 'posting';

/** So long after its worker was lost a post may still be on its way, in milliseconds. */
const SETTLING_MS = 30_000;

/**
 * Claims a due row, in one step; null when it is not due, not waiting, or another worker's lease still runs.
 *
 * A worker that was lost while it posted may be alive all the same, with its post on the way: its clock was wrong, or it
 * stood still. The row is only taken from it then, and rests until `settlingUntil`; whoever comes next looks for it.
 */
export async function claimDelivery(
  db: Database,
  id: string,
  now: Date,
  leaseMs: number,
): Promise<ClaimedDelivery | null> {
  const settlingUntil = new Date(now.getTime() + SETTLING_MS);
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const before = db.$with('before').as(
    db
      .select({ id: deliveries.id, state: deliveries.state, reason: deliveries.reason })
      .from(deliveries)
      .where(and(eq(deliveries.id, id), mayGo(now), isDue(now)))
      .for('update', { skipLocked: true }),
  );
  const isPosting = sql`${before.state} = 'sending' and ${before.reason} = ${POSTING}`;
  const [claimed] = await db
    .with(before)
    .update(deliveries)
    .set({
      state: 'sending',
      leaseUntil: sql`case when ${isPosting} then ${settlingUntil.toISOString()}::timestamptz else ${leaseUntil.toISOString()}::timestamptz end`,
      attempts: sql`${deliveries.attempts} + 1`,
      firstAttemptAt: sql`coalesce(${deliveries.firstAttemptAt}, ${now.toISOString()})`,
      // Whoever had it never came to say what became of it.
      orphanings: sql`${deliveries.orphanings} + case when ${before.state} = 'sending' and ${before.reason} is distinct from ${MAYBE_POSTED} then 1 else 0 end`,
      reason: sql`case when ${isPosting} then ${MAYBE_POSTED} end`,
    })
    .from(before)
    .where(eq(deliveries.id, before.id))
    .returning({ delivery: deliveries, stateBefore: before.state, reasonBefore: before.reason });
  if (!claimed) return null;
  const { delivery, stateBefore, reasonBefore } = claimed;
  if (stateBefore === 'sending' && reasonBefore === POSTING)
    return { delivery, maybePosted: true, settlingUntil };
  return {
    delivery,
    maybePosted: stateBefore === 'sending' || reasonBefore === MAYBE_POSTED,
    settlingUntil: null,
  };
}

/**
 * The last step before the chat is asked to post: the lease starts anew, and where the message goes is kept, so that it
 * is looked for in that place; of a file also the id that its share is found by. False when another worker has taken
 * the row over: then nothing must be posted.
 */
export async function keepClaim(
  db: Database,
  attempt: Attempt,
  place: { channel: string; fileId?: string },
  leaseUntil: Date,
): Promise<boolean> {
  const { channel, fileId } = place;
  const file = fileId === undefined ? {} : { fileId, looks: 0 };
  return changed(db, attempt, { leaseUntil, reason: POSTING, sentChannel: channel, ...file });
}

/** Notes that the share of a row's file was looked for in vain. */
export async function countLook(db: Database, attempt: Attempt): Promise<void> {
  await changed(db, attempt, { looks: sql`${deliveries.looks} + 1` });
}

/** The lease starts anew, for work before anything is posted. False when another worker has taken the row over. */
export async function prolongClaim(db: Database, attempt: Attempt, leaseUntil: Date): Promise<boolean> {
  return changed(db, attempt, { leaseUntil });
}

/**
 * Notes where the message stands, whoever found it there: that it was posted is true even when another worker has taken
 * the row over. `ts` is null for a file: Slack shares it a moment after it has answered.
 */
export async function markSent(
  db: Database,
  id: string,
  posted: { channel: string; ts: string | null },
  now: Date,
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      state: 'sent',
      reason: null,
      leaseUntil: null,
      sentAt: now,
      sentChannel: posted.channel,
      ts: posted.ts,
    })
    .where(and(eq(deliveries.id, id), ne(deliveries.state, 'sent')));
}

/** Back to waiting, for the next attempt or the next window. */
export async function sendLater(
  db: Database,
  attempt: Attempt,
  at: Date,
  reason: string | null,
): Promise<void> {
  await changed(db, attempt, { state: 'pending', reason, leaseUntil: null, sendAfter: at });
}

/** Still 'sending' until `until`, when the next worker may claim it and looks before it posts. */
export async function holdLease(
  db: Database,
  attempt: Attempt,
  until: Date,
  { fault = false } = {},
): Promise<void> {
  const faults = sql`${deliveries.faults} + ${fault ? 1 : 0}`;
  await changed(db, attempt, { leaseUntil: until, reason: MAYBE_POSTED, faults });
}

/** False when another worker has taken the row over. */
export async function cancelDelivery(db: Database, attempt: Attempt, reason: CancelReason): Promise<boolean> {
  return changed(db, attempt, { state: 'cancelled', reason, leaseUntil: null });
}

/** Given up: no retry can mend it. The desk sees it by name. False when another worker has taken the row over. */
export async function failDelivery(db: Database, attempt: Attempt, reason: string): Promise<boolean> {
  return changed(db, attempt, { state: 'failed', reason, leaseUntil: null });
}

/** Changes a row for the worker whose attempt is the latest; false when it is not, or the row is done with. */
async function changed(
  db: Database,
  { id, attempts }: Attempt,
  change: PgUpdateSetSource<typeof deliveries>,
): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set(change)
    .where(and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), eq(deliveries.state, 'sending')))
    .returning({ id: deliveries.id });
  return rows.length > 0;
}

/** Longer than any worker has a row for, or waits after a failure. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** No attempt waits so long: this was written by a clock that was ahead, or has been set back since. */
const beyondBelief = (now: Date) => new Date(now.getTime() + LONGEST_WAIT_MS);

/** Its time has come. What was owed at once, or is tried again, does not wait for a clock that was ahead. */
const mayGo = (now: Date) =>
  or(
    lte(deliveries.sendAfter, now),
    lte(deliveries.sendAfter, deliveries.createdAt),
    and(isNotNull(deliveries.reason), gt(deliveries.sendAfter, beyondBelief(now))),
  );

const KINDS: Record<DeliveryKind, true> = {
  reminder: true,
  urgent: true,
  group: true,
  desk: true,
  digest: true,
  receipt: true,
  answer: true,
  alarm: true,
  heartbeat: true,
  paper: true,
  notice: true,
};

/** A row of a kind that a later version has added is that version's business. */
const isOurs = inArray(deliveries.kind, Object.keys(KINDS) as DeliveryKind[]);

const isDue = (now: Date) =>
  and(
    isOurs,
    or(
      and(eq(deliveries.state, 'pending'), mayGo(now)),
      and(
        eq(deliveries.state, 'sending'),
        or(
          lte(deliveries.leaseUntil, now),
          and(gt(deliveries.leaseUntil, beyondBelief(now)), gt(deliveries.leaseUntil, deliveries.sendAfter)),
        ),
      ),
    ),
  );

/** Ids of rows to send now, longest owed first: all, or those alone that are awaited or not. */
export async function dueDeliveries(
  db: Database,
  now: Date,
  limit: number,
  { awaited }: { awaited?: boolean } = {},
): Promise<string[]> {
  const kinds = [...AWAITED];
  const isWanted =
    awaited === undefined
      ? undefined
      : awaited
        ? inArray(deliveries.kind, kinds)
        : notInArray(deliveries.kind, kinds);
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(isDue(now), isWanted))
    .orderBy(asc(deliveries.sendAfter))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** The earliest instant at which a waiting row becomes due; null when nothing waits. */
export async function nextDeliveryTime(db: Database): Promise<Date | null> {
  const [row] = await db
    .select({
      at: sql<
        Date | string | null
      >`min(case when ${deliveries.state} = 'sending' then ${deliveries.leaseUntil} else ${deliveries.sendAfter} end)`,
    })
    .from(deliveries)
    .where(and(isOurs, inArray(deliveries.state, ['pending', 'sending'])));
  return row?.at ? new Date(row.at) : null;
}

/** The reminder that a thread hangs under. */
export async function deliveryInThread(
  db: Database,
  officeId: string,
  channel: string,
  ts: string,
): Promise<Delivery | null> {
  const [row] = await db
    .select()
    .from(deliveries)
    .where(
      and(eq(deliveries.officeId, officeId), eq(deliveries.sentChannel, channel), eq(deliveries.ts, ts)),
    );
  return row ?? null;
}

/** The latest reminder that each person of a unit has got: the card they would look at. */
export async function lastReminders(db: Database, officeId: string, unitId: string): Promise<Delivery[]> {
  const rows = await db
    .selectDistinctOn([deliveries.memberId], { delivery: deliveries })
    .from(deliveries)
    .innerJoin(members, eq(members.id, deliveries.memberId))
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(members.unitId, unitId),
        eq(deliveries.state, 'sent'),
        inArray(deliveries.kind, ['reminder', 'urgent']),
      ),
    )
    .orderBy(deliveries.memberId, desc(deliveries.sentAt));
  return rows.map((row) => row.delivery);
}

/** What the work group was told since a day. */
export async function groupPosts(db: Database, officeId: string, since: IsoDate): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        // Keys are in order of their days, and indexed.
        gte(deliveries.key, `group/${since}`),
        lt(deliveries.key, 'group/9999'),
        eq(deliveries.kind, 'group'),
        eq(deliveries.state, 'sent'),
      ),
    );
}

export interface DeliveryCounts {
  sent: number;
  failed: number;
  oldestWaiting: Date | null;
}

/** Planned messages sent and failed since an instant, and how long the oldest of all has been waiting. Answers are no reminders. */
export async function countDeliveries(
  db: Database,
  officeId: string,
  since: Date,
  now: Date,
): Promise<DeliveryCounts> {
  const planned = inArray(deliveries.kind, [...PLANNED]);
  const [row] = await db
    .select({
      sent: sql<number>`count(*) filter (where ${planned} and ${deliveries.state} = 'sent' and ${deliveries.sentAt} >= ${since.toISOString()})::int`,
      failed: sql<number>`count(*) filter (where ${planned} and ${deliveries.state} = 'failed' and ${deliveries.createdAt} >= ${since.toISOString()})::int`,
      oldest: sql<
        string | null
      >`min(${deliveries.sendAfter}) filter (where ${deliveries.state} in ('pending', 'sending') and ${deliveries.sendAfter} < ${now.toISOString()})`,
    })
    .from(deliveries)
    .where(eq(deliveries.officeId, officeId));
  return {
    sent: row?.sent ?? 0,
    failed: row?.failed ?? 0,
    oldestWaiting: row?.oldest ? new Date(row.oldest) : null,
  };
}

/** People whose message was given up since an instant, with the reason. */
export async function failedDeliveries(db: Database, officeId: string, since: Date): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.state, 'failed'),
        sql`${deliveries.createdAt} >= ${since.toISOString()}`,
      ),
    )
    .orderBy(asc(deliveries.createdAt))
    .limit(50);
}

/** Answers, receipts and notices are not kept for ever; what was planned is (it is the record of who was told what). */
export async function forgetAnswers(db: Database, before: Date): Promise<void> {
  await db
    .update(deliveries)
    .set({ message: null })
    .where(
      and(
        inArray(deliveries.kind, ['answer', 'receipt', 'alarm', 'notice']),
        inArray(deliveries.state, ['sent', 'failed']),
        lt(deliveries.createdAt, before),
        isNotNull(deliveries.message),
      ),
    );
}
