import { fileURLToPath } from 'node:url';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { Log } from '../log.ts';
import * as schema from './schema.ts';

/** A connection pool or a transaction: every store function takes either. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  db: Database;
  /** Brings the schema up to date; safe when several processes start at once. */
  migrate(): Promise<void>;
  /** The database answers; throws what it says if not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Any constant that nothing else in the database uses: the migration's lock. */
const MIGRATION_LOCK = 4_812_004;

/** Opens a pool on a PostgreSQL URL. `date` columns stay plain text dates; the driver would make them local midnights. */
export function openDatabase(url: string, log: Log): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    application_name: 'duban',
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection failed'));
  const db = drizzle(pool, { schema });
  return {
    db,
    async migrate() {
      const client = await pool.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
        await migrate(drizzle(client), {
          migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
        });
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
        client.release();
      }
    },
    async ping() {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

/** PostgreSQL text holds neither NUL nor lone surrogates; what people type may contain both. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
