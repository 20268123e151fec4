import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OwedReminder } from '../../src/domain/reminder.ts';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import {
  cancelDelivery,
  claimDelivery,
  countDeliveries,
  type Delivery,
  dueDeliveries,
  failDelivery,
  forgetAnswers,
  holdLease,
  keepClaim,
  markSent,
  nextDeliveryTime,
  owe,
  sendLater,
} from '../../src/store/deliveries.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import {
  releaseHeld,
  stopPlanned,
  toldRows,
  waitingDeliveries,
  writePlanned,
} from '../../src/store/planned.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { shanghai } from '../support/world.ts';

let database: TestDatabase;
let storage: Storage;
let officeId: string;
let memberId: string;

const NOW = shanghai('2022-04-06T08:40');
const NINE = shanghai('2022-04-06T09:00');
const LEASE = 60_000;
const later = (ms: number) => new Date(NINE.getTime() + ms);

beforeAll(async () => {
  database = await testDatabase();
  storage = await openStorage(
    { database: { kind: 'url', url: database.url }, dataDir: '/nowhere' },
    createLog('silent'),
    { exclusive: true },
  );
  officeId = (await ensureOffice(storage.db)).id;
  const [person] = await storage.db
    .insert(members)
    .values({ officeId, role: 'liaison', name: '联络员', slackId: 'U1' })
    .returning();
  memberId = person?.id ?? '';
});
afterAll(async () => {
  await storage.close();
  await database.close();
});
beforeEach(async () => {
  await storage.db.delete(deliveries);
});

const reminder = (date: string, stage: 0 | 1 | 2 = 0): OwedReminder => ({
  key: `reminder/${memberId}/${date}`,
  kind: 'reminder',
  memberId,
  date,
  sendAt: shanghai(`${date}T09:00`),
  items: [{ duty: 'sign/a', stage, deadline: '2022-04-10' }],
  digestWeek: null,
  digestMonth: null,
});
const plan = (...owed: OwedReminder[]) =>
  storage.db.transaction((tx) => writePlanned(tx, officeId, owed, NOW));
const rows = () => storage.db.select().from(deliveries).orderBy(deliveries.key);
/** Claims a row as a worker does at nine. */
async function claimed(id: string): Promise<Delivery> {
  const claim = await claimDelivery(storage.db, id, NINE, LEASE);
  if (!claim) throw new Error('the row was not there to be claimed');
  return claim.delivery;
}
async function only(): Promise<Delivery> {
  const [row, another] = await rows();
  if (!row || another) throw new Error('there is not exactly one row');
  return row;
}

describe('planning into the ledger', () => {
  test('the same debt twice is one row, with the newer items', async () => {
    const [id] = await plan(reminder('2022-04-06', 0));
    expect(await plan(reminder('2022-04-06', 1))).toEqual([id]);
    expect((await only()).items.map(({ stage }) => stage)).toEqual([1]);
  });

  test('what waited for an earlier day gives way to the plan that carries its items', async () => {
    await plan(reminder('2022-04-06'));
    await plan(reminder('2022-04-07'));
    expect((await rows()).map(({ date, state, reason }) => [date, state, reason])).toEqual([
      ['2022-04-06', 'cancelled', 'superseded'],
      ['2022-04-07', 'pending', null],
    ]);
  });

  test('an empty plan withdraws what waits', async () => {
    await plan(reminder('2022-04-06'));
    await plan();
    expect((await only()).state).toBe('cancelled');
  });

  test('what was settled comes back when it is owed again', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    await cancelDelivery(storage.db, await claimed(id), 'settled');
    expect(await plan(reminder('2022-04-06'))).toEqual([id]);
    expect(await only()).toMatchObject({ state: 'pending', reason: null });
  });

  test.each(['sending', 'sent', 'held', 'failed'] as const)(
    'a row that is %s is not touched',
    async (state) => {
      await plan(reminder('2022-04-06', 0));
      await storage.db.update(deliveries).set({ state });
      expect(await plan(reminder('2022-04-06', 1))).toEqual([]);
      await plan();
      expect(await only()).toMatchObject({ state, items: [{ stage: 0 }] });
    },
  );

  test('answers and receipts do not give way to plans', async () => {
    await owe(storage.db, [answer('a')], NOW);
    await plan();
    expect((await only()).state).toBe('pending');
  });
});

