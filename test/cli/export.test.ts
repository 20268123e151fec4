import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { sheetIn, sheetsIn } from '../support/workbook.ts';
import { runCommand } from './run-command.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await sampleDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'duban-export-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const out = (name: string) => path.join(folder, name);
const exporting = (...args: string[]) =>
  runCommand('export', args, { DATABASE_URL: database.url, DATA_DIR: folder });

describe('npm run export', () => {
  test('writes the ledger, tells how far it is beside the result, and an import of it changes nothing', async () => {
    const ran = await exporting('--out', out('台账.xlsx'), '--date', '2022-06-15');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/^已读取：提案61件，.*\n已排好：14张表，共\d+行，正在写入工作簿……\n$/u);
    expect(ran.stdout).toMatch(/^已写入 .*台账\.xlsx（\d+ KB）：提案61行、名册39行、承办134行/u);
    const bytes = await readFile(out('台账.xlsx'));
    expect(sheetsIn(bytes).slice(0, 3)).toEqual(['提案', '名册', '承办']);
    expect(sheetIn(bytes, '提案')).toHaveLength(61);

    const file = out('台账.xlsx');
    const back = await runCommand('import', ['--roster', file, '--proposals', file, '--date', '2022-06-15'], {
      DATABASE_URL: database.url,
    });
    expect(back.stdout).toContain('单位、人员、提案和承办关系没有变化。');
  });

  test('a file that is there stays as it is, unless it is said to be overwritten', async () => {
    await writeFile(out('旧.xlsx'), '旧');
    const refused = await exporting('--out', out('旧.xlsx'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('已经存在，没有改动。要覆盖请加上 --force。');
    expect(await readFile(out('旧.xlsx'), 'utf8')).toBe('旧');
    expect((await exporting('--out', out('旧.xlsx'), '--force', '--month', '2022-04')).code).toBe(0);
    const [only] = sheetIn(await readFile(out('旧.xlsx')), '说明').filter((row) => row.项目 === '月报内容');
    expect(only?.内容).toBe('只含2022年4月');
  });

  test.each([
    ['no file', [], '请写明 --out'],
    ['a folder that is not there', ['--out', '/nowhere/台账.xlsx'], '没有 /nowhere 这个文件夹'],
    ['a month that is none', ['--out', '台账.xlsx', '--month', '五月'], '“五月”不是月份'],
  ])('%s is refused before any work', async (_what, args, reason) => {
    const ran = await exporting(...args);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(reason);
  });

  test('without rules there is nothing to write', async () => {
    const empty = await testDatabase();
    const ran = await runCommand('export', ['--out', out('空.xlsx')], { DATABASE_URL: empty.url });
    await empty.close();
    expect(ran.stderr).toContain('没有可以导出的内容。请先 npm run import。');
  });
});
