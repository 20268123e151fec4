import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepingRow } from '../../jobs/keep-row.ts';
import { claimDelivery, type Delivery, owe } from '../../src/store/deliveries.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries } from '../../src/store/schema.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const MINUTE = 60_000;
const PATIENT = { timeout: 20_000, interval: 5 };
const inAMinuteAndAHalf = () => new Date(world.sandbox.clock.now().getTime() + 1.5 * MINUTE);

/** A file that the desk is owed, in the hands of a worker. */
async function fileInHand(): Promise<Delivery> {
  const { db } = world.storage;
  const now = world.sandbox.clock.now();
  const officeId = (await ensureOffice(db)).id;
  const place = { memberId: null, channel: 'U01DESK', threadTs: null };
  const paper = { kind: 'ledger' as const, month: null, contacts: false };
  const [id = ''] = await owe(db, [{ officeId, key: 'answer/file', kind: 'paper', paper, ...place }], now);
  const claimed = await claimDelivery(db, id, now, MINUTE);
  if (!claimed) throw new Error('the row was not there to be claimed');
  return claimed.delivery;
}

test('who works long at a row keeps it for as long, and for a minute after their death', async () => {
  const { context } = world.app;
  const { db } = world.storage;
  const row = await fileInHand();
  const lease = async () => {
    const [now] = await db.select().from(deliveries).where(eq(deliveries.id, row.id));
    return now?.leaseUntil?.getTime() ?? 0;
  };
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const kept = keepingRow(context, row, () => work, { everyMs: 5 });
  await vi.waitFor(async () => expect(await lease()).toBeGreaterThan(0), PATIENT);

  world.sleepUntil('2022-04-06T12:00');
  const noon = world.sandbox.clock.now().getTime();
  await vi.waitFor(async () => expect(await lease()).toBe(noon + MINUTE), PATIENT);
  expect(await claimDelivery(db, row.id, world.sandbox.clock.now(), MINUTE)).toBeNull();
  finish();
  await kept;
  expect(await claimDelivery(db, row.id, inAMinuteAndAHalf(), MINUTE)).toMatchObject({ maybePosted: true });
});

test('who has lost the row does not begin', async () => {
  const row = await fileInHand();
  await claimDelivery(world.storage.db, row.id, inAMinuteAndAHalf(), MINUTE);
  const work = vi.fn(async () => {});
  await expect(keepingRow(world.app.context, row, work)).rejects.toThrow();
  expect(work).not.toHaveBeenCalled();
});
