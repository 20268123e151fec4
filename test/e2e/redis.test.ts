import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deliveries } from '../../src/store/schema.ts';
import { loseQueue } from '../support/empty-queue.ts';
import { plannedRows, postedTimes, reminders } from '../support/ledger.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

describe.runIf(redisIsHere())('with the queue on Redis', () => {
  let redis: TestRedis;
  let world: World;
  const as = (id: string) => world.sandbox.as(id);

  beforeAll(async () => {
    redis = await testRedis();
    world = await openWorld({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await world.close();
    await redis.close();
  });

  test('reminders go out once, though two processes tick and Redis has been emptied', async () => {
    await world.goTo('2022-04-06T08:45');
    await loseQueue(world.queue);
    const second = await world.startAnother({ role: 'worker' });
    world.sleepUntil('2022-04-06T09:00');
    await Promise.all([world.app.turn(), second.turn()]);
    await Promise.all([world.app.turn(), second.turn()]);
    await second.stop();
    const rows = await plannedRows(world);
    const times = await postedTimes(world);
    expect(rows.length).toBeGreaterThan(35);
    expect(rows.map((row) => [row.state, times.get(row.id)])).toEqual(rows.map(() => ['sent', 1]));
  });

  test('what people say is answered', async () => {
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('已登记签收：第12号');
  });

  test('what is said while Redis is down is saved, and answered when it is back', async () => {
    const edu = as('U01EDU');
    const heard = edu.inbox().length;
    await redis.kill();
    const { answer } = await edu.command('/duban', '签收 11');
    expect(answer?.shown).toContain('已登记签收：第11号');
    edu.say('dm', '10号已签收');
    await world.sandbox.until('the message to be saved', async () => {
      const owed = await world.storage.db.select().from(deliveries).where(eq(deliveries.state, 'pending'));
      return owed.some(({ message }) => message?.text.includes('已登记签收：第10号'));
    });
    expect(
      edu
        .inbox()
        .slice(heard)
        .every(({ onlyForYou }) => onlyForYou),
    ).toBe(true);
    await redis.start();
    await vi.waitFor(() => world.app.context.queue.ping(), { timeout: 10_000, interval: 100 });
    await world.app.turn();
    const late = edu.inbox().slice(heard);
    expect(late.filter(({ onlyForYou }) => !onlyForYou).map(({ shown }) => shown)).toEqual([
      expect.stringContaining('已登记签收：第10号'),
    ]);
  });

  test('the days go on', async () => {
    await world.goTo('2022-04-11T09:00');
    expect(timesOf(reminders(as('U01CZJ')))).toEqual([
      '2022-04-06 09:00',
      '2022-04-08 09:00',
      '2022-04-11 09:00',
    ]);
    expect(world.sandbox.troubles()).toEqual([]);
  });
});
