import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { messageOf } from '../errors.ts';
import { type Cluster, codeOf, DATABASE, ROLE } from './embedded-cluster.ts';
import type { Server } from './embedded-server.ts';

/**
 * Our seat at a running server: one connection whose advisory locks say who is here. They vanish with the
 * connection, so a killed process leaves nothing behind.
 */
export interface Keeper {
  /** True when this process is now the only bot on the cluster; it stays so until the connection ends. */
  claimBot(): Promise<boolean>;
  /** True when nobody else is seated; from then on nobody can sit down, and the server may be stopped. */
  isLast(): Promise<boolean>;
  isAlive(): boolean;
  /** Calls back once, with the reason, when the connection dies without `leave`. */
  onLost(callback: (reason: string) => void): void;
  leave(): Promise<void>;
}

/** Advisory locks: the first number is Duban's own, so that no other library's lock is met. */
const SEAT = [0x44554241, 1];
const BOT = [0x44554241, 2];

/**
 * Connects to the server and takes a seat.
 *
 * @returns null when that is not possible right now (starting up, shutting down), so ask again
 * @throws on anything that waiting does not mend
 */
export async function takeSeat(server: Server, cluster: Cluster): Promise<Keeper | null> {
  const client = await connect(server, cluster);
  if (client === null) return null;
  try {
    if ((await servesCluster(client, cluster)) && (await lock(client, 'pg_try_advisory_lock_shared', SEAT))) {
      return seatOf(client);
    }
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
  await client.end().catch(() => {});
  return null;
}

/** The connection string of a database on the server; it carries the password. */
export function urlOf(server: Server, cluster: Cluster, database = DATABASE): string {
  return `postgres://${ROLE}:${cluster.password}@127.0.0.1:${server.port}/${database}`;
}

function seatOf(client: pg.Client): Keeper {
  let lost: string | null = null;
  let leaving = false;
  let tell: ((reason: string) => void) | null = null;
  const lose = (reason: string) => {
    if (leaving || lost !== null) return;
    lost = reason;
    tell?.(reason);
  };
  client.on('error', (error) => lose(messageOf(error)));
  client.on('end', () => lose('the connection ended'));
  return {
    claimBot: () => lock(client, 'pg_try_advisory_lock', BOT),
    isLast: async () => {
      leaving = true;
      await client.query('select pg_advisory_unlock_shared($1, $2)', SEAT);
      return lock(client, 'pg_try_advisory_lock', SEAT);
    },
    isAlive: () => lost === null,
    onLost: (callback) => {
      tell = callback;
      if (lost !== null) callback(lost);
    },
    leave: async () => {
      leaving = true;
      await client.end().catch(() => {});
    },
  };
}

async function lock(
  client: pg.Client,
  take: 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared',
  key: number[],
): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select ${take}($1, $2) as taken`, key);
  return rows[0]?.taken === true;
}

/** Another server may have taken over the port in between, even one on a copy of this folder. */
async function servesCluster(client: pg.Client, cluster: Cluster): Promise<boolean> {
  const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`);
  const [theirs, ours] = await Promise.all([stat(rows[0]?.dir ?? '').catch(() => null), stat(cluster.dir)]);
  return theirs !== null && theirs.ino === ours.ino && theirs.dev === ours.dev;
}

async function connect(server: Server, cluster: Cluster): Promise<pg.Client | null> {
  try {
    return await connectTo(urlOf(server, cluster));
  } catch (error) {
    if (codeOf(error) === NO_SUCH_DATABASE) {
      await createDatabase(server, cluster);
      return null;
    }
    if (!isPassing(error)) throw error;
    await pause(20);
    return null;
  }
}

async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'duban keeper',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  // Without a listener a dropped connection would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
}

const NO_SUCH_DATABASE = '3D000';

/** Last step of a first start; repeated by whoever finds it undone. */
async function createDatabase(server: Server, cluster: Cluster): Promise<void> {
  const client = await connectTo(urlOf(server, cluster, 'postgres'));
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Two first starts at once: the other one made it.
    if (!['42P04', '23505'].includes(codeOf(error))) throw error;
  } finally {
    await client.end();
  }
}

/** Not listening yet, starting up or shutting down, or cut off while that happened. */
function isPassing(error: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'];
  return codes.includes(codeOf(error)) || /^Connection terminated|not queryable/.test(messageOf(error));
}
