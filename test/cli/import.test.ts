import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { runCommand } from './run-command.ts';

const NOTICE = 'templates/notices/maonan-2022-3.yaml';
const ROSTER = 'templates/sample-office/roster.csv';
const PROPOSALS = 'templates/sample-office/proposals.csv';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'duban-import-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const importing = (...args: string[]) =>
  runCommand('import', ['--date', '2022-04-06', ...args], { DATABASE_URL: database.url });

/** A copy of a sample file with changes. */
async function changed(file: string, from: string | RegExp, to: string): Promise<string> {
  const copy = path.join(folder, path.basename(file));
  await writeFile(copy, (await readFile(file, 'utf8')).replace(from, to));
  return copy;
}

async function counts() {
  const config = { database: { kind: 'url' as const, url: database.url }, dataDir: '/nowhere' };
  const storage = await openStorage(config, createLog('silent'), { exclusive: false });
  const { units, members, proposals } = await loadFacts(storage.db, (await ensureOffice(storage.db)).id);
  await storage.close();
  return { units: units.length, members: members.length, proposals: proposals.length };
}

describe('npm run import', () => {
  test('a first import without a notice says that one is wanted', async () => {
    const { code, stderr } = await importing('--roster', ROSTER);
    expect(code).toBe(1);
    expect(stderr).toContain('还没有导入过规则文件，请加上 --notice');
  });

  test('a dry run says what it would do, and keeps nothing', async () => {
    const ran = await importing(
      '--notice',
      NOTICE,
      '--roster',
      ROSTER,
      '--proposals',
      PROPOSALS,
      '--dry-run',
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('名册：35个单位，53名人员。');
    expect(ran.stdout).toContain('提案清单：61件。');
    expect(ran.stdout).toContain('这是试运行，什么都没有保存');
    expect(await counts()).toEqual({ units: 0, members: 0, proposals: 0 });
  });

  test('bad files are refused with every fault of each, and nothing is half imported', async () => {
    const roster = await changed(ROSTER, 'U02EDU', 'U01EDU');
    const proposals = await changed(PROPOSALS, '区市场监督管理局,2022-03-28', '区市场监督管理橘,2022-03-28');
    const { code, stdout, stderr } = await importing(
      ...['--notice', NOTICE, '--roster', roster, '--proposals', proposals],
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('roster.csv 第 2 行「副联络员Slack ID」：填的是“U01EDU”');
    expect(stderr).toMatch(/proposals.csv 第 4 行「会办」：填的是“区市场监督管理橘”，.*区市场监督管理局/);
    expect(await counts()).toEqual({ units: 0, members: 0, proposals: 0 });
  });

  test('three good files are imported together', async () => {
    const { code, stdout } = await importing(
      '--notice',
      NOTICE,
      '--roster',
      ROSTER,
      '--proposals',
      PROPOSALS,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('规则文件：茂南府办〔2022〕3号');
    expect(stdout).toContain('新增 单位 区教育局\n');
    expect(stdout).toMatch(/已保存。\n$/);
    expect(await counts()).toEqual({ units: 35, members: 53, proposals: 61 });
  });

  test('the same files again change nothing', async () => {
    const { stdout } = await importing('--notice', NOTICE, '--roster', ROSTER, '--proposals', PROPOSALS);
    expect(stdout).toContain('与现在使用的相同');
    expect(stdout).toContain('单位、人员、提案和承办关系没有变化。');
  });

  test('what a changed file changes is named by field, in Chinese, from and to', async () => {
    const roster = await changed(ROSTER, '0668-0000101', '0668-0000109');
    const { stdout } = await importing('--roster', roster);
    expect(stdout).toContain('修改 人员 区教育局联络员：手机 0668-0000101 → 0668-0000109\n');
    expect(stdout).toContain('共1处变化：修改1。');
  });

  test('units that the roster no longer names are pointed out', async () => {
    const { stdout } = await importing('--roster', await changed(ROSTER, /^,区审计局.*\r?\n/mu, ''));
    expect(stdout).toContain('停用 人员 区审计局联络员');
    expect(stdout).toContain('数据库里另有1个单位不在这份名册里，保持原样：区审计局。');
  });

  test('a rule file that does not hold is refused with line, place, found and expected', async () => {
    const notice = await changed(NOTICE, 'year: 2022', 'year: 二〇二二');
    const { code, stderr } = await importing('--notice', notice);
    expect(code).toBe(1);
    expect(stderr).toMatch(/第 \d+ 行 year：填的是“二〇二二”，应为/);
  });
});

test('a wrong command line ends with the reason and the usage, before any database is asked', async () => {
  const ran = await runCommand('import', ['--rooster', 'x.csv'], {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
  });
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('没有这个选项：--rooster，您是不是要写 --roster');
  expect(ran.stderr).toContain('用法：npm run import');
});

test('--help shows the usage and does nothing', async () => {
  const ran = await runCommand('import', ['--help']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^用法：npm run import/);
});
