import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../src/domain/import-problem.ts';
import { normalNumber, readProposals } from '../../src/domain/proposal-list.ts';

const header = [
  '案号',
  '案由',
  '类别',
  '领衔委员',
  '主办',
  '独办',
  '分办',
  '会办',
  '交办日期',
  '复杂件',
] as const;
type Cells = Partial<Record<(typeof header)[number], string>>;

const units = [
  { name: '区教育局', shortName: '教育局' },
  { name: '区财政局', shortName: '财政局' },
  { name: '区卫生健康局', shortName: '卫健局' },
  { name: '市公安局茂南分局', shortName: null },
];
const good: Cells = { 案号: '12', 案由: '关于甲的提案', 主办: '区教育局', 交办日期: '2022-03-28' };

/** Row 1 is the header, so the first of `rows` is row 2. */
function read(...rows: Cells[]) {
  const lines = rows.map((cells) => header.map((column) => cells[column] ?? ''));
  return readProposals({ file: '提案.csv', rows: [[...header], ...lines] }, { units, year: 2022 });
}

function problemsOf(...rows: Cells[]): string[] {
  const { problems } = read(...rows);
  return problems.length === 0 ? [] : formatProblems(problems).replaceAll('提案.csv ', '').split('\n');
}

function assignmentsOf(cells: Cells): string[] {
  const { proposals, problems } = read({ ...good, 主办: '', ...cells });
  expect(problems).toEqual([]);
  return (proposals[0]?.assignments ?? []).map(({ unit, role }) => `${role} ${unit}`);
}

describe('a good row', () => {
  test('gives a proposal', () => {
    const row: Cells = {
      ...good,
      案号: '第０１２号',
      类别: '提案',
      领衔委员: '委员０１',
      会办: '区财政局',
      复杂件: '√',
    };
    expect(read(row)).toEqual({
      proposals: [
        {
          number: '12',
          title: '关于甲的提案',
          kind: 'proposal',
          leadMember: '委员０１',
          assignedOn: '2022-03-28',
          hard: true,
          assignments: [
            { unit: '区教育局', role: 'lead' },
            { unit: '区财政局', role: 'joint' },
          ],
        },
      ],
      problems: [],
    });
  });

  test.each([
    ['12', '12'],
    ['第１２号', '12'],
    ['012', '12'],
    ['12号', '12'],
    ['12.0', '12'],
    ['第 12 号', '12'],
    ['20220012', '20220012'],
    ['2022-012', '2022-012'],
    ['a-12', 'A-12'],
    ['0', '0'],
  ])('the number %j is kept as %j', (text, expected) => {
    expect(normalNumber(text)).toBe(expected);
  });

  test.each<[string, string, 'proposal' | 'letter']>([
    ['提案', '', 'proposal'],
    ['空白', '', 'proposal'],
    ['集体提案', '集体提案', 'proposal'],
    ['信函', '信函', 'letter'],
    ['信函类型', '信 函 类 型', 'letter'],
  ])('of the kind %s is understood', (_, cell, kind) => {
    expect(read({ ...good, 类别: cell }).proposals[0]?.kind).toBe(kind);
  });

  test('may say that nobody answers it for now', () => {
    expect(assignmentsOf({ 主办: '待定' })).toEqual([]);
    expect(assignmentsOf({ 主办: '待定', 会办: '区财政局' })).toEqual(['joint 区财政局']);
    expect(assignmentsOf({ 主办: '待定', 独办: '区财政局' })).toEqual(['sole 区财政局']);
  });

  test.each<[boolean, string[]]>([
    [true, ['是', '√', '✓', 'Y', 'y', '１', '1', 'TRUE']],
    [false, ['', '否', '×', 'N', '0', '无', 'FALSE', '—', '/']],
  ])('is hard (%s) when marked so', (hard, marks) => {
    for (const mark of marks)
      expect(read({ ...good, 复杂件: mark })).toMatchObject({ proposals: [{ hard }], problems: [] });
  });

  test.each([
    '区教育局、区财政局、区卫生健康局',
    '区教育局，区财政局,区卫生健康局',
    '区教育局;区财政局；区卫生健康局；',
    '区教育局/区财政局／区卫生健康局',
    '区教育局\n区财政局\r\n区卫生健康局',
    '教育局、财政局、卫健局',
    '区教育局 区财政局　卫健局',
    '区 教 育 局、区财政局、区卫生\u200b健康局',
  ])('names several units as %j', (cell) => {
    expect(assignmentsOf({ 分办: cell })).toEqual(['split 区教育局', 'split 区财政局', 'split 区卫生健康局']);
  });

  test('may say in words or strokes that nobody is meant', () => {
    expect(assignmentsOf({ 独办: '区教育局', 主办: '无', 分办: '/', 会办: '——' })).toEqual(['sole 区教育局']);
  });

  test('without a date takes the default one', () => {
    const grid = {
      file: '提案.csv',
      rows: [
        ['案号', '案由', '独办'],
        ['1', '甲', '教育局'],
      ],
    };
    const options = { units, year: 2022, defaultAssignedOn: '2022-03-28' };
    expect(readProposals(grid, options)).toMatchObject({
      proposals: [{ assignedOn: '2022-03-28' }],
      problems: [],
    });
  });

  test('with month and day alone is of the year of the notice', () => {
    expect(read({ ...good, 交办日期: '3月28日' }).proposals[0]?.assignedOn).toBe('2022-03-28');
  });

  test('may stand under a header of two lines with other names', () => {
    const grid = {
      file: '提案.csv',
      rows: [
        ['茂南区政协六届一次会议提案交办表'],
        ['序号', '提案编号', '提案标题', '提案者', '承办单位', '', '', '', '交办时间'],
        ['', '', '', '', '主办', '独办', '分办', '协办', ''],
        ['1', '12', '关于甲的提案', '委员01', '教育局', '', '', '财政局', '44648'],
        ['合计', '1件'],
      ],
    };
    expect(readProposals(grid, { units, year: 2022 })).toMatchObject({
      proposals: [{ number: '12', leadMember: '委员01', assignments: [{ role: 'lead' }, { role: 'joint' }] }],
      problems: [],
    });
  });
});