describe('what counts as told', () => {
  const told = async () => (await toldRows(storage.db, officeId)).length;

  test.each([
    ['pending', null, 0],
    ['sending', null, 1],
    ['sent', null, 1],
    ['held', 'desk', 1],
    ['failed', 'user_not_found', 0],
    ['cancelled', 'desk', 1],
    ['cancelled', 'settled', 0],
    ['cancelled', 'superseded', 0],
    ['cancelled', 'rerouted', 0],
    ['cancelled', 'released', 0],
  ] as const)('%s (%s): %i', async (state, reason, count) => {
    await plan(reminder('2022-04-06'));
    await storage.db.update(deliveries).set({ state, reason });
    expect(await told()).toBe(count);
  });

  test('answers never do', async () => {
    const [id = ''] = await owe(storage.db, [answer('a')], NOW);
    await markSent(storage.db, id, { channel: 'D1', ts: '1.1' }, NINE);
    expect(await told()).toBe(0);
  });
});

describe('the desk’s stop', () => {
  test('A11: works on a plan that is not written down yet, and planning does not undo it', async () => {
    expect(await stopPlanned(storage.db, officeId, reminder('2022-04-06'), 'held', NOW)).toBe(true);
    await plan(reminder('2022-04-06'));
    expect((await only()).state).toBe('held');
  });

  test('A11: comes too late for what is on its way', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    await claimDelivery(storage.db, id, NINE, LEASE);
    expect(await stopPlanned(storage.db, officeId, reminder('2022-04-06'), 'cancelled', NINE)).toBe(false);
    expect((await only()).state).toBe('sending');
  });

  test('A11: is undone once, by release', async () => {
    await stopPlanned(storage.db, officeId, reminder('2022-04-06'), 'held', NOW);
    const { id } = await only();
    expect((await waitingDeliveries(storage.db, officeId)).map((row) => row.id)).toEqual([id]);
    expect((await releaseHeld(storage.db, officeId, id))?.id).toBe(id);
    expect(await releaseHeld(storage.db, officeId, id)).toBeNull();
    expect(await plan(reminder('2022-04-06'))).toEqual([id]);
  });

  test('is the office’s own: another office’s desk cannot release it', async () => {
    await stopPlanned(storage.db, officeId, reminder('2022-04-06'), 'held', NOW);
    const other = '00000000-0000-4000-8000-000000000000';
    expect(await releaseHeld(storage.db, other, (await only()).id)).toBeNull();
  });
});

describe('a claim', () => {
  test('is given to one of many at the same moment', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claimDelivery(storage.db, id, NINE, LEASE)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect((await only()).attempts).toBe(1);
  });

  test('is not given before the time, nor for a row that is done with', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    expect(await claimDelivery(storage.db, id, new Date(NINE.getTime() - 1), LEASE)).toBeNull();
    for (const state of ['sent', 'held', 'cancelled', 'failed'] as const) {
      await storage.db.update(deliveries).set({ state });
      expect(await claimDelivery(storage.db, id, NINE, LEASE)).toBeNull();
    }
  });

  test('is not given for a kind that only a later version knows: neither due, nor waited for, nor withdrawn', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    await storage.db.update(deliveries).set({ kind: sql`'of-a-later-version'` });
    expect(await claimDelivery(storage.db, id, NINE, LEASE)).toBeNull();
    expect(await dueDeliveries(storage.db, NINE, 9)).toEqual([]);
    expect(await nextDeliveryTime(storage.db)).toBeNull();
    await plan();
    expect((await only()).state).toBe('pending');
  });

  test('passes on when its lease has run out, with the word that the message may be there', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    expect((await claimDelivery(storage.db, id, NINE, LEASE))?.maybePosted).toBe(false);
    expect(await claimDelivery(storage.db, id, later(LEASE - 1), LEASE)).toBeNull();
    const second = await claimDelivery(storage.db, id, later(LEASE), LEASE);
    expect(second).toMatchObject({ maybePosted: true, delivery: { attempts: 2, firstAttemptAt: NINE } });
  });

  test('after a clean failure does not suspect that the message is there', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    await sendLater(storage.db, await claimed(id), later(5_000), 'ratelimited');
    expect((await claimDelivery(storage.db, id, later(5_000), LEASE))?.maybePosted).toBe(false);
  });

  test('after an unclear one does', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    await holdLease(storage.db, await claimed(id), later(5_000));
    expect((await claimDelivery(storage.db, id, later(5_000), LEASE))?.maybePosted).toBe(true);
  });
});

