import { and, eq, like, not } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver } from '../../jobs/deliver.ts';
import { createPlaces } from '../../src/chat/places.ts';
import type { Context } from '../../src/context.ts';
import { type Delivery, dueDeliveries, nextDeliveryTime, owe } from '../../src/store/deliveries.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { memberOf } from '../support/ledger.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';
import { ChatOfARun, type Ending, type Fate } from './chat-of-a-run.ts';

const RUNS = 80;
const SEED = 20_220_406;
const ENDINGS: readonly Ending[] = [
  'done',
  'answer-lost',
  'call-lost',
  'too-many',
  'refused',
  'dies-before',
  'dies-after',
];

/** One thing that happens. A row is named by the order in which it came to be owed. */
type Step =
  | { kind: 'owe' }
  /** A tick hands everything that is due to workers; the first call of each ends so. */
  | { kind: 'tick'; fates: Fate[] }
  /** A worker takes up a row, due or not: the queue may deliver a job late, or twice. */
  | { kind: 'send'; row: number; fate: Fate }
  | { kind: 'end-a-call' }
  /** Whom the debts are for serves no longer, and who stands in hears of them; or serves again. */
  | { kind: 'replace' }
  /** The debt is withdrawn. */
  | { kind: 'cancel'; row: number }
  | { kind: 'pass'; seconds: number };

const WELL: Fate = { ending: 'done', late: false };

const fate = fc.record({ ending: fc.constantFrom(...ENDINGS), late: fc.boolean() });
const row = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'owe' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tick' as const), fates: fc.array(fate, { maxLength: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), row, fate }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'end-a-call' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'replace' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), row }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 8, 31, 61, 301) }),
  },
);

/** A worker stands still between its look-up and its post until another has taken over and posted. */
const stoodStill: Step[] = [
  { kind: 'send', row: 0, fate: { ending: 'dies-before', late: false } },
  { kind: 'pass', seconds: 61 },
  { kind: 'send', row: 0, fate: { ending: 'done', late: true } },
  { kind: 'pass', seconds: 61 },
  { kind: 'send', row: 0, fate: WELL },
  { kind: 'end-a-call' },
];

let world: World;
let liaison: string;

beforeAll(async () => {
  world = await openWorld();
  await world.stopBot();
  liaison = (await memberOf(world, 'U01EDU')).id;
});
afterAll(() => world.close());

/** One run: the real job over the real database, a chat that is a list, and a model that knows nothing of leases. */
class Run {
  readonly #chat = new ChatOfARun();
  /** How many debts there are; the rows of each follow one another as it is passed on. */
  #debts = 0;
  /** What the model knows: a debt that was withdrawn or refused need not be posted, every other once, and none twice. */
  readonly #excused = new Set<number>();
  readonly #officeId: string;
  #now = shanghai('2022-04-06T10:00');

  constructor(officeId: string) {
    this.#officeId = officeId;
  }

  async take(one: Step): Promise<void> {
    switch (one.kind) {
      case 'owe':
        return this.#owe();
      case 'tick':
        await Promise.all((await this.#due()).map((id, index) => this.#send(id, one.fates[index] ?? WELL)));
        return;
      case 'send':
        return this.#send(await this.#rowOf(one.row), one.fate);
      case 'end-a-call':
        return this.#chat.endOldest();
      case 'replace':
        await world.storage.db
          .update(members)
          .set({ active: not(members.active) })
          .where(eq(members.id, liaison));
        return;
      case 'cancel':
        return this.#cancel(one.row);
      case 'pass':
        if (one.seconds > 10) await this.#chat.endPosts();
        this.#now = new Date(this.#now.getTime() + one.seconds * 1_000);
    }
  }

  /** From now on all is well: whatever is owed goes out, however late. */
  async heal(): Promise<void> {
    await this.#chat.endAll();
    for (;;) {
      const next = await nextDeliveryTime(world.storage.db);
      if (next === null) return;
      if (next > this.#now) this.#now = next;
      for (const id of await this.#due()) await this.#send(id, WELL);
    }
  }

  async check(): Promise<void> {
    for (let debt = 0; debt < this.#debts; debt += 1) {
      const rows = await this.#rowsOf(debt);
      const times = rows.map(({ id }) => this.#chat.timesPosted(id));
      for (const once of times) expect(once).toBeLessThanOrEqual(1);
      // Who passed it on has done with it, and the last of them is who said it.
      const sent = rows.filter(({ state }) => state === 'sent');
      expect(rows.filter(({ reason }) => reason === 'rerouted')).toHaveLength(rows.length - 1);
      if (sent.length > 0 || !this.#excused.has(debt))
        expect({ sent: sent.length, posted: times.reduce((sum, once) => sum + once, 0) }).toEqual({
          sent: 1,
          posted: 1,
        });
    }
  }

  async #owe(): Promise<void> {
    if (this.#debts === 3) return;
    const debt = {
      officeId: this.#officeId,
      key: `notice/${this.#debts}/${liaison}`,
      kind: 'notice' as const,
      memberId: liaison,
      channel: null,
      threadTs: null,
      message: { text: '一件事', blocks: [] },
    };
    await owe(world.storage.db, [debt], this.#now);
    this.#debts += 1;
  }

  /** The rows of a debt, in the order in which it was passed on. */
  #rowsOf(debt: number): Promise<Delivery[]> {
    return world.storage.db
      .select()
      .from(deliveries)
      .where(like(deliveries.key, `notice/${debt}/%`))
      .orderBy(deliveries.createdAt);
  }

  async #rowOf(debt: number): Promise<string | undefined> {
    return (await this.#rowsOf(debt)).at(-1)?.id;
  }

  async #cancel(debt: number): Promise<void> {
    const id = await this.#rowOf(debt);
    if (id === undefined) return;
    const rows = await world.storage.db
      .update(deliveries)
      .set({ state: 'cancelled', reason: 'desk' })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, 'pending')))
      .returning();
    if (rows.length > 0) this.#excused.add(debt);
  }

  #due(): Promise<string[]> {
    return dueDeliveries(world.storage.db, this.#now, 10);
  }

  async #debtOf(id: string): Promise<number> {
    const [row] = await world.storage.db.select().from(deliveries).where(eq(deliveries.id, id));
    return Number(row?.key.split('/')[1]);
  }

  /** Resolves when the worker has done its part, waits for the chat, or is dead. */
  async #send(id: string | undefined, fate: Fate): Promise<void> {
    if (id === undefined) return;
    if (fate.ending === 'refused') this.#excused.add(await this.#debtOf(id));
    const { slack, rests, ends } = this.#chat.forWorker(fate);
    const { context } = world.app;
    const mine: Context = {
      ...context,
      clock: { now: () => this.#now },
      // Those of the bot are closed with it.
      places: createPlaces(),
      slack: { ...context.slack, ...slack },
      queue: { ...context.queue, add: async () => {}, addMany: async () => {} },
    };
    void deliver.run({ deliveryId: id }, mine).then(ends);
    await rests;
  }
}

test('whatever happens in whatever order, each debt is posted once: the model agrees', async () => {
  const officeId = (await ensureOffice(world.storage.db)).id;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      await world.storage.db.delete(deliveries);
      await world.storage.db.update(members).set({ active: true }).where(eq(members.id, liaison));
      const run = new Run(officeId);
      for (const one of [{ kind: 'owe' } as const, ...steps]) await run.take(one);
      await run.heal();
      await run.check();
    }),
    { numRuns: RUNS, seed: SEED, examples: [[stoodStill]] },
  );
});
