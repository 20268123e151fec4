import { Redis } from 'ioredis';
import pg from 'pg';
import type { BackendSettings } from '../../src/queue/backend.ts';

/** Takes everything out of a queue behind its back. */
export function loseQueue({ kind, url }: BackendSettings): Promise<void> {
  return kind === 'redis' ? flushQueue(url) : truncateQueue(url);
}

/** Takes everything out of the tables of the queue on PostgreSQL, also what is being worked on. */
export async function truncateQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'",
    );
    if (rows.length === 0) throw new Error('there are no tables of a queue');
    await client.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`);
  } finally {
    await client.end();
  }
}

/** The same on Redis. */
async function flushQueue(redisUrl: string): Promise<void> {
  const client = new Redis(redisUrl);
  try {
    await client.flushall();
  } finally {
    client.disconnect();
  }
}
