import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliver } from '../../jobs/deliver.ts';
import { holdOn, TakenOver } from '../../jobs/hold-on.ts';
import { ChatFailure, type Slack } from '../../src/chat/slack.ts';
import type { Context } from '../../src/context.ts';
import { claimDelivery, type Delivery } from '../../src/store/deliveries.ts';
import { setNextPlan } from '../../src/store/offices.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { gate } from '../chat/heard.ts';
import { postedTimes, reminders, rowsFor } from '../support/ledger.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
const edu = () => world.sandbox.as('U01EDU');
/** The row planned for 区教育局's liaison this morning, as it is now. */
const row = async (): Promise<Delivery> => {
  const [found] = await rowsFor(world, 'U01EDU');
  if (!found) throw new Error('nothing was planned for 区教育局');
  return found;
};
const send = async (context: Context) => deliver.run({ deliveryId: (await row()).id }, context);

/** The bot's context with a chat that behaves otherwise. */
const withSlack = (changed: Partial<Slack>): Context => {
  const { context } = world.app;
  return { ...context, slack: { ...context.slack, ...changed } };
};
const failure = (kind: ChatFailure['kind'], code: string) =>
  new ChatFailure(kind, code, {
    method: 'chat.postMessage',
    ...(kind === 'rate-limited' && { retryAfterMs: 90_000 }),
  });
/** Posts, and then loses the answer: the chat has the message, the bot does not know. */
const postsAndHangsUp = (): Partial<Slack> => ({
  async post(post) {
    await world.app.context.slack.post(post);
    throw failure('ambiguous', 'timeout');
  },
});
const neverPosts = (kind: ChatFailure['kind'], code: string): Partial<Slack> => ({
  post: () => Promise.reject(failure(kind, code)),
});
/** A worker that dies between Slack's answer and its own note of it: the message is there, the row says 'sending'. */
async function dieAfterPosting(): Promise<void> {
  const { db, slack, clock } = world.app.context;
  const claimed = await claimDelivery(db, (await row()).id, clock.now(), 60_000);
  if (!claimed) throw new Error('the row was not there to be claimed');
  await slack.post({
    channel: 'U01EDU',
    message: { text: '【提醒】区教育局', blocks: [] },
    deliveryId: claimed.delivery.id,
  });
}

beforeEach(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T08:45');
  await world.stopBot();
  world.sleepUntil('2022-04-06T09:00');
  await world.startBot();
});
afterEach(() => world.close());

describe('a worker that died', () => {
  test('after Slack had the message: it is found by its delivery id, and not posted again', async () => {
    await dieAfterPosting();
    await world.goTo('2022-04-06T09:00');
    expect((await row()).state).toBe('sending');
    await world.goTo('2022-04-06T09:02');
    const { id, state, ts, sentChannel } = await row();
    expect(edu().inbox()).toHaveLength(1);
    expect((await postedTimes(world)).get(id)).toBe(1);
    expect({ state, ts, sentChannel }).toEqual({
      state: 'sent',
      ts: edu().inbox()[0]?.ts,
      sentChannel: edu().inbox()[0]?.channel,
    });
  });

  test('before Slack had it: it is sent when the lease has run out, and not before', async () => {
    const { db, clock } = world.app.context;
    await claimDelivery(db, (await row()).id, clock.now(), 60_000);
    await world.app.turn();
    expect(edu().inbox()).toEqual([]);
    await world.goTo('2022-04-06T09:02');
    expect(reminders(edu())).toHaveLength(1);
  });

  test('in the last minute of the window: the message is recognised, not said again the next morning', async () => {
    world.sleepUntil('2022-04-06T17:29');
    await dieAfterPosting();
    await world.goTo('2022-04-07T12:00');
    expect((await row()).state).toBe('sent');
    expect(timesOf(edu().inbox())).toEqual(['2022-04-06 17:29']);
  });

  test('as it withdraws a message: whoever is to hear instead hears it the same morning', async () => {
    const { db } = world.storage;
    const { id: deliveryId } = await row();
    await db.update(members).set({ active: false }).where(eq(members.slackId, 'U01EDU'));
    await db.execute(
      sql`create function dies() returns trigger language plpgsql as $$ begin raise 'dies here'; end $$`,
    );
    await db.execute(
      sql`create trigger dies before update of next_plan_at on offices for each row execute function dies()`,
    );
    await deliver.run({ deliveryId }, world.app.context);
    await db.execute(sql`drop trigger dies on offices`);
    await world.goTo('2022-04-06T09:05');
    expect(reminders(world.sandbox.as('U02EDU'))).toHaveLength(1);
    expect(edu().inbox()).toEqual([]);
  });

  test('keeps no other from its work: a second claim gets nothing while the lease runs', async () => {
    const { db, clock } = world.app.context;
    const { id } = await row();
    expect(await claimDelivery(db, id, clock.now(), 60_000)).not.toBeNull();
    expect(await claimDelivery(db, id, clock.now(), 60_000)).toBeNull();
  });
});

