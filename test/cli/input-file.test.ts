import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInputFile, readOfficeFiles } from '../../src/cli/input-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duban-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file is read with the last part of its path for a name', async () => {
  const file = path.join(folder, '名册.csv');
  await writeFile(file, '角色,单位');
  const { name, bytes } = await readInputFile(file);
  expect([name, new TextDecoder().decode(bytes)]).toEqual(['名册.csv', '角色,单位']);
});

test.each([
  ['/nowhere/名册.xlsx', '找不到文件 /nowhere/名册.xlsx，请核对路径。'],
  ['/etc/hostname/x', '找不到文件'],
  ['/tmp', '/tmp 是文件夹，请写到文件'],
  ['/dev/zero', '/dev/zero 不是普通文件，不能读取。'],
])('%s is refused', async (file, reason) => {
  await expect(readInputFile(file)).rejects.toThrow(reason);
});

test('a file beyond the limit is refused by its size', async () => {
  const large = path.join(folder, '大.csv');
  await writeFile(large, Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
  await expect(readInputFile(large)).rejects.toThrow('有 10.0 MB，超过了 10 MB 的上限');
});

test('of several files every one that cannot be read is named by its option', async () => {
  const reading = readOfficeFiles({ notice: '/tmp', roster: '/nowhere/a', proposals: '/nowhere/b' });
  await expect(reading).rejects.toThrow(/^--notice：.*\n--roster：.*\n--proposals：/u);
});
