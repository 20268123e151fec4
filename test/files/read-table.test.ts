import { strToU8, zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { readTable } from '../../src/files/read-table.ts';
import { makeXlsx, textRow } from './make-xlsx.ts';

async function read(content: Uint8Array | string, name = '名册.csv') {
  return await readTable({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content });
}

describe('text files', () => {
  const text = '单位,联络员\r\n区教育局,“甲”㎡\r\n';
  const rows = [
    ['单位', '联络员'],
    ['区教育局', '“甲”㎡'],
  ];

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['GB18030', iconv.encode(text, 'gb18030')],
    ['UTF-16LE with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16BE with a mark', iconv.encode(text, 'utf-16be', { addBOM: true })],
  ])('%s is read', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ file: '名册.csv', rows });
  });

  test('rare characters in four bytes of GB18030 are kept', async () => {
    expect((await read(iconv.encode('单位,姓名\n甲,㐂𠮷', 'gb18030'))).rows[1]).toEqual(['甲', '㐂𠮷']);
  });

  test.each([
    ['commas', '案号,主办\n12,甲；乙;丙'],
    ['semicolons', '案号;主办\n12;"甲；乙;丙"'],
    ['tabs', '案号\t主办\n12\t甲；乙;丙'],
    ['a declared separator', 'sep=;\r\n案号;主办\r\n12;甲；乙，丙'],
    ['old line ends', '案号,主办\r12,甲；乙;丙'],
  ])('columns parted by %s are read', async (_, content) => {
    const [header, row] = (await read(content)).rows;
    expect(header).toEqual(['案号', '主办']);
    expect(row?.[0]).toBe('12');
    expect(row?.[1]).toMatch(/^甲；乙[;，]丙$/u);
  });

  test('a row has the number that Excel shows, with blank lines and line breaks inside quotes', async () => {
    const grid = await read('名册\n\n案号,会办\n12,"甲\n乙"\n\n13,丙\n,,,\n');
    expect(grid.rows).toEqual([['名册'], [], ['案号', '会办'], ['12', '甲\n乙'], [], ['13', '丙']]);
  });

  test('quotes inside a cell are kept', async () => {
    expect((await read('案由,案号\n关于"双减"的提案,1\n"关于""双减""的提案",2')).rows).toEqual([
      ['案由', '案号'],
      ['关于"双减"的提案', '1'],
      ['关于"双减"的提案', '2'],
    ]);
  });

  test('a number kept as text by ="…" is read as text', async () => {
    expect((await read('案号,电话\n="012",="0668-0000001"')).rows[1]).toEqual(['012', '0668-0000001']);
  });

  test('a quote that never closes is refused', async () => {
    await expect(read('案号,案由\n1,"关于')).rejects.toThrow('“名册.csv”里有不成对的双引号');
  });
});

describe('limits', () => {
  test('a file of more than 10 MB is refused before it is read', async () => {
    await expect(read(new Uint8Array(10 * 1024 * 1024 + 1))).rejects.toThrow(
      '“名册.csv”有 10.0 MB，超过了 10 MB 的上限',
    );
  });

  test('20,000 rows are read and one more is refused', async () => {
    expect((await read('甲,乙\n'.repeat(20_000))).rows).toHaveLength(20_000);
    await expect(read('甲,乙\n'.repeat(20_001))).rejects.toThrow('超过了 20000 行的上限');
  });

  test('a million empty lines after the table are no rows', async () => {
    expect((await read(`案号,案由\n${',\n'.repeat(1_000_000)}`)).rows).toHaveLength(1);
  });

  test('empty columns to the right are no columns, but the hundred and first full one is refused', async () => {
    expect((await read(`甲${','.repeat(1_000_000)}\n`)).rows).toEqual([['甲']]);
    await expect(read(`${','.repeat(100)}甲\n`)).rejects.toThrow('第 1 行超过了 100 列的上限');
  });

  test('a cell of more than 5,000 characters is refused with its place', async () => {
    await expect(read(`甲,乙\n1,${'长'.repeat(5_001)}`)).rejects.toThrow('第 2 行第 2 列有 5001 个字');
  });
});

describe('what a file is', () => {
  const ole = (stream: string) =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from(stream, 'utf16le'),
    ]);

  test.each([
    ['名册.xlsx', ole('EncryptedPackage'), '设了打开密码'],
    ['名册.xls', ole('Workbook'), '旧版表格（.xls 或 .et）'],
    ['名册.xlsx', ole('WordDocument'), 'Word 文档（.doc）'],
    ['名册.xlsx', zipSync({ 'word/document.xml': strToU8('<a/>') }), 'Word 文档（.docx）'],
    [
      '名册.xlsx',
      zipSync({
        mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
        'content.xml': strToU8('<a/>'),
      }),
      '.ods',
    ],
    ['名册.xlsx', zipSync({ 'xl/workbook.bin': strToU8('x') }), '.xlsb'],
    ['名册.xlsx', zipSync({ '名册.xlsx': strToU8('x') }), '压缩包'],
    ['名册.csv', Buffer.from('%PDF-1.7\n%…'), 'PDF 文档'],
    ['名册.xls', Buffer.from('\ufeff<html><table><tr><td>案号'), '网页格式的表格'],
    ['名册.xls', Buffer.from('<?xml version="1.0"?><Workbook>'), 'XML 格式的文件'],
    ['名册.csv', Buffer.from('89504e470d0a1a0a', 'hex'), '图片'],
    ['名册.csv', Buffer.from([1, 2, 0, 255, 254, 0x81]), '不是表格文件'],
  ])('%s that is something else is refused with what to do', async (name, bytes, kind) => {
    const failure = await read(bytes, name).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain(`“${name}”`);
    expect(String(failure)).toContain(kind);
    expect(String(failure)).toContain('另存为 .xlsx');
  });

  test('a workbook named .csv and a text named .xlsx are read by their content', async () => {
    expect((await read(makeXlsx({ sheets: [{ rows: textRow(1, '案号') }] }), '名册.csv')).sheet).toBe(
      'Sheet1',
    );
    expect((await read('案号,案由', '名册.xlsx')).rows).toEqual([['案号', '案由']]);
  });

  test('an encrypted entry is refused', async () => {
    const bytes = Buffer.from(makeXlsx({ sheets: [{ rows: textRow(1, '案号') }] }));
    for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 1))
      bytes[at + 8] = 1;
    await expect(read(bytes)).rejects.toThrow('“名册.csv”设了密码');
  });

  test.each([
    ['has no byte', ''],
    ['has only blank lines', '\n,,\n \n'],
  ])('a file that %s is refused', async (_, content) => {
    await expect(read(content)).rejects.toThrow(/^“名册\.csv”(是空文件|里没有内容)/u);
  });
});