/** The bot's context as a process has it whose clock is wrong by so much. */
const offBy = (ms: number, changed: Partial<Slack> = {}): Context => ({
  ...withSlack(changed),
  clock: { now: () => new Date(world.sandbox.clock.now().getTime() + ms) },
});
const HOUR = 3_600_000;

describe('a worker whose clock is an hour behind', () => {
  test('with its post on the way when the others come: they wait for it, and find it', async () => {
    // It may send at all: the row was due before its nine o'clock.
    await world.storage.db.update(deliveries).set({ sendAfter: shanghai('2022-04-06T09:00') });
    world.sleepUntil('2022-04-06T10:30');
    const sending = gate();
    const asked = gate();
    const slow: Partial<Slack> = {
      async post(post) {
        asked.open();
        await sending.opened;
        return world.app.context.slack.post(post);
      },
    };
    const late = send(offBy(-HOUR, slow));
    await asked.opened;
    await send(world.app.context);
    expect(edu().inbox()).toEqual([]);
    sending.open();
    await late;
    await world.goTo('2022-04-06T10:35');
    expect(reminders(edu())).toHaveLength(1);
    expect((await postedTimes(world)).get((await row()).id)).toBe(1);
  });

  test('that comes to post only after they took its row posts nothing', async () => {
    world.sleepUntil('2022-04-06T10:30');
    const slow = offBy(-HOUR);
    const claimed = await claimDelivery(slow.db, (await row()).id, slow.clock.now(), 60_000);
    await send(world.app.context);
    expect(reminders(edu())).toHaveLength(1);
    await expect(holdOn(slow, claimed!.delivery, { channel: 'U01EDU' })).rejects.toThrow(TakenOver);
  });
});

describe('a row that was in hand whenever a process was killed', () => {
  const killed = async (times: number) => {
    for (let kill = 0; kill < times; kill += 1) {
      await claimDelivery(world.storage.db, (await row()).id, world.sandbox.clock.now(), 60_000);
      world.sandbox.clock.set(new Date(world.sandbox.clock.now().getTime() + 61_000));
    }
  };

  test('fifty times within an hour goes out all the same', async () => {
    await killed(50);
    await world.goTo('2022-04-06T10:00');
    expect(reminders(edu())).toHaveLength(1);
  });

  test('all morning long is given up at last, and the desk sees it', async () => {
    await killed(180);
    await world.goTo('2022-04-06T12:10');
    expect(await row()).toMatchObject({ state: 'failed', reason: 'handling_failed' });
    expect(edu().inbox()).toEqual([]);
  });
});

