import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  DEFAULT_SCHEMA,
  type IQueueBackend,
  runMigrations,
} from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import pg from 'pg';
import { AwayError, messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { socketsEndingAfter } from '../silence.ts';

/**
 * Where jobs wait: a schema of a PostgreSQL database (`bullmq`), or keys of a Redis under a prefix (`{duban}`).
 * `patienceMs`: Redis may come up after the bot, as containers started together do; 10 s unless said otherwise.
 * `silenceMs`: for so long a connection to Redis may owe an answer before it is given up; 5 s for producers, 20 s for
 * workers, who wait for jobs for up to 10 s, unless said otherwise.
 */
export type BackendSettings =
  | { kind: 'postgres'; url: string; schema?: string }
  | { kind: 'redis'; url: string; prefix?: string; patienceMs?: number; silenceMs?: number };

/** Where a bot's queue lives: in Redis where it has one, else in its database. */
export function backendAt(redisUrl: string | null, databaseUrl: string): BackendSettings {
  return redisUrl === null ? { kind: 'postgres', url: databaseUrl } : { kind: 'redis', url: redisUrl };
}

/** Producers fail at once when the backend is away; workers wait until it is back. */
export type Side = 'producer' | 'worker';

export interface OpenBackend {
  /** For BullMQ's constructors. The factory brings the connection, so theirs is empty. */
  options: { connection: Record<string, never>; prefix?: string };
  factory: BackendFactory<IQueueBackend>;
  /** Redis' eviction policy when it may throw jobs away, that is any but `noeviction`. */
  evicts: string | null;
  /** Closes what BullMQ does not: call it after closing BullMQ's object. */
  close(): void;
}

const PATIENCE_MS = 10_000;
/** Longer than another process migrates. */
const MIGRATION_SILENCE_MS = 45_000;

/** A producer asks for little, and whoever acts may wait for it. */
const COMMAND_TIMEOUT_MS = 1_500;

/**
 * Connects to the backend once, so that a wrong address is reported at start-up, and prepares it.
 *
 * @throws AwayError when it cannot be reached; another UserError when it does not let us in
 */
export async function openBackend(backend: BackendSettings, side: Side, log: Log): Promise<OpenBackend> {
  return backend.kind === 'postgres' ? openPostgres(backend, side) : openRedis(backend, side, log);
}

async function openPostgres(
  backend: BackendSettings & { kind: 'postgres' },
  side: Side,
): Promise<OpenBackend> {
  const schema = backend.schema ?? DEFAULT_SCHEMA;
  await migratedOnce(backend.url, schema);
  const connection = {
    connectionString: backend.url,
    schema,
    application_name: `duban queue ${side}`,
    // Not waiting for the disk makes adding several times faster. A crash of the server forgets the last moments
    // of the queue, which the bot bears by design: its own rows say what is owed.
    options: '-c synchronous_commit=off',
    // The server allows few connections, and each lane has its own. A worker listens on one more, outside its pool.
    max: side === 'producer' ? 1 : 2,
    // Hundreds of jobs may come to their end at once.
    connectionTimeoutMillis: side === 'producer' ? 5_000 : 20_000,
    query_timeout: side === 'producer' ? COMMAND_TIMEOUT_MS : 30_000,
    keepAlive: true,
    // BullMQ hears of the connections that fail while they are idle or ask something; the rest would end the process.
    onConnect: (client: pg.ClientBase) => {
      client.on('error', () => {});
    },
  };
  return {
    options: { connection: {} },
    factory: (name, options, extra) => createPostgresBackend(name, { ...options, connection }, extra),
    evicts: null,
    close: () => {},
  };
}

const migrated = new Map<string, Promise<void>>();

/** Every lane has two sides, and all of them live in one schema: this process brings it up to date once. */
function migratedOnce(url: string, schema: string): Promise<void> {
  const place = `${schema} ${url}`;
  const known = migrated.get(place);
  if (known) return known;
  const migrating = migrate(url, schema);
  migrated.set(place, migrating);
  migrating.catch(() => migrated.delete(place));
  return migrating;
}

async function migrate(url: string, schema: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    stream: socketsEndingAfter(MIGRATION_SILENCE_MS),
    application_name: 'duban queue migration',
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const message = `连不上任务队列使用的 PostgreSQL（${hostOf(url)}：${messageOf(error)}）。请检查它是否在运行，以及 DATABASE_URL 是否正确。`;
    throw unreachable('PostgreSQL', message, error, NO_ENTRY.test(codeOf(error)));
  }
  try {
    await runMigrations(client, schema);
  } finally {
    await client.end();
  }
}

async function openRedis(
  backend: BackendSettings & { kind: 'redis' },
  side: Side,
  log: Log,
): Promise<OpenBackend> {
  const client = new Redis(backend.url, {
    ...(side === 'producer' ? PRODUCER : WORKER),
    ...(backend.silenceMs !== undefined && { socketTimeout: backend.silenceMs }),
    connectionName: `duban queue ${side}`,
  });
  // BullMQ reports errors too, but only while it holds the connection; an unheard error would end the process.
  client.on('error', () => {});
  try {
    await becomesReady(client, backend.patienceMs ?? PATIENCE_MS);
  } catch (error) {
    client.disconnect();
    const message = `连不上 Redis（${hostOf(backend.url)}：${messageOf(error)}）。请检查它是否在运行，以及 REDIS_URL 是否正确。`;
    throw unreachable('Redis', message, error, isRefusal(error));
  }
  const evicts = side === 'producer' ? await evictionOf(client) : null;
  if (evicts !== null)
    log.warn({ policy: evicts }, 'Redis may evict jobs: set maxmemory-policy to noeviction');
  // The braces keep all keys of the queue in one slot, which Redis Cluster demands.
  const prefix = backend.prefix ?? '{duban}';
  return {
    options: { connection: {}, prefix },
    factory: (name, options, extra) => createRedisBackend(name, { ...options, connection: client }, extra),
    evicts,
    close: () => client.disconnect(),
  };
}

const COMMON: RedisOptions = {
  retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  // The address leads to another server by now, and this one is only its copy.
  reconnectOnError: ({ message }) => message.startsWith('READONLY'),
};

const PRODUCER: RedisOptions = {
  ...COMMON,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: 5_000,
};

const WORKER: RedisOptions = { ...COMMON, maxRetriesPerRequest: null, socketTimeout: 20_000 };

/** PostgreSQL knows neither the user, nor the password, nor the database. */
const NO_ENTRY = /^(28\w{3}|3D000)$/;

/** A refused password is not worth waiting for; anything else may pass. */
const isRefusal = (error: unknown) => /WRONGPASS|NOAUTH|NOPERM/.test(messageOf(error));

function unreachable(what: string, message: string, error: unknown, refused: boolean): UserError {
  return refused ? new UserError(message) : new AwayError(message, { what, code: codeOf(error) });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'no answer';
}

function becomesReady(client: Redis, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let last: Error = new Error('no answer');
    const onError = (error: Error) => {
      last = error;
      if (isRefusal(error)) settle(() => reject(error));
    };
    const onReady = () => settle(resolve);
    const timer = setTimeout(() => settle(() => reject(last)), patienceMs);
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      client.off('error', onError).off('ready', onReady);
      outcome();
    };
    client.on('error', onError).on('ready', onReady);
  });
}

/** Under any other policy Redis throws jobs away when memory runs short. */
async function evictionOf(client: Redis): Promise<string | null> {
  const memory = await client.info('memory').catch(() => '');
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1] ?? 'noeviction';
  return policy === 'noeviction' ? null : policy;
}

/** Host and port without user and password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'invalid URL';
}