describe('a problem is', () => {
  test.each<[string, Cells, string]>([
    ['a missing number', { ...good, 案号: '' }, '「案号」：没有填，应为提案的编号，例如 12'],
    [
      'two numbers in one cell',
      { ...good, 案号: '12、13' },
      '「案号」：填的是“12、13”，应为一件提案的编号，例如 12 或 2022-012（一行一件，最多 30 个字）',
    ],
    ['a missing title', { ...good, 案由: '　' }, '「案由」：没有填，应为提案的标题'],
    [
      'an unknown kind',
      { ...good, 类别: '信涵' },
      '「类别」：填的是“信涵”，应为提案或信函；您是不是要写：信函',
    ],
    [
      'an impossible date',
      { ...good, 交办日期: '2022-02-30' },
      '「交办日期」：填的是“2022-02-30”，应为真实存在的日期，例如 2022-03-28、2022年3月28日',
    ],
    [
      'a date of another time',
      { ...good, 交办日期: '2202-03-28' },
      '「交办日期」：填的是“2202-03-28”，应为 2022 年前后的日期',
    ],
    ['a missing date', { ...good, 交办日期: '' }, '「交办日期」：没有填，应为交办的日期，例如 2022-03-28'],
    ['an unclear mark', { ...good, 复杂件: '也许' }, '「复杂件」：填的是“也许”，应为“是”或空白'],
    [
      'an unknown unit',
      { ...good, 主办: '茂南区教育局' },
      '「主办」：填的是“茂南区教育局”，应为名册里的单位，您是不是要写：区教育局',
    ],
    [
      'an unknown unit near a short name',
      { ...good, 会办: '卫健委' },
      '「会办」：填的是“卫健委”，应为名册里的单位，您是不是要写：区卫生健康局',
    ],
    [
      'a unit that is like no other',
      { ...good, 主办: '石化公司' },
      '「主办」：填的是“石化公司”，应为名册里的单位',
    ],
    [
      'nobody to answer',
      { ...good, 主办: '', 会办: '区财政局' },
      '「主办」：没有填，应为负责答复的单位：主办、独办、分办至少填一项',
    ],
    [
      'two 主办',
      { ...good, 主办: '教育局、财政局' },
      '「主办」：填的是“教育局、财政局”，应为一个主办单位；几个单位分别答复的，请写在“分办”',
    ],
    [
      'two 独办',
      { ...good, 主办: '', 独办: '教育局、财政局' },
      '「独办」：填的是“教育局、财政局”，应为一个独办单位；几个单位分别答复的，请写在“分办”',
    ],
    [
      '主办 and 独办',
      { ...good, 独办: '财政局' },
      '「独办」：填的是“财政局”，应为空白：已有主办单位，同一件提案不能又主办又独办',
    ],
    [
      '独办 and 分办',
      { ...good, 主办: '', 独办: '财政局', 分办: '教育局' },
      '「分办」：填的是“教育局”，应为空白：已有独办单位，同一件提案不能又独办又分办',
    ],
    [
      '会办 without 主办',
      { ...good, 主办: '', 分办: '财政局', 会办: '教育局' },
      '「会办」：填的是“教育局”，应为空白：会办意见是给主办单位的，这件提案没有主办单位',
    ],
    [
      'a unit in two roles',
      { ...good, 会办: '教育局' },
      '「会办」：填的是“教育局”，应为另一个单位：一个单位只能有一种承办方式（已写在“主办”）',
    ],
    [
      'a unit twice in a cell',
      { ...good, 会办: '财政局、区财政局' },
      '「会办」：填的是“区财政局”，应为每个单位只写一次（这一格里重复）',
    ],
  ])('%s', (_, cells, problem) => {
    expect(problemsOf(cells)).toEqual([`第 2 行${problem}`]);
  });

  test('a title of more than 200 characters', () => {
    expect(problemsOf({ ...good, 案由: '题'.repeat(201) })).toEqual([
      `第 2 行「案由」：填的是“${'题'.repeat(40)}……”，应为不超过 200 字的标题（现有 201 字）`,
    ]);
    expect(problemsOf({ ...good, 案由: '题'.repeat(200) })).toEqual([]);
  });

  test.each([
    ['12', '第０１２号'],
    ['2022-012', '2022-12'],
  ])('the number %s given again as %s, with both rows', (first, again) => {
    expect(problemsOf({ ...good, 案号: first }, { ...good, 案号: '7' }, { ...good, 案号: again })).toEqual([
      `第 4 行「案号」：填的是“${again}”，应为没有用过的案号（第 2 行和第 4 行重复）`,
    ]);
  });
});

test('every problem is reported at once, several for one row, and the good rows are kept apart', () => {
  const { proposals, problems } = read(
    { 案号: '', 案由: '', 类别: '甲乙丙', 会办: '外星局', 交办日期: '昨天', 复杂件: '大' },
    good,
    {
      ...good,
      案号: '13',
      主办: '区教肓局',
    },
  );
  expect(proposals.map(({ number }) => number)).toEqual(['12']);
  expect(problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
    '2 案号',
    '2 案由',
    '2 类别',
    '2 交办日期',
    '2 复杂件',
    '2 会办',
    '2 主办',
    '4 主办',
  ]);
});
