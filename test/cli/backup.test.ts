import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { MIGRATIONS } from '../../src/store/database.ts';
import { deliveryId } from '../../src/store/delivery-id.ts';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, inbox, pendingImports } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { runCommand } from './run-command.ts';

let folder: string;
let source: TestDatabase;
const made: TestDatabase[] = [];
const path = (name: string) => join(folder, name);
const log = createLog('silent');

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  made.push(database);
  return database;
}
const opened = (url: string): Promise<Storage> =>
  openStorage({ database: { kind: 'url', url }, dataDir: '/nowhere' }, log, { exclusive: true });
const backUp = (url: string, file: string) => runCommand('backup', ['--out', file], { DATABASE_URL: url });
const restore = (url: string, ...args: string[]) => runCommand('restore', args, { DATABASE_URL: url });
const linesOf = async (file: string) =>
  gunzipSync(await readFile(file))
    .toString('utf8')
    .trim()
    .split('\n');
/** The rows of a backup, but those that a restore changes. */
const rowsOf = async (file: string) =>
  (await linesOf(file)).slice(1).filter((line) => !/^\["(offices|deliveries)"/.test(line));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duban-backup-'));
  source = await sampleDatabase();
  made.push(source);
  const { db, close } = await opened(source.url);
  const { id: officeId } = await ensureOffice(db);
  const [member] = await activeMembers(db, officeId, ['desk']);
  const at = (time: string) => shanghai(`2022-04-06T${time}`);
  const row = (key: string, state: 'pending' | 'sending' | 'sent') => ({
    ...{ id: deliveryId(officeId, key), officeId, key, state, kind: 'answer' as const },
    ...{ memberId: member?.id ?? '', createdAt: at('09:00'), sendAfter: at('09:30') },
    message: { text: '一行\n“二行”\u2028\\n 😀', blocks: [] },
  });
  await db.insert(deliveries).values([
    row('a/pending', 'pending'),
    { ...row('a/sending', 'sending'), firstAttemptAt: at('09:10'), leaseUntil: at('09:11') },
    { ...row('a/sent', 'sent'), sentAt: at('09:20'), ts: '1.2' },
    {
      ...row('a/paper', 'pending'),
      kind: 'paper',
      message: null,
      paper: { kind: 'ledger', month: null, contacts: false },
    },
  ]);
  await db.insert(inbox).values({ officeId, id: 'message:1', receivedAt: at('09:15') });
  const content = Buffer.from([0, 255, 10, 13, 92]);
  await db.insert(pendingImports).values({
    ...{
      officeId,
      memberId: member?.id ?? '',
      kind: 'roster',
      name: '名册.xlsx',
      content,
      createdAt: at('09:00'),
    },
  });
  await close();
  await backUp(source.url, path('whole'));
});
afterAll(async () => {
  for (const database of made) await database.close();
  await rm(folder, { recursive: true });
});

