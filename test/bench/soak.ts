/**
 * Lets a large office run in real time while its processes are killed, and prints the ledger:
 *
 *   npm run soak -- --minutes 10 [--units 2000] [--processes 3] [--redis] [--seed 1]
 *
 * It starts two minutes before nine: the reminders of all units fall due at once, people keep talking to the bot, and a
 * process is killed every few seconds until three minutes before the end. Fails when anything is lost or doubled.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage.ts';
import { PLANNED } from '../../src/store/deliveries.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { deliveries } from '../../src/store/schema.ts';
import { readBooks } from '../faults/books.ts';
import { type Fleet, furnishLargeOffice, liaison, openFleet } from '../support/fleet.ts';
import { type Chances, chances } from '../support/random.ts';
import { testRedis } from '../support/redis.ts';

const NINE = new Date('2022-04-06T09:00:00+08:00');
const START = new Date('2022-04-06T08:58:00+08:00');
const MINUTE = 60_000;
/** Between the last kill and the end: by then everything must be out. */
const CALM_MS = 3 * MINUTE;
const BETWEEN_KILLS_S: [number, number] = [3, 12];
const BETWEEN_ACTS_MS = 250;
const SENTENCES = ['待办', '全部已签收', '进度', '帮助'];

const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    units: { type: 'string', default: '2000' },
    processes: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    redis: { type: 'boolean', default: false },
  },
});
const minutes = Math.max(6, Number(values.minutes));
const units = Number(values.units);

async function main(): Promise<boolean> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'duban-soak-'));
  const log = createLog('silent');
  const server = await openEmbedded({ dataDir, exclusive: true, log, settings: { max_connections: '200' } });
  const redis = values.redis ? await testRedis() : null;
  const storage = await openStorage({ database: { kind: 'url', url: server.url }, dataDir }, log, {
    exclusive: true,
  });
  await furnishLargeOffice(storage.db, units, START);
  await storage.close();
  const fleet = await openFleet({
    databaseUrl: server.url,
    redisUrl: redis?.url ?? null,
    processes: Number(values.processes),
    startAt: START,
    clockRuns: true,
  });
  try {
    return await soak(fleet, chances(Number(values.seed)));
  } finally {
    await fleet.close();
    await redis?.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function soak(fleet: Fleet, chance: Chances): Promise<boolean> {
  const end = performance.now() + minutes * MINUTE;
  const calm = end - CALM_MS;
  const atStart = await residentMb(fleet);
  const talking = talk(fleet, calm, chance);
  let kills = 0;
  for (; performance.now() < calm; kills += 1) {
    await pause(chance.between(...BETWEEN_KILLS_S) * 1_000);
    await fleet.kill(chance.pick(fleet.members()));
  }
  const { said, acknowledged } = await talking;
  await pause(Math.max(0, end - performance.now()));

  const books = await readBooks(fleet, liaison(1));
  const late = await lateness(fleet);
  console.table({
    'simulated start': START.toISOString(),
    kills: kills,
    'acts / acknowledged': `${said} / ${acknowledged}`,
    owed: books.owed,
    posted: books.posted,
    duplicates: books.doubled.length,
    lost: books.lost.length,
    'posted and not on record': books.unknown.length,
    'lateness p50': `${late.p50.toFixed(1)} s`,
    'lateness p99': `${late.p99.toFixed(1)} s`,
    'resident memory a process, start': `${atStart.toFixed(0)} MB`,
    'resident memory a process, end': `${(await residentMb(fleet)).toFixed(0)} MB`,
  });
  return books.doubled.length + books.lost.length + books.unknown.length === 0;
}

/** People give commands and say things, one after the other, whatever becomes of them. */
async function talk(fleet: Fleet, until: number, chance: Chances) {
  let said = 0;
  let acknowledged = 0;
  const answers: Promise<void>[] = [];
  for (; performance.now() < until; said += 1) {
    const person = fleet.sandbox.as(liaison(chance.between(1, units)));
    const sentence = chance.pick(SENTENCES);
    if (chance.happens(0.5)) person.say('dm', sentence);
    else
      answers.push(
        person.command('/duban', sentence).then(({ ok }) => {
          if (ok) acknowledged += 1;
        }),
      );
    await pause(BETWEEN_ACTS_MS);
  }
  await Promise.all(answers);
  return { said, acknowledged };
}

/** Seconds from when a message was due to when it was posted: reminders at nine, answers at once. */
async function lateness({ storage }: Fleet): Promise<{ p50: number; p99: number }> {
  const rows = await storage.db.select().from(deliveries);
  const waits = rows
    .flatMap(({ sentAt, createdAt, kind }) => {
      if (sentAt === null) return [];
      const isPlanned = PLANNED.some((one) => one === kind);
      const due = Math.max(createdAt.getTime(), isPlanned ? NINE.getTime() : 0);
      return [(sentAt.getTime() - due) / 1_000];
    })
    .sort((one, other) => one - other);
  const at = (part: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

async function residentMb(fleet: Fleet): Promise<number> {
  const sizes = await Promise.all(
    fleet.members().map(async ({ pid }) => {
      const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
      return Number(stdout.trim()) / 1_024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
}

process.exitCode = (await main()) ? 0 : 1;