describe('a worker that was overtaken', () => {
  const overtaken = async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    const late = await claimed(id);
    const claim = await claimDelivery(storage.db, id, later(LEASE), LEASE);
    if (!claim) throw new Error('the row was not taken over');
    return { late, its: claim.delivery };
  };

  test('must not post any more; the one that has the row may', async () => {
    const { late, its } = await overtaken();
    expect(await keepClaim(storage.db, late, { channel: 'D1' }, later(9 * LEASE))).toBe(false);
    expect(await keepClaim(storage.db, its, { channel: 'D2' }, later(3 * LEASE))).toBe(true);
    expect(await only()).toMatchObject({ sentChannel: 'D2', leaseUntil: later(3 * LEASE) });
  });

  test.each<[string, (late: Delivery) => Promise<unknown>]>([
    ['put it off', (late) => sendLater(storage.db, late, later(1), 'ratelimited')],
    ['hold it', (late) => holdLease(storage.db, late, later(1))],
    ['cancel it', (late) => cancelDelivery(storage.db, late, 'settled')],
    ['give it up', (late) => failDelivery(storage.db, late, 'user_not_found')],
  ])('cannot %s, neither while the other sends nor when it has sent', async (_what, act) => {
    const { late, its } = await overtaken();
    const before = await only();
    await act(late);
    expect(await only()).toEqual(before);
    await markSent(storage.db, its.id, { channel: 'D1', ts: '1.1' }, later(LEASE));
    await act(late);
    await act(its);
    expect((await only()).state).toBe('sent');
  });

  test('says where the message is all the same, and the first to say so is believed', async () => {
    const { late, its } = await overtaken();
    await markSent(storage.db, late.id, { channel: 'D1', ts: '1.1' }, later(LEASE));
    expect(await keepClaim(storage.db, its, { channel: 'D1' }, later(3 * LEASE))).toBe(false);
    await markSent(storage.db, its.id, { channel: 'D1', ts: '2.2' }, later(2 * LEASE));
    expect(await only()).toMatchObject({ state: 'sent', ts: '1.1', sentAt: later(LEASE) });
  });

  test('is counted; an answer that got lost is not, and our own fault is another thing', async () => {
    const { its } = await overtaken();
    expect(its).toMatchObject({ orphanings: 1, faults: 0 });
    await holdLease(storage.db, its, later(2 * LEASE));
    const next = await claimDelivery(storage.db, its.id, later(2 * LEASE), LEASE);
    expect(next?.delivery).toMatchObject({ orphanings: 1, faults: 0 });
    await holdLease(storage.db, next!.delivery, later(3 * LEASE), { fault: true });
    expect(await only()).toMatchObject({ orphanings: 1, faults: 1 });
  });

  test('while it posted: nobody looks or posts before its post has settled', async () => {
    const [id = ''] = await plan(reminder('2022-04-06'));
    const late = await claimed(id);
    expect(await keepClaim(storage.db, late, { channel: 'D1' }, later(LEASE))).toBe(true);
    const settled = later(LEASE + 30_000);
    expect(await claimDelivery(storage.db, id, later(LEASE), LEASE)).toMatchObject({
      settlingUntil: settled,
    });
    expect(await claimDelivery(storage.db, id, later(LEASE + 29_999), LEASE)).toBeNull();
    expect(await keepClaim(storage.db, late, { channel: 'D1' }, later(9 * LEASE))).toBe(false);
    const next = await claimDelivery(storage.db, id, settled, LEASE);
    expect(next).toMatchObject({ maybePosted: true, settlingUntil: null, delivery: { orphanings: 1 } });
  });
});

describe('a clock that was set back by an hour', () => {
  const hourEarlier = later(-60 * 60_000);

  test('does not hold up what was owed at once', async () => {
    const [id = ''] = await owe(storage.db, [answer('b')], NINE);
    expect(await dueDeliveries(storage.db, hourEarlier, 10)).toEqual([id]);
    expect(await claimDelivery(storage.db, id, hourEarlier, LEASE)).not.toBeNull();
  });

  test('does not hold up what is tried again', async () => {
    const [id = ''] = await owe(storage.db, [answer('b')], NINE);
    await sendLater(storage.db, await claimed(id), later(5_000), 'ratelimited');
    expect(await dueDeliveries(storage.db, hourEarlier, 10)).toEqual([id]);
    expect(await claimDelivery(storage.db, id, hourEarlier, LEASE)).not.toBeNull();
  });

  test('does not hold up what a lost worker had in hand', async () => {
    const [id = ''] = await owe(storage.db, [answer('b')], NINE);
    await claimed(id);
    expect(await dueDeliveries(storage.db, hourEarlier, 10)).toEqual([id]);
    expect(await claimDelivery(storage.db, id, hourEarlier, LEASE)).toMatchObject({ maybePosted: true });
  });

  test('sends nothing before its time', async () => {
    await plan(reminder('2022-04-06'));
    expect(await dueDeliveries(storage.db, hourEarlier, 10)).toEqual([]);
  });
});

