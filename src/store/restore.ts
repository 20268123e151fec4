import { type SQL, sql } from 'drizzle-orm';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { UserError } from '../errors.ts';
import { type BackupHead, backupHead, backupRow } from './backup.ts';
import { type Database, MIGRATION_LOCK, MIGRATIONS } from './database.ts';
import { MAYBE_POSTED, RESTORED } from './deliveries.ts';
import { tableNames } from './tables.ts';

export interface Restored {
  head: BackupHead;
  rows: number;
}

const BATCH = 500;

/**
 * Puts a backup in the place of whatever the database holds, wholly or not at all. An older backup is brought up to
 * date by the same steps that the database would have gone through.
 *
 * What became of the office's messages after the backup is not in it. Therefore every message that was not out yet is
 * from now on one that may have been posted, which is looked for in the chat before anybody posts it; and the office
 * remembers since when its ledger knows nothing, so that what was planned and sent since then is looked for too.
 *
 * @throws UserError when the backup is of a later version, or is not complete
 */
export async function restoreBackup(db: Database, lines: AsyncIterable<string>): Promise<Restored> {
  const steps = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    const reader = lines[Symbol.asyncIterator]();
    const head = readHead((await reader.next()).value, steps);
    await clear(tx, head);
    await apply(
      tx,
      steps.filter((step) => step.folderMillis <= head.schema),
    );
    const rows = await load(tx, head, reader);
    await apply(
      tx,
      steps.filter((step) => step.folderMillis > head.schema),
    );
    await doubtWhatWasUnsent(tx, head);
    return { head, rows };
  });
}

/** Whether there is anything that a restore would take away; an office that nobody has set up yet is nothing. */
export async function holdsAnything(db: Database): Promise<boolean> {
  for (const name of tableNames()) {
    const { rows: found } = await db.execute<{ there: boolean }>(
      sql`select to_regclass(${name}) is not null as there`,
    );
    if (!found[0]?.there) continue;
    const setUp = name === 'offices' ? sql`where notice_text is not null` : sql``;
    const { rows } = await db.execute(sql`select from ${sql.identifier(name)} ${setUp} limit 1`);
    if (rows.length > 0) return true;
  }
  return false;
}

/** Other connections of the bot's to this database. */
export async function othersConnected(db: Database): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name like 'duban%' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.count ?? 0;
}

function readHead(line: string | undefined, steps: readonly MigrationMeta[]): BackupHead {
  const read = backupHead.safeParse(parsed(line ?? ''));
  if (!read.success) throw new UserError('这不是督办的备份文件，没有恢复。');
  if (!steps.some((step) => step.folderMillis === read.data.schema))
    throw new UserError('备份来自更新的版本，没有恢复。请先升级程序。');
  return read.data;
}

async function clear(tx: Database, head: BackupHead): Promise<void> {
  const names = new Set([...tableNames(), ...head.tables.map(({ name }) => name)]);
  for (const name of names) await tx.execute(sql`drop table if exists ${sql.identifier(name)} cascade`);
  await tx.execute(sql`drop table if exists drizzle.__drizzle_migrations`);
  // As the migrator makes it.
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(
    sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
}

async function apply(tx: Database, steps: readonly MigrationMeta[]): Promise<void> {
  for (const { sql: statements, hash, folderMillis } of steps) {
    for (const statement of statements) if (statement.trim() !== '') await tx.execute(sql.raw(statement));
    await tx.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
    );
  }
}

/** @returns how many rows it has loaded */
async function load(tx: Database, { tables }: BackupHead, lines: AsyncIterator<string>): Promise<number> {
  const counts = new Map(tables.map(({ name }) => [name, 0]));
  let batch: { name: string; rows: unknown[] } = { name: '', rows: [] };
  const flush = async () => {
    if (batch.rows.length === 0) return;
    const table = sql.identifier(batch.name);
    const rows = JSON.stringify(batch.rows);
    await tx.execute(
      sql`insert into ${table} select * from json_populate_recordset(null::${table}, ${rows}::json)`,
    );
  };
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const row = backupRow.safeParse(parsed(next.value));
    const count = counts.get(row.data?.[0] ?? '');
    if (!row.success || count === undefined) throw incomplete();
    const [name, values] = row.data;
    counts.set(name, count + 1);
    if (batch.name !== name || batch.rows.length >= BATCH) {
      await flush();
      batch = { name, rows: [] };
    }
    batch.rows.push(values);
  }
  await flush();
  if (tables.some(({ name, rows }) => counts.get(name) !== rows)) throw incomplete();
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

/**
 * Since when the ledger knows nothing is read from the ledger itself, by whatever clock it was written. Nobody can tell
 * whether a file that was being sent is out: it carries nothing to find it by. Whoever wants it asks again.
 */
async function doubtWhatWasUnsent(tx: Database, { takenAt }: BackupHead): Promise<void> {
  const known = sql`(select max(greatest(created_at, first_attempt_at, sent_at)) from deliveries where office_id = offices.id)`;
  const heard = sql`(select max(received_at) from inbox where office_id = offices.id)`;
  const begun = sql`(select min(assigned_on)::timestamp at time zone offices.zone from assignments where office_id = offices.id)`;
  const statements: SQL[] = [
    sql`update offices set next_plan_at = null, shut_out_since = null, shut_out_code = null,
        restored_from = coalesce(greatest(${known}, ${heard}), ${begun}, ${takenAt}::timestamptz)`,
    sql`update deliveries set state = 'failed', reason = ${RESTORED}, lease_until = null
        where state in ('pending', 'sending') and paper is not null`,
    sql`update deliveries set state = 'sending', reason = ${MAYBE_POSTED},
          first_attempt_at = coalesce(first_attempt_at, restored_from),
          lease_until = greatest(send_after, restored_from)
        from offices where offices.id = office_id and state in ('pending', 'sending')`,
  ];
  for (const statement of statements) await tx.execute(statement);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function incomplete(): UserError {
  return new UserError('备份文件不完整，没有恢复，数据库没有改动。请换一份备份。');
}
