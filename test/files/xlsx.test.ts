import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { type Grid, readTable } from '../../src/files/read-table.ts';
import { makeXlsx, textRow } from './make-xlsx.ts';

async function read(bytes: Uint8Array, name = '名册.xlsx') {
  return await readTable({ name, bytes });
}

async function readRow(cells: string, parts: Partial<Parameters<typeof makeXlsx>[0]> = {}) {
  const { rows } = await read(makeXlsx({ sheets: [{ rows: `<row r="1">${cells}</row>` }], ...parts }));
  return rows[0];
}

describe('cells of a workbook', () => {
  test('a workbook from a spreadsheet writer is read with its dates, numbers and ticks', async () => {
    const data = [
      [{ value: '案号' }, { value: '交办日期' }, { value: '复杂件' }],
      [
        { value: 12, type: Number },
        { value: new Date(Date.UTC(2022, 2, 28)), type: Date, format: 'yyyy-mm-dd' },
        { value: true, type: Boolean },
      ],
    ];
    const buffer = await writeExcelFile(data).toBuffer();
    const grid = await read(new Uint8Array(buffer), '提案.xlsx');
    expect(grid).toMatchObject({ file: '提案.xlsx', sheet: 'Sheet1', otherSheets: [] });
    expect(grid.rows).toEqual([
      ['案号', '交办日期', '复杂件'],
      ['12', '2022-03-28', 'TRUE'],
    ]);
  });

  test.each([
    ['yyyy"年"m"月"d"日"', '44648', '2022-03-28'],
    ['m"月"d"日";@', '44648', '2022-03-28'],
    [14, '44648', '2022-03-28'],
    [57, '44648', '2022-03-28'],
    ['[$-804]yyyy/m/d h:mm', '44648.375', '2022-03-28 09:00:00'],
    ['h:mm', '0.375', '09:00:00'],
    ['[h]:mm', '0.375', '09:00:00'],
    ['General', '44648', '44648'],
    ['0"月"', '3', '3'],
    ['[Red]#,##0.00', '1234.5', '1234.5'],
    ['0.00E+00', '44648', '44648'],
    [0, '44648', '44648'],
  ])('the format %s shows %s as %s', async (format, value, expected) => {
    expect(await readRow(`<c r="A1" s="0"><v>${value}</v></c>`, { formats: [format] })).toEqual([expected]);
  });

  test('a workbook that counts days from 1904 gives the same dates', async () => {
    expect(await readRow('<c r="A1" s="0"><v>43186</v></c>', { formats: [14], from1904: true })).toEqual([
      '2022-03-28',
    ]);
  });

  test.each([
    ['0.30000000000000004', '0.3'],
    ['13800000000', '13800000000'],
    ['1.38E+10', '13800000000'],
    ['12', '12'],
  ])('the number %s is read without noise as %s', async (value, expected) => {
    expect(await readRow(`<c r="A1"><v>${value}</v></c>`)).toEqual([expected]);
  });

  test('rich text is joined, and phonetic guides are left out', async () => {
    const strings =
      '<si><r><t>区</t></r><r><rPr><b/></rPr><t>教育局</t></r><rPh sb="0" eb="1"><t>qu</t></rPh></si><si><t>甲&amp;乙_x000D_&#10;丙</t></si>';
    expect(await readRow('<c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>', { strings })).toEqual([
      '区教育局',
      '',
      '甲&乙\r\n丙',
    ]);
  });

  test('a formula gives the result that was saved with it, errors included', async () => {
    const cells =
      '<c r="A1" t="str"><f>A2&amp;"局"</f><v>教育局</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><f>NA()</f><v>#N/A</v></c>';
    expect(await readRow(cells)).toEqual(['教育局', '2', '#N/A']);
  });

  test('a formula that was saved without its result is refused with its place', async () => {
    await expect(readRow('<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f></c>')).rejects.toThrow(
      '“名册.xlsx”第 1 行第 2 列是还没有算出结果的公式',
    );
  });

  test('rows and cells without a reference follow each other', async () => {
    const rows = '<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>';
    expect((await read(makeXlsx({ sheets: [{ rows }] }))).rows).toEqual([['1', '2'], ['3']]);
  });

  test('elements with a namespace prefix are understood', async () => {
    const bytes = makeXlsx({ prefix: 'x', sheets: [{ rows: textRow(1, '案号', '案由') }] });
    expect((await read(bytes)).rows).toEqual([['案号', '案由']]);
  });

  test('row numbers are those of the sheet, gaps included', async () => {
    const rows = textRow(2, '案号') + textRow(5, '12');
    expect((await read(makeXlsx({ sheets: [{ rows }] }))).rows).toEqual([[], ['案号'], [], [], ['12']]);
  });

  test('a cell merged over lines counts for each line, a title merged over columns only once', async () => {
    const rows = textRow(1, '名册') + textRow(2, '区教育局', '甲') + textRow(3, '', '乙');
    const after = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>';
    expect((await read(makeXlsx({ sheets: [{ rows, after }] }))).rows).toEqual([
      ['名册'],
      ['区教育局', '甲'],
      ['区教育局', '乙'],
    ]);
  });
});

