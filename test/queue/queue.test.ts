import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PermanentError, UserError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import type { BackendSettings } from '../../src/queue/backend.ts';
import { defineJob, type Job } from '../../src/queue/job.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { createWorker, type JobFailure, type Worker, type WorkerSettings } from '../../src/queue/worker.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';

const log = createLog('silent');

/** What jobs of these tests do: tell that they ran, and behave as the test says. */
interface World {
  runs: string[];
  behave: Record<string, () => Promise<void> | void>;
}

const note = defineJob({
  name: 'note',
  payload: z.object({ text: z.string().max(20) }),
  attempts: 3,
  backoffMs: 10,
  run: async ({ text }, world: World) => {
    world.runs.push(text);
    await world.behave[text]?.();
  },
});

const backends: {
  name: string;
  open: () => Promise<{ settings: BackendSettings; close: () => Promise<void> }>;
}[] = [
  {
    name: 'PostgreSQL',
    open: async () => {
      const database: TestDatabase = await testDatabase();
      return { settings: { kind: 'postgres', url: database.url }, close: database.close };
    },
  },
];
if (redisIsHere()) {
  backends.push({
    name: 'Redis',
    open: async () => {
      const redis: TestRedis = await testRedis();
      return { settings: { kind: 'redis', url: redis.url }, close: redis.close };
    },
  });
}

