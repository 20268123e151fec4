import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { socketsEndingAfter } from '../silence.ts';
import { isLocked } from './away.ts';
import * as schema from './schema.ts';

/** A connection pool or a transaction: every store function takes either. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  db: Database;
  /**
   * Brings the schema up to date; safe when several processes start at once, and beside those of the version before,
   * which it never keeps waiting for longer than a second.
   */
  migrate(): Promise<void>;
  /** How far the schema is behind (`pending` steps of `steps`), or that a later version has been here. */
  schemaState(): Promise<SchemaState>;
  /** The database answers; throws what it says if not, and after a second and a half without a word. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface SchemaState {
  steps: number;
  pending: number;
  /** The database has seen steps that this version does not know. */
  newer: boolean;
}

const PING_MS = 1_500;
/** Longer than a server stands still that will go on, and than any of our statements takes. */
const SILENCE_MS = 45_000;
/** Any constant that nothing else in the database uses: the migration's lock. */
export const MIGRATION_LOCK = 4_812_004;
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Whoever waits for a table makes everybody wait who comes after: rather let them pass, and try again. */
const LOCK_MS = 1_000;
const AGAIN_MS = 500;
const LOCK_ATTEMPTS = 20;

/**
 * Opens a pool on a PostgreSQL URL. `date` columns stay plain text dates; the driver would make them local midnights.
 * `migrations` is the folder of the schema's steps; a connection that says nothing for `silenceMs` milliseconds is given up.
 */
export function openDatabase(
  url: string,
  log: Log,
  migrations: string = MIGRATIONS,
  silenceMs: number = SILENCE_MS,
): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    application_name: 'duban',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    stream: socketsEndingAfter(silenceMs),
    // A process that stands still in a transaction holds locks that all the others wait for.
    idle_in_transaction_session_timeout: 60_000,
    // The pool listens to idle connections only: one that is cut within a transaction would end the process.
    onConnect: (client) => {
      client.on('error', (error) => log.warn({ reason: messageOf(error) }, 'a database connection failed'));
    },
  });
  // Said by its own listener already.
  pool.on('error', () => {});
  const db = drizzle(pool, { schema });
  let known: number[] | undefined;
  return {
    db,
    async migrate() {
      const client = await pool.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
        await client.query(`set lock_timeout = ${LOCK_MS}`);
        await whenUnlocked(() => migrate(drizzle(client), { migrationsFolder: migrations }), log);
      } finally {
        await client.query('reset lock_timeout').catch(() => undefined);
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
        client.release();
      }
    },
    async schemaState() {
      known ??= readMigrationFiles({ migrationsFolder: migrations }).map((file) => file.folderMillis);
      const steps = known;
      const { rows: tables } = await pool.query<{ there: boolean }>(
        "select to_regclass('drizzle.__drizzle_migrations') is not null as there",
      );
      if (!tables[0]?.there) return { steps: steps.length, pending: steps.length, newer: false };
      const { rows } = await pool.query<{ last: string | null }>(
        'select max(created_at) as last from drizzle.__drizzle_migrations',
      );
      const last = Number(rows[0]?.last ?? 0);
      return {
        steps: steps.length,
        pending: steps.filter((step) => step > last).length,
        newer: last > Math.max(0, ...steps),
      };
    },
    async ping() {
      // A connection that does not answer is closed, or it would keep whoever asks again waiting.
      const question = { text: 'select 1', query_timeout: PING_MS };
      await pool.query(question);
    },
    close: () => pool.end(),
  };
}

/** All steps are one transaction: one that does not get its tables has changed nothing. */
async function whenUnlocked(migrateAll: () => Promise<void>, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await migrateAll();
    } catch (error) {
      if (!isLocked(error) || attempt === LOCK_ATTEMPTS) throw error;
      log.warn({ attempt }, 'the migration waits for a table that is in use');
      await sleep(AGAIN_MS);
    }
  }
}

/** PostgreSQL text holds neither NUL nor lone surrogates; what people type may contain both. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
