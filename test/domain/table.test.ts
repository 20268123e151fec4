import { describe, expect, test } from 'vitest';
import { type Column, readRows } from '../../src/domain/table.ts';

type Name = '案号' | '案由' | '主办' | '会办' | '联络员' | '联络员手机' | '副联络员' | '副联络员手机';

const columns: Column<Name>[] = [
  { name: '案号', synonyms: ['编号'], required: true },
  { name: '案由', synonyms: ['标题'], required: true },
  { name: '主办', synonyms: ['主办单位', '承办单位主办'] },
  { name: '会办', synonyms: ['会办单位', '承办单位会办'] },
  { name: '联络员', synonyms: ['联系人'] },
  { name: '联络员手机', synonyms: ['手机'], person: '联络员' },
  { name: '副联络员', synonyms: [] },
  { name: '副联络员手机', synonyms: ['手机'], person: '副联络员' },
];

function read(...rows: string[][]) {
  return readRows({ file: '提案.csv', rows }, columns);
}

function firstRow(header: string[], cells: string[]) {
  const { rows, problems } = read(header, cells);
  expect(problems).toEqual([]);
  return rows[0]?.cells;
}

describe('the header', () => {
  test('is found below merged titles, and rows keep the numbers of the sheet', () => {
    const title = ['茂南区政协提案交办表'];
    const { rows, problems } = read(
      title,
      [],
      ['', '2022 年 3 月 28 日'],
      ['案号', '案由'],
      ['12', '甲'],
      [],
      ['13', '乙'],
    );
    expect(problems).toEqual([]);
    expect(rows.map(({ row, cells }) => [row, cells.案号, cells.案由])).toEqual([
      [5, '12', '甲'],
      [7, '13', '乙'],
    ]);
  });

  test.each([
    ['编号', '标题'],
    ['案　号', '案 由'],
    ['案\n号', '案由*'],
    ['*案号', '案由（必填）'],
    ['案号：', '案由 (不超过200字)'],
    ['案号【文本】', '案由：'],
  ])('%j and %j are understood', (number, title) => {
    expect(firstRow([number, title], ['12', '甲'])).toMatchObject({ 案号: '12', 案由: '甲' });
  });

  test('on two lines is read as one', () => {
    const { rows } = read(
      ['案号', '案由', '承办单位', '', '备注'],
      ['', '', '主办', '会办', ''],
      ['12', '甲', '区教育局', '区财政局', '急'],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ row: 3, cells: { 案号: '12', 主办: '区教育局', 会办: '区财政局' } });
  });

  test('that several columns share means the column of the person on its left', () => {
    const header = ['案号', '案由', '联系人', '手机', '副联络员', '手机'];
    expect(firstRow(header, ['12', '甲', '张', '1', '李', '2'])).toMatchObject({
      联络员手机: '1',
      副联络员手机: '2',
    });
    expect(
      firstRow(['案号', '案由', '联络员', '副联络员', '手机'], ['12', '甲', '张', '李', '2']),
    ).toMatchObject({
      联络员手机: '',
      副联络员手机: '2',
    });
  });

  test('that does not exist is one problem, which says what the first row holds', () => {
    expect(read([], ['甲', '乙']).problems).toEqual([
      {
        file: '提案.csv',
        row: 2,
        column: '表头',
        found: '甲、乙',
        expected: expect.stringContaining('“案号”、“案由”'),
      },
    ]);
    expect(read().problems).toMatchObject([{ row: 1, found: '' }]);
  });

  test('without a required column names it', () => {
    expect(read(['案号', '主办'], ['12', '甲'])).toMatchObject({
      rows: [],
      problems: [{ row: 1, column: '案由', found: '', expected: '表里要有“案由”这一列' }],
    });
  });

  test('that is a misspelt one is reported, and its column is read all the same', () => {
    const { rows, problems } = read(['案号', '案由', '会辩'], ['12', '甲', '区教育局']);
    expect(problems).toEqual([
      { file: '提案.csv', row: 1, column: '会辩', found: '会辩', expected: '认识的列名，您是不是要写：会办' },
    ]);
    expect(rows).toMatchObject([{ cells: { 会办: '区教育局' } }]);
  });

  test('of a column of the office’s own is left alone', () => {
    expect(
      firstRow(['序号', '案号', '案由', '办理期限', '督办', '备注'], ['1', '12', '甲', '8月30日', '是', '']),
    ).toMatchObject({ 案号: '12', 案由: '甲' });
  });

  test('that comes twice is reported with its first place', () => {
    expect(read(['案号', '案由', '标题'], ['12', '甲', '乙']).problems).toEqual([
      {
        file: '提案.csv',
        row: 1,
        column: '案由',
        found: '标题',
        expected: '只出现一次的列名（第 2 列已经是“案由”）',
      },
    ]);
  });
});

describe('the rows', () => {
  const header = ['案号', '案由', '主办', '会办'];

  test.each([
    [['合计', '', '60件']],
    [['总计：60件', '']],
    [['', '小计', '1', '2']],
    [['备注：本表一式两份']],
    [['填表人：张三', '审核人：李四', '日期：2022年4月1日']],
    [header],
    [['案 号', '案由', '', '会办']],
    [['', ' ', '　', '']],
  ])('%j is no row', (line) => {
    expect(read(header, ['12', '甲'], line).rows).toHaveLength(1);
  });

  test('the lines of notes below a table are no rows', () => {
    const notes = [['填表说明：'], ['1. 案号按交办通知填写'], ['', '2. 会办可以填几个单位']];
    expect(read(header, ['12', '甲'], ...notes).rows).toHaveLength(1);
  });

  test('a note between rows hides no row after it, not even one with a single cell', () => {
    const { rows } = read(header, ['注：以下为第二批'], ['13'], ['14', '乙'], ['15']);
    expect(rows.map(({ cells }) => cells.案号)).toEqual(['13', '14', '15']);
  });

  test('a title that only begins like a note is a row', () => {
    expect(read(header, ['12', '注重农村教育的提案'], ['合计划', '关于甲', '乙']).rows).toHaveLength(2);
  });

  test('a spreadsheet error is a problem, and its row is left out', () => {
    const { rows, problems } = read(header, ['12', '#N/A', '#REF!'], ['13', '甲']);
    expect(rows.map(({ row }) => row)).toEqual([3]);
    expect(problems).toMatchObject([
      { row: 2, column: '案由', found: '#N/A' },
      { row: 2, column: '主办', found: '#REF!' },
    ]);
  });
});
