/**
 * One process of a fleet (see fleet.ts): the bot as `src/main.ts` puts it together, on a clock that its parent moves. It
 * loads the code, then waits to be started, so that a process that was killed is replaced at once.
 */
import { deliver, deliverNow } from '../../jobs/deliver.ts';
import { tick } from '../../jobs/tick.ts';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { hangUpClock } from './fleet-clock.ts';

export interface StartOrder {
  kind: 'start';
  /** The settings of `src/config.ts`. */
  env: Record<string, string>;
  /** Where the time is read. */
  clockFile: string;
  /** The folder of the schema's steps, of another version than this. */
  migrations?: string;
  /** Whether the timetable runs; else it is the minute's turn when `go` says so. */
  timetable: boolean;
}
export type Order = StartOrder | { kind: 'hold' } | { kind: 'go' };
export type Report =
  | { kind: 'loaded' | 'held' | 'ticked' }
  /** `port`: where it hears, over HTTP. */
  | { kind: 'started'; port: number | null };

/** While it is held, nothing is begun: so time moves only where no send is in hand. */
let held: Promise<void> | null = null;
let release = () => {};
const inHand = new Set<Promise<void>>();
for (const job of [deliver, deliverNow]) {
  const send = job.run.bind(job);
  job.run = async (payload, context) => {
    while (held) await held;
    const sending = send(payload, context);
    const settled = sending.then(
      () => {},
      () => {},
    );
    inHand.add(settled);
    void settled.then(() => inHand.delete(settled));
    await sending;
  };
}

let app: App | null = null;
let storage: Storage | null = null;
const report = (said: Report) => process.send?.(said);

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'start': {
      const config = readConfig(order.env);
      if (config.chat.kind === 'sandbox') throw new Error('a process of a fleet needs a chat');
      const log = createLog(config.logLevel);
      const { migrations } = order;
      storage = await openStorage(config, log, { exclusive: true, ...(migrations && { migrations }) });
      app = await startApp({
        config: { ...config, chat: config.chat },
        storage,
        clock: hangUpClock(order.clockFile),
        log,
        timetable: order.timetable,
      });
      return void report({ kind: 'started', port: app.port });
    }
    case 'hold':
      held ??= new Promise((resolve) => {
        release = resolve;
      });
      while (inHand.size > 0) await Promise.all(inHand);
      return void report({ kind: 'held' });
    case 'go':
      held = null;
      release();
      // What a tick runs into, such as a queue that is away, is the business of the next.
      if (app) await tick(app.context).catch(() => {});
      return void report({ kind: 'ticked' });
  }
}

process.on('message', (order: Order) => void obey(order));
process.once('disconnect', () => process.exit());
/** As in main.ts: whoever has not come to an end by then is ended. */
const EXIT_DEADLINE_MS = 29_000;
process.once('SIGTERM', async () => {
  setTimeout(() => process.exit(1), EXIT_DEADLINE_MS).unref();
  await app?.stop();
  await storage?.close();
  process.exit();
});
report({ kind: 'loaded' });