describe('a chat that is in trouble', () => {
  test('with an answer that got lost: the message is looked up before anything is posted again', async () => {
    await send(withSlack(postsAndHangsUp()));
    expect((await row()).state).toBe('sending');
    await world.goTo('2022-04-06T09:01');
    expect((await row()).state).toBe('sent');
    expect(edu().inbox()).toHaveLength(1);
  });

  test('first in posting and then in the look-up: planning anew in between does not forget that it may be there', async () => {
    await send(withSlack(postsAndHangsUp()));
    world.sleepUntil('2022-04-06T09:01');
    await send(withSlack({ findPosted: () => Promise.reject(failure('rate-limited', 'ratelimited')) }));
    await setNextPlan(world.storage.db, (await row()).officeId, null);
    await world.app.turn();
    await world.goTo('2022-04-06T09:10');
    expect((await row()).state).toBe('sent');
    expect(edu().inbox()).toHaveLength(1);
  });

  test('that says “too many” is asked again after the time it names', async () => {
    await send(withSlack(neverPosts('rate-limited', 'ratelimited')));
    expect(await row()).toMatchObject({ state: 'pending', reason: 'ratelimited', attempts: 1 });
    await world.app.turn();
    expect(edu().inbox()).toEqual([]);
    await world.goTo('2022-04-06T09:02');
    expect(timesOf(edu().inbox())).toEqual(['2022-04-06 09:02']);
  });

  test('that cannot be reached is tried again within minutes, with longer and longer pauses', async () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await send(withSlack(neverPosts('transient', 'econnrefused')));
      const { sendAfter } = await row();
      waits.push(sendAfter.getTime() - world.sandbox.clock.now().getTime());
      world.sandbox.clock.set(sendAfter);
    }
    expect(waits).toEqual([5_000, 15_000, 60_000, 300_000, 300_000]);
    await world.goTo('2022-04-06T09:30');
    expect(reminders(edu())).toHaveLength(1);
  });

  test('that refuses for good is not asked again, and the desk sees whom it did not reach and why', async () => {
    await send(withSlack(neverPosts('permanent', 'user_disabled')));
    expect(await row()).toMatchObject({ state: 'failed', reason: 'user_disabled' });
    await world.goTo('2022-04-06T12:00');
    expect(edu().inbox()).toEqual([]);
    const { answer } = await world.sandbox.as('U01DESK').command('/duban', '预览');
    expect(answer?.shown).toContain('发送失败　区教育局联络员：对方账号已停用');
  });

  test('that refuses in words nobody knows is believed the fourth time', async () => {
    const odd = withSlack(neverPosts('permanent', 'something_new'));
    for (let attempt = 1; attempt < 4; attempt += 1) {
      await send(odd);
      const { state, leaseUntil } = await row();
      expect([attempt, state]).toEqual([attempt, 'sending']);
      world.sandbox.clock.set(leaseUntil ?? new Date(0));
    }
    await send(odd);
    expect(await row()).toMatchObject({ state: 'failed', reason: 'something_new' });
  });

  test('that refuses in words nobody knows for a moment only: the message goes out, once', async () => {
    await send(withSlack(neverPosts('permanent', 'something_new')));
    await world.goTo('2022-04-06T09:02');
    expect(reminders(edu())).toHaveLength(1);
    expect((await row()).state).toBe('sent');
  });
});

describe('a person known by e-mail only', () => {
  const byEmail = () => eq(members.email, '01swj@example.com');
  const swj = async () => {
    const [person] = await world.storage.db.select().from(members).where(byEmail());
    if (!person) throw new Error('the sample office has lost its 区水务局联络员');
    return person;
  };
  const owed = async () => {
    const [found] = await world.storage.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.memberId, (await swj()).id));
    if (!found) throw new Error('nothing was planned for 区水务局');
    return found;
  };

  beforeEach(async () => {
    await world.storage.db.update(members).set({ slackId: null }).where(byEmail());
  });

  test('is looked up, bound and written to', async () => {
    await world.goTo('2022-04-06T09:00');
    const { slackId } = await swj();
    expect(reminders(world.sandbox.as(slackId ?? 'nobody'))).toHaveLength(1);
  });

  test('is tried again when the look-up could not be made, and given up when there is no such account', async () => {
    const busy = () => Promise.reject(failure('rate-limited', 'ratelimited'));
    await deliver.run({ deliveryId: (await owed()).id }, withSlack({ userByEmail: busy }));
    expect(await owed()).toMatchObject({ state: 'pending', reason: 'ratelimited' });
    world.sleepUntil('2022-04-06T09:05');
    await deliver.run({ deliveryId: (await owed()).id }, withSlack({ userByEmail: async () => null }));
    expect(await owed()).toMatchObject({ state: 'failed', reason: 'user_not_found' });
  });
});