describe.each(backends)('a queue on $name', ({ open }) => {
  let backend: BackendSettings;
  let closeBackend: () => Promise<void>;
  let name: string;
  let queue: Queue;
  let world: World;
  const workers: Worker[] = [];

  beforeAll(async () => {
    const opened = await open();
    backend = opened.settings;
    closeBackend = opened.close;
  });

  afterAll(() => closeBackend());

  beforeEach(async () => {
    name = `test-${randomBytes(4).toString('hex')}`;
    world = { runs: [], behave: {} };
    queue = await createQueue({ backend, name, log });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close(1_000)));
    await queue.close();
  });

  async function work(settings: Partial<WorkerSettings<World>> = {}): Promise<Worker> {
    const jobs: Job<unknown, World>[] = [note];
    const worker = await createWorker({
      backend,
      name,
      jobs,
      context: world,
      concurrency: { prompt: 4, bulk: 4 },
      log,
      ...settings,
    });
    workers.push(worker);
    return worker;
  }

  /** Resolves when the job of that text runs. */
  function ran(text: string): Promise<void> {
    return new Promise((resolve) => {
      world.behave[text] = resolve;
    });
  }

  test('what is added is run once, and the queue is empty afterwards', async () => {
    const worker = await work();
    await queue.add(note, { text: 'hello' });
    await worker.idle();
    expect(world.runs).toEqual(['hello']);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    expect(await queue.isIdle()).toBe(true);
  });

  test('what was added before the worker came is run too, a thousand at once', async () => {
    await queue.addMany(
      note,
      Array.from({ length: 1_500 }, (_, n) => ({ payload: { text: String(n) }, id: String(n) })),
    );
    expect(await queue.isIdle()).toBe(false);
    const worker = await work({ concurrency: { prompt: 50, bulk: 1 } });
    await worker.idle();
    expect(new Set(world.runs).size).toBe(1_500);
    expect(world.runs).toHaveLength(1_500);
  });

  test('a job with an id that waits is not added again, nor while it runs', async () => {
    const gate = gateway();
    world.behave.held = gate.pass;
    await queue.add(note, { text: 'held' }, { id: '7' });
    await queue.add(note, { text: 'held' }, { id: '7' });
    expect((await queue.counts()).waiting).toBe(1);
    const worker = await work();
    await gate.reached;
    await queue.addMany(note, [{ payload: { text: 'held' }, id: '7' }]);
    gate.open();
    await worker.idle();
    expect(world.runs).toEqual(['held']);
  });

  test('an id is free again when its job is done', async () => {
    const worker = await work();
    await queue.add(note, { text: 'again' }, { id: '7' });
    await worker.idle();
    await queue.add(note, { text: 'again' }, { id: '7' });
    await worker.idle();
    expect(world.runs).toEqual(['again', 'again']);
  });

  test('an id is free again when its job has failed', async () => {
    const worker = await work();
    world.behave.bad = () => {
      throw new PermanentError('no');
    };
    await queue.add(note, { text: 'bad' }, { id: '7' });
    await worker.idle();
    expect((await queue.counts()).failed).toBe(1);
    await queue.add(note, { text: 'good' }, { id: '7' });
    await worker.idle();
    expect(world.runs).toEqual(['bad', 'good']);
  });

  test.each(['12', 'office:7', '0', '提案 12号', 'a'.repeat(200)])('the id %j is accepted', async (id) => {
    await queue.add(note, { text: 'x' }, { id });
    await queue.add(note, { text: 'x' }, { id });
    expect((await queue.counts()).waiting).toBe(1);
  });

  test('an empty id is refused', async () => {
    await expect(queue.add(note, { text: 'x' }, { id: '' })).rejects.toThrow(/id of job note is empty/);
  });

  test('the same id of two jobs is two jobs', async () => {
    const other = defineJob({ ...note, name: 'other' });
    await queue.add(note, { text: 'one' }, { id: '7' });
    await queue.add(other, { text: 'two' }, { id: '7' });
    expect((await queue.counts()).waiting).toBe(2);
  });

  test('a delayed job waits for its time, and idle does not wait for it', async () => {
    const worker = await work();
    const ran = gateway();
    world.behave.soon = ran.pass;
    ran.open();
    await queue.addMany(note, [
      { payload: { text: 'later' }, delayMs: 3_600_000 },
      { payload: { text: 'soon' }, delayMs: 200 },
    ]);
    await worker.idle();
    expect((await queue.counts()).delayed).toBe(2);
    expect(world.runs).toEqual([]);
    await ran.reached;
    await worker.idle();
    expect(world.runs).toEqual(['soon']);
    expect((await queue.counts()).delayed).toBe(1);
  });

  test('a job that fails is tried again until it succeeds', async () => {
    const done = gateway();
    done.open();
    const failures: JobFailure[] = [];
    const worker = await work({ onFailed: (failure) => void failures.push(failure) });
    world.behave.shaky = async () => {
      if (world.runs.length < 3) throw new Error('not yet');
      await done.pass();
    };
    await queue.add(note, { text: 'shaky' });
    await done.reached;
    await worker.idle();
    expect(world.runs).toHaveLength(3);
    expect(failures).toEqual([]);
  });

  test('a job that always fails is given up after its attempts, and reported once', async () => {
    const reported = collector<JobFailure>();
    await work({ onFailed: reported.add });
    world.behave.hopeless = () => Promise.reject(new Error('never'));
    await queue.add(note, { text: 'hopeless' });
    const failure = await reported.first;
    expect(failure).toMatchObject({ name: 'note', payload: { text: 'hopeless' }, attempts: 3 });
    expect(failure.error.message).toBe('never');
    expect(world.runs).toHaveLength(3);
    expect(reported.all).toHaveLength(1);
  });

  test('a permanent failure is not tried again, and reported as it was thrown', async () => {
    const reported = collector<JobFailure>();
    const worker = await work({ onFailed: reported.add });
    const thrown = new PermanentError('channel_not_found');
    world.behave.gone = () => Promise.reject(thrown);
    await queue.add(note, { text: 'gone' });
    expect((await reported.first).error).toBe(thrown);
    await worker.idle();
    expect(world.runs).toEqual(['gone']);
  });

  test('a poison job does not stop those beside it', async () => {
    const worker = await work({ concurrency: { prompt: 1, bulk: 1 } });
    world.behave.poison = () => {
      throw 'not even an Error';
    };
    await queue.addMany(note, [
      { payload: { text: 'poison' } },
      ...['a', 'b', 'c'].map((text) => ({ payload: { text } })),
    ]);
    await worker.idle();
    expect(world.runs.filter((text) => text !== 'poison')).toEqual(['a', 'b', 'c']);
  });

  test('a job of another version, by its name or its payload, is left to the workers of that version', async () => {
    const wider = defineJob({ ...note, payload: z.object({ text: z.string() }) });
    const added = defineJob({ ...wider, name: 'added' });
    const reported = collector<JobFailure>();
    const before = await work({ concurrency: { prompt: 1, bulk: 1 }, onFailed: reported.add });
    const longer = 'x'.repeat(30);
    await queue.addMany(
      wider,
      ['a', longer, 'b'].map((text) => ({ payload: { text } })),
    );
    await queue.add(added, { text: 'new' });
    // The version before has had all of them, and put two back.
    await vi.waitFor(async () =>
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 2, failed: 0 }),
    );
    expect(world.runs.toSorted()).toEqual(['a', 'b']);

    const done = Promise.all([longer, 'new'].map(ran));
    await work({ jobs: [wider, added] });
    await before.close(1_000);
    await done;
    expect(world.runs.toSorted()).toEqual(['a', 'b', 'new', longer]);
    expect(reported.all).toEqual([]);
  });

  test('a job that no version takes is given up in the end', async () => {
    const reported = collector<JobFailure>();
    const worker = await work({ jobs: [], onFailed: reported.add, leaveMs: 0 });
    await queue.add(note, { text: 'lost' });
    expect((await reported.first).error.message).toMatch(/no job is called note/);
    await worker.idle();
    expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 0, failed: 1 });
  });

  test('a reporter that throws harms nothing', async () => {
    const worker = await work({ onFailed: () => Promise.reject(new Error('reporter')) });
    world.behave.gone = () => Promise.reject(new PermanentError('x'));
    await queue.add(note, { text: 'gone' });
    await worker.idle();
    await queue.add(note, { text: 'next' });
    await worker.idle();
    expect(world.runs).toEqual(['gone', 'next']);
  });

  test('NUL and half characters in a payload harm neither it nor its neighbours', async () => {
    const worker = await work();
    await queue.addMany(note, [
      { payload: { text: 'a\u0000b' } },
      { payload: { text: 'c\uD83D' } },
      { payload: { text: '办😀' } },
    ]);
    await worker.idle();
    expect(world.runs.toSorted()).toEqual(['ab', 'c\uFFFD', '办😀'].toSorted());
  });

  test('a payload that does not fit is refused, and the batch with it', async () => {
    const entries = [{ payload: { text: 'fits' } }, { payload: { text: 'x'.repeat(21) } }];
    await expect(queue.addMany(note, entries)).rejects.toThrow(z.ZodError);
    expect((await queue.counts()).waiting).toBe(0);
  });

  test('a payload that would not survive the journey is refused', async () => {
    const dated = defineJob({ name: 'dated', payload: z.object({ at: z.date() }), run: async () => {} });
    await expect(queue.add(dated, { at: new Date(0) })).rejects.toThrow(z.ZodError);
  });

  test('a stored payload that fits no version is given up in the end', async () => {
    const reported = collector<JobFailure>();
    const older = defineJob({ ...note, payload: z.object({ words: z.string() }), run: async () => {} });
    await work({ onFailed: reported.add, leaveMs: 0 });
    await queue.add(older, { words: 'old' });
    expect((await reported.first).error.message).toMatch(/payload of note does not fit/);
    expect(world.runs).toEqual([]);
  });

  test('closing lets the running job end and leaves the others', async () => {
    const gate = gateway();
    world.behave.running = gate.pass;
    const worker = await work({ concurrency: { prompt: 1, bulk: 1 } });
    await queue.addMany(note, [{ payload: { text: 'running' } }, { payload: { text: 'waiting' } }]);
    await gate.reached;
    const closed = worker.close(10_000);
    gate.open();
    await closed;
    await worker.close(10_000);
    expect(world.runs).toEqual(['running']);
    expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0 });
    await expect(worker.idle()).rejects.toThrow(/closed/);
  });

  test('the job of a worker that died runs again on another', async () => {
    const gate = gateway();
    world.behave.long = gate.pass;
    const dying = await work({ lockMs: 500 });
    await queue.add(note, { text: 'long' });
    await gate.reached;
    await dying.close(0);
    world.behave.long = () => {};
    const next = await work({ lockMs: 500 });
    await next.idle();
    gate.open();
    expect(world.runs).toEqual(['long', 'long']);
    expect((await queue.counts()).failed).toBe(0);
  });

  test('idle right after adding waits for the job, also for those that jobs add', async () => {
    const worker = await work();
    world.behave.parent = () => queue.add(note, { text: 'child' });
    for (let round = 0; round < 20; round += 1) {
      world.runs.length = 0;
      await queue.add(note, { text: 'parent' });
      await worker.idle();
      expect(world.runs).toEqual(['parent', 'child']);
    }
  });

  test('two workers share the jobs and run each once', async () => {
    const [one] = await Promise.all([work(), work()]);
    const texts = Array.from({ length: 200 }, (_, n) => String(n));
    await queue.addMany(
      note,
      texts.map((text) => ({ payload: { text } })),
    );
    await one.idle();
    expect(world.runs.toSorted()).toEqual(texts.toSorted());
  });

  test('it answers a ping', async () => {
    await expect(queue.ping()).resolves.toBeUndefined();
  });
});

