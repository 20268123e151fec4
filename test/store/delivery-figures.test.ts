import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { type DeliveryFigures, deliveryFigures } from '../../src/store/delivery-figures.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { type DeliveryState, deliveries } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { shanghai } from '../support/world.ts';

let database: TestDatabase;
let storage: Storage;
let officeId: string;
let rows = 0;

const at = (time: string) => shanghai(`2022-04-06T${time}`);
const NOW = at('10:00');
const NONE: DeliveryFigures['byState'] = {
  pending: 0,
  sending: 0,
  sent: 0,
  held: 0,
  cancelled: 0,
  failed: 0,
};

beforeAll(async () => {
  database = await testDatabase();
  storage = await openStorage(
    { database: { kind: 'url', url: database.url }, dataDir: '/nowhere' },
    createLog('silent'),
    { exclusive: true },
  );
  officeId = (await ensureOffice(storage.db)).id;
});
afterAll(async () => {
  await storage.close();
  await database.close();
});
beforeEach(async () => {
  await storage.db.delete(deliveries);
});

async function add(
  state: DeliveryState,
  sendAfter: string,
  { firstAttempt = null, reason = null }: { firstAttempt?: string | null; reason?: string | null } = {},
): Promise<void> {
  rows += 1;
  await storage.db.insert(deliveries).values({
    officeId,
    key: `row/${rows}`,
    kind: 'reminder',
    state,
    sendAfter: at(sendAfter),
    createdAt: at('08:40'),
    firstAttemptAt: firstAttempt === null ? null : at(firstAttempt),
    reason,
  });
}

const figures = () => deliveryFigures(storage.db, NOW);

test('an empty ledger has none of anything', async () => {
  expect(await figures()).toEqual({ byState: NONE, owedSince: null });
});

test('every state is counted, and what is over or held is not owed', async () => {
  for (const state of ['sent', 'sent', 'held', 'cancelled', 'failed'] as const) await add(state, '09:00');
  await add('failed', '08:00', { firstAttempt: '08:00', reason: 'user_disabled' });
  await add('pending', '14:30');
  expect(await figures()).toEqual({
    byState: { ...NONE, sent: 2, held: 1, cancelled: 1, failed: 2, pending: 1 },
    owedSince: null,
  });
});

test('what waits or is being sent is owed since its sending time', async () => {
  await add('pending', '10:00');
  expect((await figures()).owedSince).toEqual(at('10:00'));
  await add('sending', '09:30', { firstAttempt: '09:40' });
  expect((await figures()).owedSince).toEqual(at('09:30'));
});

test('what failed and is tried again later is owed since its first attempt', async () => {
  await add('pending', '10:04', { firstAttempt: '09:00', reason: 'ratelimited' });
  expect((await figures()).owedSince).toEqual(at('09:00'));
});

test('what waits for the next window, without a failure, is not owed before', async () => {
  await add('pending', '14:30', { firstAttempt: '09:59' });
  expect((await figures()).owedSince).toBeNull();
});
