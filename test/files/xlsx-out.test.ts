import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Cell, Sheet } from '../../src/files/sheet.ts';
import { readXlsx } from '../../src/files/xlsx.ts';
import { writeXlsx } from '../../src/files/xlsx-out.ts';
import { cellText } from '../../src/files/xlsx-text.ts';
import { writeXlsxHere } from '../../src/files/xlsx-write.ts';

const sheet = (rows: Cell[][], more: Partial<Sheet> = {}): Sheet => ({
  name: '提案',
  columns: [
    { title: '案号', width: 8 },
    { title: '案由', width: 30 },
    { title: '交办日期', width: 12, kind: 'date' },
    { title: '登记时间', width: 17, kind: 'moment' },
  ],
  rows,
  ...more,
});

async function made(...sheets: Sheet[]) {
  const bytes = await writeXlsxHere({ sheets, heading: '台账 A&B 2022' });
  const parts = unzipSync(bytes);
  const part = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  return { bytes, part };
}

/** The body of the one sheet, as our own reader gives it. */
async function readBack(...rows: Cell[][]): Promise<string[][]> {
  const { bytes } = await made(sheet([['号', '由', null, null], ...rows]));
  return readXlsx('台账.xlsx', bytes).rows.slice(2);
}

describe('a workbook', () => {
  test('keeps numbers, texts, dates and moments as what they are', async () => {
    expect(
      await readBack(
        [12, '关于学位的提案', '2022-03-28', '2022-04-08 09:05'],
        ['2022-012', { value: '逾期', tone: 'bad' }, '不详', null],
      ),
    ).toEqual([
      ['12', '关于学位的提案', '2022-03-28', '2022-04-08 09:05:00'],
      ['2022-012', '逾期', '不详'],
    ]);
    const { part } = await made(sheet([[12, '由', '2022-03-28', '2022-04-08 09:05']]));
    // 44648 is 2022-03-28 in Excel's count of days.
    expect(part('xl/worksheets/sheet1.xml')).toMatch(/<c r="C2" s="\d+"><v>44648<\/v><\/c>/);
    expect(part('xl/styles.xml')).toContain('formatCode="yyyy-mm-dd hh:mm"');
  });

  test('has a frozen, repeated header, filters, and pages of A4 across', async () => {
    const { part } = await made(
      sheet([[1, '甲', null, null]], { frozenColumns: 2 }),
      sheet([], { name: "月报 'A'" }),
    );
    const xml = part('xl/worksheets/sheet1.xml');
    expect(xml).toContain('<pane ySplit="1" xSplit="2" topLeftCell="C2"');
    expect(xml).toContain('</sheetData><autoFilter ref="A1:D2"/>');
    expect(xml).toContain('orientation="landscape" fitToWidth="1" fitToHeight="0"/>');
    expect(xml).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>');
    expect(xml).toContain('<oddHeader>&amp;L台账 A&amp;&amp;B 2022&amp;R提案</oddHeader>');
    const book = part('xl/workbook.xml');
    expect(book).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="0">\'提案\'!$A:$B,\'提案\'!$1:$1</definedName>',
    );
    expect(book).toContain("localSheetId=\"1\">'月报 ''A'''!$1:$1</definedName>");
    expect(book).toContain('hidden="1">\'提案\'!$A$1:$D$2</definedName>');
  });

  test('wide sheets are printed on as many pages across as can still be read', async () => {
    const columns = Array.from({ length: 30 }, (_, index) => ({ title: `列${index}`, width: 13 }));
    const { part } = await made({ name: '承办', columns, rows: [] });
    expect(part('xl/worksheets/sheet1.xml')).toContain('fitToWidth="2"');
    expect(part('xl/worksheets/sheet1.xml')).toContain('<autoFilter ref="A1:AD1"/>');
  });
});

describe('text that people typed', () => {
  const HOSTILE = [
    '=1+1',
    '+86 668',
    '-2',
    '@SUM(A1)',
    '\t=cmd',
    '＝1',
    '=HYPERLINK("http://x","点")',
    'constructor',
    '__proto__',
    'toString',
    '_x0041_ 和 _x005F_',
    '<b>&amp;</b>',
    '两行\n文字',
    '  前后有空格  ',
    '𠮷野家 👨‍👩‍👧',
    '替代 � 字符',
  ];

  test('comes back as it was and never becomes a formula', async () => {
    expect((await readBack(...HOSTILE.map((text) => ['x', text]))).map((row) => row[1])).toEqual(HOSTILE);
    const { part } = await made(sheet(HOSTILE.map((text) => ['x', text])));
    expect(part('xl/worksheets/sheet1.xml')).not.toContain('<f');
    // The first six would become formulas once somebody edits the cell, were they not formatted as text.
    const styles = part('xl/styles.xml');
    const textFormat = /numFmtId="(\d+)" formatCode="@"/.exec(styles)?.[1];
    const xfs = [...(styles.split('<cellXfs')[1] ?? '').matchAll(/<xf ([^>]*)>/g)].map(([, xf]) => xf ?? '');
    const style = xfs.findIndex((xf) => xf.includes(`numFmtId="${textFormat}"`));
    const formatted = [...part('xl/worksheets/sheet1.xml').matchAll(/<c r="B\d+" s="(\d+)"/g)];
    expect(formatted.filter(([, s]) => Number(s) === style)).toHaveLength(7);
  });

  test.each([
    ['control characters are left out', 'a\u0000\u0001\u0008\u000b\u001f\u007f\u0085\u009fb', 'ab'],
    ['noncharacters too', 'a\ufffe\uffff\ufdd0b', 'ab'],
    ['line breaks are line feeds', 'a\r\nb\rc\n', 'a\nb\nc\n'],
    ['a lone surrogate is replaced', 'a\ud800b', 'a\ufffdb'],
    ['tabs stay', 'a\tb', 'a\tb'],
  ])('%s', (_what, text, kept) => {
    expect(cellText(text)).toBe(kept);
  });

  test('what no cell can hold is cut with a mark, and no character in half', () => {
    expect(cellText('字'.repeat(32_767))).toHaveLength(32_767);
    const cut = cellText('𠮷'.repeat(20_000));
    expect(cut.length).toBeLessThanOrEqual(32_767);
    expect(cut).toMatch(/^(𠮷)+……（超过单元格容量，以下从略）$/u);
  });

  test('whatever it is', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((one) => cellText(one).trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
        const read = await readBack(...texts.map((one) => ['x', one]));
        expect(read.map((row) => row[1])).toEqual(texts.map(cellText));
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

test('it is written beside the program, and a writer that fails is no file', async () => {
  const bytes = await writeXlsx({ heading: '台账', sheets: [sheet([[1, '甲', null, null]])] });
  expect(readXlsx('台账.xlsx', bytes).rows[1]).toEqual(['1', '甲']);
  const nameless = { ...sheet([]), name: 'a name of more than thirty-one characters' };
  await expect(writeXlsx({ heading: '台账', sheets: [nameless] })).rejects.toThrow(
    /ended with 1: Error: Sheet name/,
  );
});
