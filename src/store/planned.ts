import { and, asc, eq, inArray, lt, notInArray, or, sql } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { OwedReminder, ReminderKind, ToldRow } from '../domain/reminder.ts';
import type { Database } from './database.ts';
import { type CancelReason, type Delivery, MAYBE_POSTED, PLANNED } from './deliveries.ts';
import { deliveryId } from './delivery-id.ts';
import { type DeliveryState, deliveries } from './schema.ts';
import { together } from './together.ts';

/** Cancelled for a reason that a new plan may take back. */
const REVIVABLE: readonly CancelReason[] = ['superseded', 'settled', 'rerouted', 'released'];

const mayBePlannedAgain = or(
  eq(deliveries.state, 'pending'),
  and(eq(deliveries.state, 'cancelled'), inArray(deliveries.reason, [...REVIVABLE])),
);

/**
 * Writes down what is owed, each debt once, and withdraws unsent plans of earlier days, whose items the new plan
 * carries. Returns the ids of the rows that now wait to be sent. Call inside a transaction.
 */
export async function writePlanned(
  db: Database,
  officeId: string,
  owed: readonly OwedReminder[],
  now: Date,
): Promise<string[]> {
  const keys = owed.map((one) => one.key);
  await db
    .update(deliveries)
    .set({ state: 'cancelled', reason: 'superseded' satisfies CancelReason })
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.state, 'pending'),
        inArray(deliveries.kind, [...PLANNED]),
        keys.length > 0 ? notInArray(deliveries.key, keys) : undefined,
      ),
    );
  if (owed.length === 0) return [];
  const rows = await db
    .insert(deliveries)
    .values(owed.map((one) => plannedRow(officeId, one, 'pending', now)))
    .onConflictDoUpdate({
      target: [deliveries.officeId, deliveries.key],
      set: {
        state: 'pending',
        reason: null,
        items: sql`excluded.items`,
        date: sql`excluded.date`,
        sendAfter: sql`excluded.send_after`,
        digestWeek: sql`excluded.digest_week`,
        digestMonth: sql`excluded.digest_month`,
      },
      setWhere: mayBePlannedAgain,
    })
    .returning({ id: deliveries.id });
  return rows.map((row) => row.id);
}

/**
 * Plans that a ledger that was lost may have carried out since an instant: each is looked for in the chat before anybody
 * posts it. Returns the ids of those that wait for that now.
 */
export async function writeMaybePosted(
  db: Database,
  officeId: string,
  owed: readonly OwedReminder[],
  since: Date,
  now: Date,
): Promise<string[]> {
  if (owed.length === 0) return [];
  const doubt = { state: 'sending', reason: MAYBE_POSTED, firstAttemptAt: since } as const;
  const rows = await db
    .insert(deliveries)
    .values(
      owed.map((one) => ({
        ...plannedRow(officeId, one, 'sending', now),
        ...doubt,
        leaseUntil: one.sendAt > now ? one.sendAt : now,
      })),
    )
    .onConflictDoUpdate({
      target: [deliveries.officeId, deliveries.key],
      set: {
        ...doubt,
        leaseUntil: sql`excluded.lease_until`,
        items: sql`excluded.items`,
        date: sql`excluded.date`,
        sendAfter: sql`excluded.send_after`,
        digestWeek: sql`excluded.digest_week`,
        digestMonth: sql`excluded.digest_month`,
      },
      setWhere: mayBePlannedAgain,
    })
    .returning({ id: deliveries.id });
  return rows.map((row) => row.id);
}

/** Whether something that was planned for an earlier day may be in the chat, and nobody has looked yet. */
export async function isInDoubt(db: Database, officeId: string, today: IsoDate): Promise<boolean> {
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        inArray(deliveries.kind, [...PLANNED]),
        eq(deliveries.state, 'sending'),
        lt(deliveries.date, today),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * The desk stops a message before it goes out: held (until released) or cancelled (its stage counts as told, A11).
 * Works on a plan that is not written down yet. False when the message is already on its way.
 */
export async function stopPlanned(
  db: Database,
  officeId: string,
  owed: OwedReminder,
  state: Extract<DeliveryState, 'held' | 'cancelled'>,
  now: Date,
): Promise<boolean> {
  const rows = await db
    .insert(deliveries)
    .values({ ...plannedRow(officeId, owed, state, now), reason: 'desk' satisfies CancelReason })
    .onConflictDoUpdate({
      target: [deliveries.officeId, deliveries.key],
      set: { state, reason: 'desk', items: sql`excluded.items` },
      setWhere: or(mayBePlannedAgain, eq(deliveries.state, 'held')),
    })
    .returning({ id: deliveries.id });
  return rows.length > 0;
}

/** Lets a held message go: its items come back with the next plan, merged with whatever else is owed by then. */
export async function releaseHeld(db: Database, officeId: string, id: string): Promise<Delivery | null> {
  const [row] = await db
    .update(deliveries)
    .set({ state: 'cancelled', reason: 'released' satisfies CancelReason })
    .where(and(eq(deliveries.officeId, officeId), eq(deliveries.id, id), eq(deliveries.state, 'held')))
    .returning();
  return row ?? null;
}

function plannedRow(officeId: string, owed: OwedReminder, state: DeliveryState, now: Date) {
  const { sendAt, ...row } = owed;
  return { ...row, id: deliveryId(officeId, row.key), officeId, state, sendAfter: sendAt, createdAt: now };
}

/** What people have been told, are being told, or must not be told: the planner's memory. */
export async function toldRows(db: Database, officeId: string): Promise<ToldRow[]> {
  const { told } = await toldOfOffice(db, { officeId });
  return told.map((row) => ({ ...row, kind: row.kind as ReminderKind, date: row.date ?? '' }));
}

/** One select alone: by the end of a year it brings many rows, and as JSON they are read far sooner. */
const toldOfOffice = together('told of an office', (db) => ({
  told: db
    .select({
      key: deliveries.key,
      kind: deliveries.kind,
      memberId: deliveries.memberId,
      date: deliveries.date,
      items: deliveries.items,
      digestWeek: deliveries.digestWeek,
      digestMonth: deliveries.digestMonth,
    })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, sql.placeholder('officeId')),
        inArray(deliveries.kind, [...PLANNED]),
        or(
          inArray(deliveries.state, ['sending', 'sent', 'held']),
          and(eq(deliveries.state, 'cancelled'), eq(deliveries.reason, 'desk')),
        ),
      ),
    ),
}));

/** Messages that wait or are held, for the desk's preview. */
export async function waitingDeliveries(db: Database, officeId: string): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        inArray(deliveries.kind, [...PLANNED]),
        inArray(deliveries.state, ['pending', 'held']),
      ),
    )
    .orderBy(asc(deliveries.sendAfter), asc(deliveries.key));
}

/** Takes back what the desk stopped, held or cancelled: its items come back with the next plan. False when it is neither. */
export async function releaseStopped(db: Database, officeId: string, key: string): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set({ state: 'cancelled', reason: 'released' satisfies CancelReason })
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.key, key),
        eq(deliveries.reason, 'desk' satisfies CancelReason),
        inArray(deliveries.state, ['held', 'cancelled']),
      ),
    )
    .returning({ id: deliveries.id });
  return rows.length > 0;
}