describe('a backup', () => {
  test('is one file that only its owner can read, and says nothing of its content', async () => {
    const { code, stdout, stderr } = await backUp(source.url, path('again'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^已备份到 .+：\d+张表，\d+行，\d+ KB。\n$/u);
    expect((await stat(path('again'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('does not replace a file unless it is told to', async () => {
    await writeFile(path('mine'), 'mine');
    const refused = await backUp(source.url, path('mine'));
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('已经存在')]);
    expect(await readFile(path('mine'), 'utf8')).toBe('mine');
    const forced = await runCommand('backup', ['--out', path('mine'), '--force'], {
      DATABASE_URL: source.url,
    });
    expect(forced.code).toBe(0);
    expect((await stat(path('mine'))).mode & 0o777).toBe(0o600);
  });

  test('of nothing is refused', async () => {
    const { code, stderr } = await backUp((await emptyDatabase()).url, path('nothing'));
    expect([code, stderr]).toEqual([1, '数据库还是空的，没有可以备份的内容。\n']);
  });
});

describe('a restore', () => {
  test('into an empty database brings everything back, and doubts what was not out yet', async () => {
    const { url } = await emptyDatabase();
    const { code, stdout, stderr } = await restore(url, path('whole'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/0668|联络员/u);
    await backUp(url, path('restored'));
    expect(await rowsOf(path('restored'))).toEqual(await rowsOf(path('whole')));

    const { db, schemaState, close } = await opened(url);
    const rows = Object.fromEntries((await db.select().from(deliveries)).map((row) => [row.key, row]));
    const { restoredFrom, nextPlanAt } = await ensureOffice(db);
    expect([restoredFrom, nextPlanAt]).toEqual([shanghai('2022-04-06T09:20'), null]);
    const doubt = { state: 'sending', reason: 'maybe-posted' };
    expect(rows).toMatchObject({
      'a/pending': { ...doubt, firstAttemptAt: restoredFrom, leaseUntil: shanghai('2022-04-06T09:30') },
      'a/sending': { ...doubt, firstAttemptAt: shanghai('2022-04-06T09:10') },
      'a/sent': { state: 'sent', ts: '1.2' },
      'a/paper': { state: 'failed', reason: 'restored' },
    });
    expect(await schemaState()).toMatchObject({ pending: 0, newer: false });
    await close();
  });

  test('into a database with content needs --force, and then leaves nothing of that', async () => {
    const { url } = await sampleDatabase();
    await backUp(url, path('before'));
    const refused = await restore(url, path('whole'));
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('数据库里已有内容，没有改动'),
    ]);
    const { code } = await restore(url, path('whole'), '--force');
    expect(code).toBe(0);
    await backUp(url, path('after'));
    expect(await rowsOf(path('after'))).toEqual(await rowsOf(path('whole')));
  });

  test('is refused while the bot is connected', async () => {
    const { url } = await emptyDatabase();
    const { close } = await opened(url);
    const { code, stderr } = await restore(url, path('whole'));
    expect([code, stderr]).toEqual([1, '还有督办的程序连着这个数据库，请先停止机器人，再恢复。\n']);
    await close();
  });

  test.each<[string, (lines: string[]) => Buffer, string]>([
    [
      'of a later version',
      ([head = '', ...rest]) => zipped([head.replace(/"schema":\d+/, '"schema":9999999999999'), ...rest]),
      '备份来自更新的版本',
    ],
    ['that lacks a row', (lines) => zipped(lines.slice(0, -1)), '备份文件不完整'],
    ['with a line that is none', (lines) => zipped([...lines, 'x']), '备份文件不完整'],
    [
      'whose rows do not fit',
      (lines) => zipped(lines.map((line) => line.replaceAll('"liaison"', 'null'))),
      '恢复没有完成（23502）',
    ],
    ['that is cut off', (lines) => zipped(lines).subarray(0, 2_000), '备份文件读不完整（Z_BUF_ERROR）'],
    ['that is none', () => zipped(['{}']), '这不是督办的备份文件'],
    ['that is something else', () => Buffer.from('PK'), '备份文件读不完整（Z_DATA_ERROR）'],
  ])('of a file %s changes nothing', async (_what, spoil, words) => {
    await writeFile(path('spoilt'), spoil(await linesOf(path('whole'))));
    const { code, stderr } = await restore(source.url, path('spoilt'), '--force');
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
    expect(stderr).not.toMatch(/0668|联络员/u);
    await runCommand('backup', ['--out', path('unchanged'), '--force'], { DATABASE_URL: source.url });
    expect((await linesOf(path('unchanged'))).slice(1)).toEqual((await linesOf(path('whole'))).slice(1));
  });

  test('of an older version is brought up to date', async () => {
    const { url } = await emptyDatabase();
    await asOfStep(url, 3, "insert into offices (team_id, zone) values ('T1', 'Asia/Shanghai')");
    expect((await backUp(url, path('old'))).code).toBe(0);
    const { url: newUrl } = await emptyDatabase();
    expect((await restore(newUrl, path('old'))).code).toBe(0);
    const { db, schemaState, close } = await opened(newUrl);
    expect(await ensureOffice(db)).toMatchObject({ teamId: 'T1', groupChannel: null });
    expect(await schemaState()).toMatchObject({ pending: 0, newer: false });
    await close();
  });

  test('works with the embedded database, too', async () => {
    const there = { DATA_DIR: path('there') };
    expect((await runCommand('restore', [path('whole')], there)).code).toBe(0);
    expect((await runCommand('backup', ['--out', path('embedded')], there)).code).toBe(0);
    expect(await rowsOf(path('embedded'))).toEqual(await rowsOf(path('whole')));
  });
});

function zipped(lines: readonly string[]): Buffer {
  return gzipSync(`${lines.join('\n')}\n`);
}

/** A database as an older version of the program left it. */
async function asOfStep(url: string, steps: number, fill: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create schema drizzle');
  await client.query(
    'create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  );
  for (const step of readMigrationFiles({ migrationsFolder: MIGRATIONS }).slice(0, steps)) {
    for (const statement of step.sql) await client.query(statement);
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      step.hash,
      step.folderMillis,
    ]);
  }
  await client.query(fill);
  await client.end();
}