describe('a PostgreSQL that is away', () => {
  test('for a moment is found again by both sides', async () => {
    const database = await testDatabase();
    const backend: BackendSettings = { kind: 'postgres', url: database.url };
    const world: World = { runs: [], behave: {} };
    const queue = await createQueue({ backend, name: 'q', log });
    const worker = await createWorker({
      backend,
      name: 'q',
      jobs: [note],
      context: world,
      concurrency: { prompt: 1, bulk: 1 },
      log,
    });
    await cutConnections(database.url);

    const ran = gateway();
    world.behave.kept = ran.pass;
    ran.open();
    await expect
      .poll(
        () =>
          queue.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 20_000 },
      )
      .toBe('up');
    await queue.add(note, { text: 'kept' });
    await ran.reached;
    await worker.close(5_000);
    await queue.close();
    await database.close();
  });

  test('is reported at start with its address and without the password', async () => {
    const settings: BackendSettings = { kind: 'postgres', url: 'postgres://someone:secret@127.0.0.1:1/none' };
    const error = await createQueue({ backend: settings, name: 'q', log }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('127.0.0.1:1');
    expect(String(error)).not.toContain('secret');
  });
});

describe.runIf(backends.length > 1)('a Redis that goes away', () => {
  let redis: TestRedis;

  beforeEach(async () => {
    redis = await testRedis();
  });

  afterEach(() => redis.close());

  test('makes adding fail with a clear error, and comes back by itself for both sides', async () => {
    const backend: BackendSettings = { kind: 'redis', url: redis.url };
    const world: World = { runs: [], behave: {} };
    const queue = await createQueue({ backend, name: 'q', log });
    const worker = await createWorker({
      backend,
      name: 'q',
      jobs: [note],
      context: world,
      concurrency: { prompt: 1, bulk: 1 },
      log,
    });
    await redis.kill();
    await expect(queue.add(note, { text: 'lost' })).rejects.toThrow(/the queue cannot be reached/);
    await expect(queue.ping()).rejects.toThrow(/the queue cannot be reached/);

    await redis.start();
    const ran = gateway();
    world.behave.kept = ran.pass;
    ran.open();
    await expect
      .poll(
        () =>
          queue.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 20_000 },
      )
      .toBe('up');
    await queue.add(note, { text: 'kept' });
    await ran.reached;
    expect(world.runs).toEqual(['kept']);
    await worker.close(5_000);
    await queue.close();
  });

  test('does not keep the process from stopping', async () => {
    const backend: BackendSettings = { kind: 'redis', url: redis.url };
    const queue = await createQueue({ backend, name: 'q', log });
    const worker = await createWorker({
      backend,
      name: 'q',
      jobs: [note],
      context: { runs: [], behave: {} },
      concurrency: { prompt: 1, bulk: 1 },
      log,
    });
    await redis.kill();
    await worker.close(500);
    await queue.close();
  });

  test('is waited for at start', async () => {
    await redis.kill();
    const opening = createQueue({ backend: { kind: 'redis', url: redis.url }, name: 'q', log });
    await redis.start();
    const queue = await opening;
    await queue.ping();
    await queue.close();
  });

  test('is reported when it does not come', async () => {
    await redis.kill();
    const backend: BackendSettings = { kind: 'redis', url: redis.url, patienceMs: 300 };
    const error = await createQueue({ backend, name: 'q', log }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/连不上 Redis（127\.0\.0\.1:\d+：.*ECONNREFUSED/);
  });

  test('is reported at once when it refuses the password', async () => {
    const guarded = await testRedis(['--requirepass', 'right']);
    const url = guarded.url.replace('redis://', 'redis://:wrong@');
    const error = await createQueue({ backend: { kind: 'redis', url }, name: 'q', log }).catch(
      (reason: unknown) => reason,
    );
    await guarded.close();
    expect(String(error)).toMatch(/WRONGPASS/);
    expect(String(error)).not.toContain(':wrong');
  });

  test('and that may throw jobs away is warned of', async () => {
    const forgetful = await testRedis(['--maxmemory-policy', 'allkeys-lru']);
    const warnings: unknown[] = [];
    const listening = createLog('silent');
    const child = Object.assign(createLog('silent'), {
      warn: (fields: unknown) => void warnings.push(fields),
    });
    const queue = await createQueue({
      backend: { kind: 'redis', url: forgetful.url },
      name: 'q',
      log: Object.assign(listening, { child: () => child }),
    });
    await queue.close();
    await forgetful.close();
    expect(warnings).toContainEqual({ policy: 'allkeys-lru' });
  });
});

describe('a job', () => {
  test.each(['', 'Deliver', 'a:b', '7', 'two words'])('cannot be called %j', (bad) => {
    expect(() => defineJob({ ...note, name: bad })).toThrow(/not a job name/);
  });
});

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

/** A place in a job at which the test learns that it is there, and lets it go on. */
function gateway(): { pass: () => Promise<void>; reached: Promise<void>; open: () => void } {
  let arrive = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    reached,
    open: () => open(),
    pass: () => {
      arrive();
      return opened;
    },
  };
}

function collector<Item>(): { add: (item: Item) => void; all: Item[]; first: Promise<Item> } {
  const all: Item[] = [];
  let tell: (item: Item) => void = () => {};
  const first = new Promise<Item>((resolve) => {
    tell = resolve;
  });
  return {
    all,
    first,
    add: (item) => {
      all.push(item);
      tell(item);
    },
  };
}
