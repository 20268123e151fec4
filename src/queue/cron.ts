import cron, { type ScheduledTask } from 'node-cron';
import { type Clock, wallClockLead } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';

/** One line of the timetable. */
export interface CronEntry {
  name: string;
  /** Five fields (minute first), or six (second first). */
  expression: string;
  /** IANA zone in which the expression is read, such as "Asia/Shanghai". */
  zone: string;
  /** Must bear to be late, skipped or called twice: a timetable that lives in memory forgets while it is down. */
  run(at: Date): Promise<void>;
}

export interface Cron {
  start(): void;
  /** Resolves when the runs in flight have ended. */
  stop(): Promise<void>;
}

/**
 * A timetable over real time; `run` is told the time of `clock`. A run that is still going when its next turn
 * comes makes that turn be skipped, and one that fails is logged and does not stop the next.
 *
 * @throws Error when an expression or zone cannot be read
 */
export function createCron(
  entries: readonly CronEntry[],
  { clock, log: parent }: { clock: Clock; log: Log },
): Cron {
  const log = parent.child({ subsystem: 'cron' });
  const inFlight = new Map<CronEntry, Promise<void>>();
  const turn = (entry: CronEntry) => {
    if (inFlight.has(entry)) {
      log.warn({ entry: entry.name }, 'skipped a turn: the last run is not over');
      return;
    }
    inFlight.set(
      entry,
      perform(entry, clock, log).finally(() => inFlight.delete(entry)),
    );
  };
  const tasks = entries.map((entry) => taskOf(entry, () => turn(entry), log));
  let watch: NodeJS.Timeout | undefined;
  return {
    start: () => {
      for (const task of tasks) void task.start();
      watch = whenSetBack(async () => {
        log.warn("the machine's clock was set back: the timetable starts anew");
        for (const task of tasks) {
          await task.stop();
          await task.start();
        }
      });
    },
    stop: async () => {
      clearInterval(watch);
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(inFlight.values());
    },
  };
}

const LATE_MS = 60_000;
const WATCH_MS = 10_000;
/** What a clock that is kept right by the network moves at once. */
const SET_BACK_MS = 1_000;

/**
 * node-cron waits for an instant that it has worked out before; were the clock set back by an hour, it would do nothing
 * for an hour. So that is watched against the time that only goes forward.
 */
function whenSetBack(act: () => Promise<void>): NodeJS.Timeout {
  let known = wallClockLead();
  return setInterval(() => {
    const before = known;
    known = wallClockLead();
    if (known < before - SET_BACK_MS) void act();
  }, WATCH_MS).unref();
}

/** node-cron itself takes an unknown zone without a word. */
function checkZone({ name, zone }: CronEntry): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Error(`the zone "${zone}" of ${name} is unknown`);
  }
}

function taskOf(entry: CronEntry, turn: () => void, log: Log): ScheduledTask {
  checkZone(entry);
  const { errors } = cron.validateDetailed(entry.expression);
  if (errors.length > 0) {
    const reasons = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new Error(`the expression "${entry.expression}" of ${entry.name} cannot be read: ${reasons}`);
  }
  return cron.createTask(entry.expression, turn, {
    name: entry.name,
    timezone: entry.zone,
    // A turn that a busy process comes to late is late, and not left out.
    missedExecutionTolerance: LATE_MS,
    logger: {
      info: (message) => log.debug(message),
      debug: (message) => log.debug(messageOf(message)),
      warn: (message) => log.warn(message),
      error: (message) => log.error(messageOf(message)),
    },
  });
}

async function perform(entry: CronEntry, clock: Clock, log: Log): Promise<void> {
  try {
    await entry.run(clock.now());
  } catch (error) {
    log.error({ entry: entry.name, reason: messageOf(error) }, 'a run of the timetable failed');
  }
}
