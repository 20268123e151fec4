import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { kindsOfFile, readImportFiles } from '../src/import-files.ts';
import { readFilesHere } from '../src/import-read.ts';
import { makeXlsx, textRow } from './files/make-xlsx.ts';
import { noticeFile, proposalsFile, rosterFile } from './support/office.ts';

/** Files that may take long to read are read in a process of their own. */
const blank = strToU8('\n'.repeat(70_000));
const large = async (file: ReturnType<typeof rosterFile>) => {
  const { name, bytes } = await file;
  return { name, bytes: Buffer.concat([bytes, blank]) };
};
/** Little in the archive, much once it is read. */
const workbook = {
  name: '提案.xlsx',
  bytes: makeXlsx({ sheets: [{ rows: textRow(1, '案号') + '<c r="A1"/>'.repeat(60_000) }] }),
};
const list = { name: '提案.csv', bytes: strToU8(`案号,案由\n${`1,${'长'.repeat(1_000)}\n`.repeat(3_000)}`) };

test('large files are read as small ones are', async () => {
  const files = {
    notice: await noticeFile(),
    roster: await large(rosterFile()),
    proposals: await large(proposalsFile()),
  };
  const read = await readImportFiles(files);
  expect(read.faults).toEqual([]);
  expect(read).toEqual(await readFilesHere(files));
  expect(await kindsOfFile(files.roster)).toEqual(['roster']);
});

test('what is wrong with them is told as theirs', async () => {
  await expect(
    kindsOfFile({ name: '名册.csv', bytes: Buffer.concat([blank, Buffer.of(0)]) }),
  ).rejects.toThrow('“名册.csv”不是表格文件');
});

test.each([
  ['time', workbook, { timeoutMs: 1 }],
  ['memory', list, { memoryMb: 24 }],
])('a file that takes more %s than any list is refused', async (_what, proposals, most) => {
  const files = { notice: await noticeFile(), proposals };
  await expect(readImportFiles(files, undefined, most)).rejects.toThrow(/“提案\..*的内容太多，读不完/);
});