describe('sheets of a workbook', () => {
  const full = textRow(1, '案号');

  test('the first visible sheet that holds something is read, and the others are named', async () => {
    const sheets = [
      { name: '旧', state: 'hidden', rows: full },
      { name: '空', rows: '<row r="1"><c r="A1" s="0"/></row>' },
      { name: '提案 &amp; 信函', rows: full },
      { name: '说明', rows: full },
    ];
    const grid = await read(makeXlsx({ sheets }));
    expect(grid).toMatchObject({ sheet: '提案 & 信函', otherSheets: ['空', '说明'] });
  });

  test('of several sheets the first that is wanted by its first lines is read, and read whole', async () => {
    const long = Array.from({ length: 30 }, (_, index) => textRow(index + 2, '甲')).join('');
    const sheets = [
      { name: '封面', rows: full },
      { name: '空', rows: '' },
      { name: '名册', rows: textRow(1, '联络员') + long },
      { name: '另一份', rows: textRow(1, '联络员') },
    ];
    const heads: number[] = [];
    const wanted = (text: string) => (head: Grid) => {
      heads.push(head.rows.length);
      return head.rows[0]?.[0] === text;
    };
    const bytes = makeXlsx({ sheets });
    const grid = await readTable({ name: '名册.xlsx', bytes }, wanted('联络员'));
    expect(grid).toMatchObject({ sheet: '名册', otherSheets: ['封面', '空', '另一份'] });
    expect(grid.rows).toHaveLength(31);
    expect(heads).toEqual([1, 0, 20]);
    // Nothing wanted: the first that holds something.
    expect(await readTable({ name: '名册.xlsx', bytes }, wanted('别的'))).toMatchObject({ sheet: '封面' });
  });

  test('a workbook with nothing but a hidden sheet says that hidden sheets are not read', async () => {
    await expect(
      read(makeXlsx({ sheets: [{ rows: '' }, { state: 'veryHidden', rows: full }] })),
    ).rejects.toThrow('“名册.xlsx”里没有内容（隐藏的工作表不读取）');
  });
});

