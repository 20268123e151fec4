import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Cron, type CronEntry, createCron } from '../../src/queue/cron.ts';

const log = createLog('silent');
const noon = new Date('2022-04-06T04:00:00Z');
const EVERY_SECOND = '* * * * * *';
const EVERY_MINUTE = { expression: '* * * * *' };

let cron: Cron | null = null;

afterEach(async () => {
  vi.useRealTimers();
  await cron?.stop();
});

function started(run: CronEntry['run'], more: Partial<CronEntry> = {}): Cron {
  const entries = [{ name: 'tick', expression: EVERY_SECOND, zone: 'Asia/Shanghai', run, ...more }];
  cron = createCron(entries, { clock: { now: () => noon }, log });
  cron.start();
  return cron;
}

test('a run is told the time of the clock, not of the machine', async () => {
  const at = await new Promise<Date>((resolve) => {
    started(async (now) => resolve(now));
  });
  expect(at).toEqual(noon);
});

test('a run that fails does not stop the next', async () => {
  let runs = 0;
  await new Promise<void>((resolve) => {
    started(async () => {
      runs += 1;
      if (runs === 2) resolve();
      throw new Error('this run failed');
    });
  });
  expect(runs).toBe(2);
});

test('a run never overlaps with itself, and stopping waits for it', async () => {
  const turns = counter();
  const atWork = counter();
  let finish = () => {};
  let finished = false;
  started(async () => {
    atWork.add();
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    finished = true;
  });
  const witness = createCron(
    [{ name: 'witness', expression: EVERY_SECOND, zone: 'UTC', run: async () => turns.add() }],
    {
      clock: { now: () => noon },
      log,
    },
  );
  witness.start();
  await turns.reaches(3);
  await witness.stop();
  expect(atWork.count()).toBe(1);

  let stopped = false;
  const stopping = cron?.stop().then(() => {
    stopped = true;
  });
  await Promise.resolve();
  expect(stopped).toBe(false);
  finish();
  await stopping;
  expect(finished).toBe(true);
});

test('goes on when the clock of the machine is set back by an hour', async () => {
  vi.useFakeTimers();
  vi.setSystemTime('2022-04-06T09:04:30+08:00');
  const runs = counter();
  started(async () => runs.add(), EVERY_MINUTE);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs.count()).toBe(1);
  vi.setSystemTime('2022-04-06T08:05:30+08:00');
  await vi.advanceTimersByTimeAsync(180_000);
  expect(runs.count()).toBe(4);
});

test('a turn that a busy process comes to late is taken late', async () => {
  vi.useFakeTimers();
  vi.setSystemTime('2022-04-06T09:04:30+08:00');
  const runs = counter();
  started(async () => runs.add(), EVERY_MINUTE);
  vi.setSystemTime('2022-04-06T09:05:05+08:00');
  await vi.advanceTimersByTimeAsync(31_000);
  expect(runs.count()).toBe(1);
});

test('nothing runs after it was stopped', async () => {
  const runs = counter();
  const stopped = started(async () => runs.add());
  await runs.reaches(1);
  await stopped.stop();
  const before = runs.count();
  const witness = counter();
  started(async () => witness.add());
  await witness.reaches(2);
  expect(runs.count()).toBe(before);
});

test.each([
  ['61 * * * *', 'Asia/Shanghai', /expression "61 \* \* \* \*" of tick cannot be read: minute/],
  ['* * * * *', 'Asia/Nowhere', /zone "Asia\/Nowhere" of tick is unknown/],
])('the expression %j in zone %j is refused by name', (expression, zone, complaint) => {
  expect(() => started(async () => {}, { expression, zone })).toThrow(complaint);
});

function counter(): { add: () => void; count: () => number; reaches: (goal: number) => Promise<void> } {
  let count = 0;
  let check = () => {};
  return {
    count: () => count,
    add: () => {
      count += 1;
      check();
    },
    reaches: (goal) =>
      new Promise((resolve) => {
        check = () => {
          if (count >= goal) resolve();
        };
        check();
      }),
  };
}
