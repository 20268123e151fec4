/**
 * Lets a large office run while its processes are killed, and prints the ledger. In real time:
 *
 *   npm run soak -- --minutes 10 [--units 2000] [--processes 3] [--redis] [--http] [--seed 1]
 *
 * It starts two minutes before nine: the reminders of all units fall due at once, people keep talking to the bot, and a
 * process is killed every few seconds until three minutes before the end. Or in simulated time, as fast as it goes:
 *
 *   npm run soak -- --kills 1000 [--units 60] [--processes 3] [--redis] [--http] [--seed 1]
 *
 * Morning after morning the reminders of all units fall due anew, and processes are killed at moments that matter until
 * it has been so many. Fails when anything is lost, doubled, or not as people were told.
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
import { type Books, readBooks } from '../faults/books.ts';
import { duesOf, FULL_MORNING, missedBy } from '../faults/dues.ts';
import { type Deed, Talk } from '../faults/talk.ts';
import type { WaveResult } from '../faults/wave.ts';
import { type Fleet, furnishLargeOffice, liaison, openFleet } from '../support/fleet.ts';
import { type Chances, chances } from '../support/random.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { shanghai } from '../support/world.ts';
import { FIRST_DATE, soakInWaves } from './soak-waves.ts';

const NINE = shanghai(`${FIRST_DATE}T09:00`);
const START = shanghai(`${FIRST_DATE}T08:58`);
const START_OF_WAVES = shanghai(`${FIRST_DATE}T08:35`);
const MINUTE = 60_000;
/** Between the last kill and the end: by then everything must be out. */
const CALM_MS = 3 * MINUTE;
const BETWEEN_KILLS_S: [number, number] = [3, 12];
const BETWEEN_ACTS_MS = 250;
const DEEDS: readonly Deed[] = ['asks', 'reports', 'contacts', 'signs'];

const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    kills: { type: 'string' },
    units: { type: 'string' },
    processes: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    redis: { type: 'boolean', default: false },
    http: { type: 'boolean', default: false },
  },
});
const minutes = Math.max(6, Number(values.minutes));
const wantedKills = values.kills === undefined ? null : Number(values.kills);
const units = Number(values.units ?? (wantedKills === null ? 2_000 : 60));

/** What is printed at the end, and everything that was wrong. */
interface Account {
  lines: Record<string, string | number>;
  wrongs: readonly string[];
}

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
    mode: values.http ? 'http' : 'socket',
    startAt: wantedKills === null ? START : START_OF_WAVES,
    clockRuns: wantedKills === null,
  });
  try {
    const atStart = await residentMb(fleet);
    const chance = chances(Number(values.seed));
    const { lines, wrongs } =
      wantedKills === null
        ? await soak(fleet, chance)
        : await waves(fleet, server.url, redis, wantedKills, chance);
    console.table({
      ...lines,
      'resident memory a process, start': `${atStart.toFixed(0)} MB`,
      'resident memory a process, end': `${(await residentMb(fleet)).toFixed(0)} MB`,
      wrong: wrongs.length,
    });
    return wrongs.length === 0;
  } finally {
    await fleet.close();
    await redis?.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function soak(fleet: Fleet, chance: Chances): Promise<Account> {
  const end = performance.now() + minutes * MINUTE;
  const calm = end - CALM_MS;
  const since = fleet.sandbox.clock.now();
  const talk = new Talk(fleet);
  const talking = keepTalking(talk, calm, chance);
  let kills = 0;
  for (; performance.now() < calm; kills += 1) {
    await pause(chance.between(...BETWEEN_KILLS_S) * 1_000);
    await fleet.kill(chance.pick(fleet.members()));
  }
  const spared = await talking;
  await pause(Math.max(0, end - performance.now()));

  const reader = liaison(1);
  const books = await readBooks(fleet, reader);
  const dues = await duesOf(fleet, { ...FULL_MORNING, mayBeSpared: spared });
  const late = await lateness(fleet);
  const wrongs = [
    ...missedBy(fleet, dues, await talk.answersOwed(), since, reader),
    ...(await talk.wrongs()),
    ...[...books.doubled, ...books.lost, ...books.unknown].map((id) => `delivery ${id}`),
  ];
  for (const wrong of wrongs) console.log(wrong);
  return {
    lines: {
      'simulated start': START.toISOString(),
      kills,
      'acts / acknowledged': `${talk.said} / ${talk.acknowledged}`,
      owed: books.owed,
      posted: books.posted,
      duplicates: books.doubled.length,
      lost: books.lost.length,
      'posted and not on record': books.unknown.length,
      'lateness p50': `${late.p50.toFixed(1)} s`,
      'lateness p99': `${late.p99.toFixed(1)} s`,
    },
    wrongs,
  };
}

async function waves(
  fleet: Fleet,
  databaseUrl: string,
  redis: TestRedis | null,
  kills: number,
  chance: Chances,
): Promise<Account> {
  const wrongs: string[] = [];
  const killed = new Map<string, number>();
  const sum = { mornings: 0, kills: 0, caught: 0, acts: 0, acknowledged: 0, due: 0, lateMs: 0 };
  let books = { owed: 0, posted: 0, doubled: [], lost: [], unknown: [] } as Books;
  const started = performance.now();
  const told = (date: string, result: WaveResult) => {
    for (const [moment, times] of result.kills) killed.set(moment, (killed.get(moment) ?? 0) + times);
    sum.mornings += 1;
    sum.kills = [...killed.values()].reduce((all, times) => all + times, 0);
    for (const part of ['caught', 'acts', 'acknowledged', 'due'] as const) sum[part] += result[part];
    sum.lateMs = Math.max(sum.lateMs, result.lateMs);
    books = result.books;
    console.log(`${date}: ${sum.kills} kills, ${result.wrongs.length} wrong`);
    wrongs.push(...result.wrongs.map((wrong) => `${date} ${wrong}`));
    for (const wrong of result.wrongs) console.log(wrong);
  };
  const redisUrl = redis?.url ?? null;
  await soakInWaves({ fleet, databaseUrl, redisUrl, kills, chance, told });
  console.table(Object.fromEntries([...killed].sort(([one], [other]) => one.localeCompare(other))));
  return {
    lines: {
      mornings: sum.mornings,
      kills: sum.kills,
      'moments that came': sum.caught,
      'acts / acknowledged': `${sum.acts} / ${sum.acknowledged}`,
      'due by the office’s papers, at most': sum.due,
      owed: books.owed,
      posted: books.posted,
      duplicates: books.doubled.length,
      lost: books.lost.length,
      'posted and not on record': books.unknown.length,
      'latest after the last kill': `${sum.lateMs / 1_000} s`,
      'real time': `${((performance.now() - started) / MINUTE).toFixed(1)} min`,
    },
    wrongs,
  };
}

/** People do one thing after the other, whatever becomes of it. Gives who may have signed before the reminder went out. */
async function keepTalking(talk: Talk, until: number, chance: Chances): Promise<ReadonlySet<string>> {
  const spared = new Set<string>();
  const acts: Promise<void>[] = [];
  while (performance.now() < until) {
    const deed = chance.pick(DEEDS);
    // Every tenth is found by e-mail, and the others go by their unit's number.
    const who = liaison(chance.between(0, Math.ceil(units / 10) - 1) * 10 + chance.between(1, 9));
    if (deed === 'signs') spared.add(who);
    acts.push(talk.act(deed, who));
    await pause(BETWEEN_ACTS_MS);
  }
  await Promise.all(acts);
  await talk.heard();
  return spared;
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
