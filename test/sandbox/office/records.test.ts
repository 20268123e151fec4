import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveriesView, QueueView } from '../../../src/sandbox/page-server/contract.ts';
import { plannedRows } from '../../support/ledger.ts';
import { tell } from '../../support/story.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  world.sandbox.faults.add({ kind: 'refuse', error: 'user_disabled', channel: 'U01WJJ' });
  await world.goTo('2022-04-06T09:00');
});
afterAll(() => world.close());

async function look<View>(name: string, query: Record<string, string> = {}): Promise<View> {
  const response = await fetch(`${world.sandbox.url}/page/${name}?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return (await response.json()) as View;
}
const deliveries = (query: Record<string, string> = {}) => look<DeliveriesView>('deliveries', query);

test('the ledger is counted by state, and its rows say to whom, when and with what outcome', async () => {
  const planned = await plannedRows(world);
  const { counts, rows, total } = await deliveries();
  expect(total).toBe(planned.length);
  expect(counts).toEqual({ sent: planned.length - 1, failed: 1 });
  expect(rows).toContainEqual({
    id: expect.any(String),
    kind: 'reminder',
    to: '区教育局联络员',
    state: 'sent',
    dueAt: '2022-04-06T01:00:00.000Z',
    sentAt: '2022-04-06T01:00:00.000Z',
    attempts: 1,
    error: null,
  });
});

test('one state alone is listed and counted in full', async () => {
  const { counts, rows, total } = await deliveries({ state: 'failed' });
  expect(rows).toMatchObject([{ to: '区卫生健康局联络员', error: 'user_disabled', sentAt: null }]);
  expect([total, counts.failed]).toEqual([1, 1]);
  expect(await deliveries({ state: 'held' })).toMatchObject({ rows: [], total: 0 });
});

test('the newest rows come first, fifty a page', async () => {
  await tell(world.sandbox, world.sandbox.as('U01EDU'), '帮助');
  const first = await deliveries();
  expect(first.rows[0]).toMatchObject({ kind: 'answer', to: '区教育局联络员' });
  await world.goTo('2022-04-13T18:00');
  const all = [];
  const { total } = await deliveries();
  for (let offset = 0; offset < total; offset += 50)
    all.push(...(await deliveries({ offset: `${offset}` })).rows);
  expect(total).toBeGreaterThan(100);
  expect([all.length, new Set(all.map((row) => row.id)).size]).toEqual([total, total]);
  expect(all.filter((row) => row.kind === 'group').map((row) => row.to)).toContain('工作群');
});

test('the queue is counted while the bot runs', async () => {
  expect(await look<QueueView>('queue')).toEqual({
    backend: 'PostgreSQL',
    counts: { waiting: 0, active: 0, delayed: 0, failed: 0 },
  });
  await world.stopBot();
  expect(await look<QueueView>('queue')).toEqual({ backend: '', counts: {} });
  await world.startBot();
});
