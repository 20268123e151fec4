import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  /** Connection string of a fresh, empty database. */
  url: string;
  /** Drops the database, cutting connections that are still open. */
  close(): Promise<void>;
}

/** A database of its own on the server that the whole test run shares. */
export async function testDatabase(): Promise<TestDatabase> {
  return create('');
}

/** Any constant: whoever makes a template holds this lock meanwhile. */
const TEMPLATE_LOCK = 7_301_222;

/** A copy of a database that `fill` has prepared, once for the whole run, whoever asks first. */
export async function copyOfTemplate(
  name: string,
  fill: (url: string) => Promise<void>,
): Promise<TestDatabase> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) {
      const draft = await testDatabase();
      await fill(draft.url);
      await client.query(`alter database ${new URL(draft.url).pathname.slice(1)} rename to ${name}`);
    }
  } finally {
    await client.end();
  }
  return create(`template ${name}`);
}

async function create(options: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} ${options} strategy file_copy`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, close: () => onServer(`drop database if exists ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