describe('the sweep', () => {
  test('finds what is due, longest owed first: waiting rows and leases that ran out', async () => {
    await plan(reminder('2022-04-06'));
    const [second = ''] = await owe(storage.db, [answer('b')], NOW);
    const { id: first } = (await rows()).find(({ kind }) => kind === 'reminder') ?? { id: '' };
    expect(await dueDeliveries(storage.db, NINE, 10)).toEqual([second, first]);
    expect(await dueDeliveries(storage.db, NINE, 1)).toEqual([second]);
    await claimDelivery(storage.db, first, NINE, LEASE);
    expect(await dueDeliveries(storage.db, NINE, 10)).toEqual([second]);
    expect(await dueDeliveries(storage.db, later(LEASE), 10)).toEqual([second, first]);
  });

  test('knows when the next row is due', async () => {
    expect(await nextDeliveryTime(storage.db)).toBeNull();
    const [id = ''] = await plan(reminder('2022-04-06'));
    expect(await nextDeliveryTime(storage.db)).toEqual(NINE);
    await claimDelivery(storage.db, id, NINE, LEASE);
    expect(await nextDeliveryTime(storage.db)).toEqual(later(LEASE));
    await markSent(storage.db, id, { channel: 'D1', ts: '1.1' }, NINE);
    expect(await nextDeliveryTime(storage.db)).toBeNull();
  });
});

describe('the record', () => {
  test('counts reminders sent and failed since an instant; answers are none', async () => {
    const [a = '', b = ''] = await plan(reminder('2022-04-06'), {
      ...reminder('2022-04-06'),
      key: 'digest/1',
    });
    const [c = ''] = await owe(storage.db, [answer('c')], NOW);
    await markSent(storage.db, a, { channel: 'D1', ts: '1.1' }, NINE);
    await failDelivery(storage.db, await claimed(b), 'user_not_found');
    expect(await countDeliveries(storage.db, officeId, NOW, later(1))).toEqual({
      sent: 1,
      failed: 1,
      oldestWaiting: NOW,
    });
    await markSent(storage.db, c, { channel: 'D1', ts: '1.2' }, NINE);
    expect(await countDeliveries(storage.db, officeId, NOW, later(1))).toEqual({
      sent: 1,
      failed: 1,
      oldestWaiting: null,
    });
    expect((await countDeliveries(storage.db, officeId, later(1), later(2))).sent).toBe(0);
  });

  test('forgets the words of old answers, never who was told what and when', async () => {
    await plan(reminder('2022-04-06'));
    const [old = ''] = await owe(storage.db, [answer('old')], NOW);
    await markSent(storage.db, old, { channel: 'D1', ts: '1.1' }, NINE);
    await owe(storage.db, [answer('waiting')], NOW);
    await forgetAnswers(storage.db, later(1));
    const [sent] = await storage.db.select().from(deliveries).where(eq(deliveries.id, old));
    expect(sent).toMatchObject({ state: 'sent', sentAt: NINE, message: null });
    expect((await rows()).filter(({ message }) => message !== null).map(({ key }) => key)).toEqual([
      'answer/waiting',
    ]);
    expect((await rows()).find(({ kind }) => kind === 'reminder')?.items).toHaveLength(1);
  });

  test('owes the same answer once', async () => {
    expect(await owe(storage.db, [answer('a')], NOW)).toHaveLength(1);
    expect(await owe(storage.db, [answer('a')], NOW)).toEqual([]);
  });
});

function answer(name: string) {
  return {
    officeId,
    key: `answer/${name}`,
    kind: 'answer' as const,
    memberId,
    channel: 'D1',
    threadTs: null,
    message: { text: name, blocks: [] },
  };
}
