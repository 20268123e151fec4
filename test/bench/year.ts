import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { forgetJobs, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { median } from './measure.ts';

export interface Year {
  seconds: number;
  /** What the bot sent. */
  messages: number;
  /** Seconds that it takes to post and to commit as many times, with nothing around it. */
  bare: number;
}

/** The sample office's year in the sandbox, from the assignment to the end of November, its people acting. */
export async function measureYear(dataDir: string): Promise<Year> {
  const log = createLog('silent');
  const config: Omit<Config, 'chat'> = {
    database: { kind: 'embedded' },
    redisUrl: null,
    groupChannel: null,
    dataDir,
    logLevel: 'silent',
    role: 'all',
    ops: null,
    heartbeatUrl: null,
  };
  const storage = await openStorage(config, log, { exclusive: true });
  const opened = await openSandbox({ port: 0, dataDir: null, clockRuns: false }, storage, log);
  const { chat, clock, sandbox, stage } = opened;
  const options = { config: { ...config, chat }, storage, clock, log, timetable: false };
  await opened.run({ start: () => startApp(options), emptyQueue: () => forgetJobs(options) });
  try {
    await stage.startAgain({ from: stage.morningOf('2022-03-28') });
    stage.others?.turn(true);
    const start = performance.now();
    await sandbox.advance(new Date('2022-11-30T18:00:00+08:00'));
    const seconds = (performance.now() - start) / 1000;
    const { rows } = await storage.db.execute<{ n: number }>(
      sql`select count(*)::int as n from deliveries where state = 'sent'`,
    );
    const messages = rows[0]?.n ?? 0;
    return { seconds, messages, bare: (messages * (await postAndCommit(sandbox, storage))) / 1000 };
  } finally {
    await opened.close();
    await storage.close();
  }
}

/** Median milliseconds of one message posted over the wire and one row committed. */
async function postAndCommit({ apiUrl, botToken }: Sandbox, { db }: Storage): Promise<number> {
  await db.execute(sql`create table bare (n int)`);
  return median(100, async (round) => {
    const response = await fetch(`${apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'C0GROUP', text: `第${round}条` }),
    });
    const { ok } = (await response.json()) as { ok: boolean };
    if (!ok) throw new Error('the workspace took no message');
    await db.execute(sql`insert into bare values (${round})`);
  });
}