describe('limits of a workbook', () => {
  const full = textRow(1, '案号');

  test('more than 20,000 rows are refused', async () => {
    const rows = Array.from({ length: 20_001 }, (_, index) => textRow(index + 1, '甲')).join('');
    await expect(read(makeXlsx({ sheets: [{ rows }] }))).rejects.toThrow('“名册.xlsx”超过了 20000 行的上限');
  });

  test('20,000 rows and an empty formatted cell in the last corner are read', async () => {
    const rows = `${Array.from({ length: 20_000 }, (_, index) => textRow(index + 1, '甲')).join('')}<row r="1048576"><c r="XFD1048576" s="0"/></row>`;
    expect((await read(makeXlsx({ sheets: [{ rows }] }))).rows).toHaveLength(20_000);
  });

  test('one cell in the last corner of the sheet costs no memory and is refused', async () => {
    const rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    await expect(read(makeXlsx({ sheets: [{ rows }] }))).rejects.toThrow('行的上限');
  });

  test('more than 100 columns are refused', async () => {
    await expect(readRow('<c r="CW1"><v>1</v></c>')).rejects.toThrow('第 1 行超过了 100 列的上限');
  });

  test('a cell of more than 5,000 characters is refused with its place', async () => {
    await expect(read(makeXlsx({ sheets: [{ rows: textRow(3, '', '长'.repeat(5_001)) }] }))).rejects.toThrow(
      '第 3 行第 2 列有 5001 个字，超过了 5000 字的上限',
    );
  });

  test('merged ranges cannot multiply a cell without end', async () => {
    const rows = textRow(1, '甲') + textRow(20_000, '乙');
    const after = `<mergeCells>${'<mergeCell ref="A1:A20000"/>'.repeat(200)}</mergeCells>`;
    await expect(read(makeXlsx({ sheets: [{ rows, after }] }))).rejects.toThrow('合并单元格太多');
  });

  test('a zip bomb is refused while it inflates', async () => {
    const bomb = new Uint8Array(80 * 1024 * 1024).fill(32);
    const bytes = makeXlsx({ sheets: [{ rows: full }], extra: { 'xl/sharedStrings.xml': bomb } });
    expect(bytes.length).toBeLessThan(200_000);
    await expect(read(bytes)).rejects.toThrow('“名册.xlsx”解压后太大');
  });

  test('a bomb that declares a small size is refused all the same', async () => {
    const bytes = makeXlsx({
      sheets: [{ rows: full }],
      extra: { 'xl/sharedStrings.xml': new Uint8Array(80 * 1024 * 1024) },
    });
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (
      let at = view.indexOf(Buffer.from('504b0102', 'hex'));
      at !== -1;
      at = view.indexOf(Buffer.from('504b0102', 'hex'), at + 1)
    )
      view.writeUInt32LE(100, at + 24);
    await expect(read(bytes)).rejects.toThrow('“名册.xlsx”解压后太大');
  });

  test('an archive of too many entries is refused', async () => {
    const extra = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, index) => [`xl/media/${index}.png`, strToU8('')]),
    );
    await expect(read(makeXlsx({ sheets: [{ rows: full }], extra }))).rejects.toThrow('解压后太大');
  });

  test.each([
    ['macros', 'xl/vbaProject.bin', '带宏的工作簿'],
    ['paths that lead out of it', 'xl/../../etc/passwd', '不正常的压缩包'],
    ['paths that lead out of it on Windows', 'xl\\..\\..\\x', '不正常的压缩包'],
  ])('an archive with %s is refused', async (_what, path, said) => {
    await expect(
      read(makeXlsx({ sheets: [{ rows: full }], extra: { [path]: strToU8('x') } })),
    ).rejects.toThrow(said);
  });

  test('one sheet under many tabs is not read many times', async () => {
    const tab = '<sheet name="甲" sheetId="1" r:id="rId1"/>';
    const part = `<workbook xmlns:r="x"><sheets>${tab.repeat(900)}</sheets></workbook>`;
    await expect(read(withPart('xl/workbook.xml', part))).rejects.toThrow('内容不完整');
  });

  test('entities of a document type are not expanded', async () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';
    const grid = await read(withPart('xl/worksheets/sheet1.xml', xml));
    expect(grid.rows).toEqual([['&b;']]);
  });
});

describe('damaged archives', () => {
  const good = makeXlsx({ sheets: [{ rows: textRow(1, '案号', '案由') }] });

  test.each([
    ['cut off', good.slice(0, good.length - 200)],
    ['cut to its first bytes', good.slice(0, 40)],
    ['without a workbook', zipSync({ 'xl/styles.xml': strToU8('<a/>') })],
    ['with XML that does not close', withPart('xl/workbook.xml', '<workbook><sheets>')],
    [
      'with a sheet whose cells have no place',
      withPart('xl/worksheets/sheet1.xml', '<s><row r="0"><c r="0"><v>1</v></c></row></s>'),
    ],
  ])('a workbook %s is refused in Chinese', async (_, bytes) => {
    await expect(read(bytes)).rejects.toThrow(/^“名册\.xlsx”(已损坏|的内容不完整).*另存为 \.xlsx/u);
  });

  test('a flipped byte is found by its checksum', async () => {
    const bytes = zipSync({ 'xl/workbook.xml': strToU8('<workbook>'.padEnd(300, 'x')) }, { level: 0 });
    const at = Buffer.from(bytes).indexOf('xxxx');
    bytes[at] = 0x79;
    await expect(read(bytes)).rejects.toThrow('“名册.xlsx”已损坏');
  });
});

function withPart(path: string, xml: string): Uint8Array {
  return makeXlsx({ sheets: [{ rows: '' }], extra: { [path]: strToU8(xml) } });
}
