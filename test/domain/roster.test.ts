import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../src/domain/import-problem.ts';
import { readRoster } from '../../src/domain/roster.ts';

const header = [
  '角色',
  '单位',
  '简称',
  '单位职能',
  '单位地址',
  '联系电话',
  '联络员',
  '联络员手机',
  '联络员邮箱',
  '联络员Slack ID',
  '副联络员',
  '副联络员手机',
  '副联络员邮箱',
  '副联络员Slack ID',
  '分管领导',
] as const;

type Cells = Partial<Record<(typeof header)[number], string>>;

const education: Cells = { 单位: '区教育局', 简称: '教育局', 联络员: '甲', '联络员Slack ID': 'U01EDU' };
const finance: Cells = { 单位: '区财政局', 简称: '财政局', 联络员: '乙', '联络员Slack ID': 'U01CZJ' };

/** Row 1 is the header, so the first of `rows` is row 2. */
function read(...rows: Cells[]) {
  const lines = rows.map((cells) => header.map((column) => cells[column] ?? ''));
  return readRoster({ file: '名册.csv', rows: [[...header], ...lines] });
}

function problemsOf(...rows: Cells[]): string[] {
  const { problems } = read(...rows);
  return problems.length === 0 ? [] : formatProblems(problems).replaceAll('名册.csv ', '').split('\n');
}

describe('a good roster', () => {
  test('gives a unit with its profile, its liaison and its deputy', () => {
    const roster = read({
      ...education,
      单位职能: '统筹管理\n全区教育工作',
      单位地址: '站北二路１号',
      联系电话: '（0668）0000100',
      联络员: '李　四',
      联络员手机: '１３８００００００００',
      联络员邮箱: 'EDU@Example.com',
      副联络员: '王五',
      副联络员邮箱: 'deputy@example.com',
      分管领导: '分管副局长',
    });
    expect(roster).toEqual({
      units: [
        {
          name: '区教育局',
          shortName: '教育局',
          functions: '统筹管理全区教育工作',
          address: '站北二路１号',
          phone: '0668-0000100',
          leader: '分管副局长',
        },
      ],
      members: [
        {
          role: 'liaison',
          unit: '区教育局',
          name: '李四',
          phone: '13800000000',
          email: 'edu@example.com',
          slackId: 'U01EDU',
        },
        {
          role: 'deputy',
          unit: '区教育局',
          name: '王五',
          phone: null,
          email: 'deputy@example.com',
          slackId: null,
        },
      ],
      problems: [],
    });
  });

  test('has the desk and the managers without a unit, whatever the row says of the office', () => {
    const { units, members, problems } = read(
      { 角色: '股内人员', 单位: '区政府办公室', 联络员: '工作人员甲', '联络员Slack ID': 'U01DESK' },
      { 角色: '区府办领导', 联络员: '区府办主任', 联络员邮箱: 'lead@example.com' },
    );
    expect(problems).toEqual([]);
    expect(units).toEqual([]);
    expect(members.map(({ role, unit, name }) => [role, unit, name])).toEqual([
      ['desk', null, '工作人员甲'],
      ['manager', null, '区府办主任'],
    ]);
  });

  test('has the leaders of units who can be reached, each beside their unit', () => {
    const leader: Cells = {
      角色: '单位分管领导',
      单位: '区教育局',
      联络员: '丙',
      '联络员Slack ID': 'U09LEAD',
    };
    const { units, members, problems } = read(education, leader);
    expect(problems).toEqual([]);
    expect(units.map(({ name }) => name)).toEqual(['区教育局']);
    expect(members.map(({ role, unit, name }) => [role, unit, name])).toEqual([
      ['liaison', '区教育局', '甲'],
      ['leader', '区教育局', '丙'],
    ]);
    // A leader is no liaison.
    expect(problemsOf({ ...leader, 单位: '区财政局' })).toEqual([
      '第 2 行「联络员」：没有填，应为“区财政局”的联络员，每个单位至少一名',
    ]);
  });

  test('may give a unit in several rows, which complete each other', () => {
    const { units, members, problems } = read(
      { ...education, 单位地址: '站北二路1号' },
      {
        单位: '区 教育局',
        单位地址: '站北二路１号',
        联系电话: '0668-0000100',
        联络员: '乙',
        联络员邮箱: 'b@example.com',
      },
    );
    expect(problems).toEqual([]);
    expect(units).toMatchObject([{ name: '区教育局', address: '站北二路1号', phone: '0668-0000100' }]);
    expect(members.map(({ name, unit }) => [name, unit])).toEqual([
      ['甲', '区教育局'],
      ['乙', '区教育局'],
    ]);
  });

  test('may use other headers, below a title', () => {
    const { units, members, problems } = readRoster({
      file: '名册.csv',
      rows: [
        ['茂南区提案承办单位联络员名册'],
        [
          '单位名称（必填）',
          '办公地址',
          '办公电话',
          '联系人',
          '手机号码',
          '电子邮箱',
          '副联络员',
          '手机号码',
          'Email',
          '单位分管领导',
        ],
        [
          '区教育局',
          '站北二路1号',
          '0668-0000100',
          '甲',
          '13800000000',
          'a@example.com',
          '乙',
          '13900000000',
          'b@example.com',
          '丙',
        ],
      ],
    });
    expect(problems).toEqual([]);
    expect(units).toMatchObject([
      { name: '区教育局', address: '站北二路1号', phone: '0668-0000100', leader: '丙' },
    ]);
    expect(members).toMatchObject([
      { name: '甲', phone: '13800000000', email: 'a@example.com' },
      { name: '乙', phone: '13900000000', email: 'b@example.com' },
    ]);
  });
});

test('a telephone column right of a person is that person’s, unless it is the first 联系电话', () => {
  const { units, members, problems } = readRoster({
    file: '名册.csv',
    rows: [
      ['单位', '联系电话', '联络员', '联系电话', '邮箱', '副联络员', '电话', '邮箱'],
      [
        '区教育局',
        '0668-0000100',
        '甲',
        '13800000000',
        'a@example.com',
        '乙',
        '13900000000',
        'b@example.com',
      ],
    ],
  });
  expect(problems).toEqual([]);
  expect(units[0]?.phone).toBe('0668-0000100');
  expect(members.map(({ phone }) => phone)).toEqual(['13800000000', '13900000000']);
});

test('two lines of headers give each person their own columns', () => {
  const { members, problems } = readRoster({
    file: '名册.csv',
    rows: [
      ['单位', '联络员', '', '', '副联络员', '', ''],
      ['', '姓名', '手机', 'Slack ID', '姓名', '手机', 'Slack ID'],
      ['区教育局', '甲', '13800000000', 'U01EDU', '乙', '13900000000', 'U02EDU'],
    ],
  });
  expect(problems).toEqual([]);
  expect(members).toMatchObject([
    { name: '甲', phone: '13800000000', slackId: 'U01EDU' },
    { name: '乙', phone: '13900000000', slackId: 'U02EDU' },
  ]);
});

describe('a problem is', () => {
  test.each<[string, Cells, string]>([
    [
      'an unknown role',
      { ...education, 角色: '股内人' },
      '「角色」：填的是“股内人”，应为空白（单位）、单位分管领导、股内人员或区府办领导；您是不是要写：股内人员',
    ],
    ['a missing unit', { 联络员: '甲', '联络员Slack ID': 'U01EDU' }, '「单位」：没有填，应为单位名称'],
    [
      'two units in one cell',
      { ...education, 单位: '区教育局、区财政局' },
      '「单位」：填的是“区教育局、区财政局”，应为一个单位的名称，不含顿号、逗号、分号和斜线',
    ],
    [
      'a unit without liaison',
      { 单位: '区教育局' },
      '「联络员」：没有填，应为“区教育局”的联络员，每个单位至少一名',
    ],
    [
      'a liaison without name',
      { 单位: '区教育局', 联络员邮箱: 'a@example.com' },
      '「联络员」：没有填，应为姓名（这一行填了“a@example.com”）',
    ],
    [
      'two people in one cell',
      { ...education, 联络员: '甲、乙' },
      '「联络员」：填的是“甲、乙”，应为一个人的姓名；第二名联络员请另起一行，单位照抄',
    ],
    [
      'a liaison who cannot be bound',
      { ...education, '联络员Slack ID': '' },
      '「联络员邮箱」：没有填，应为“甲”的邮箱或 Slack ID，至少填一项，否则消息送不到人',
    ],
    [
      'a deputy who cannot be bound',
      { ...education, 副联络员: '乙' },
      '「副联络员邮箱」：没有填，应为“乙”的邮箱或 Slack ID，至少填一项，否则消息送不到人',
    ],
    [
      'a malformed e-mail',
      { ...education, 联络员邮箱: 'edu.example.com' },
      '「联络员邮箱」：填的是“edu.example.com”，应为邮箱地址，例如 name@example.com',
    ],
    [
      'a malformed Slack ID',
      { ...education, '联络员Slack ID': '@甲' },
      '「联络员Slack ID」：填的是“@甲”，应为 Slack 用户 ID：U 或 W 开头，后面是大写字母和数字，例如 U01EDU23',
    ],
    [
      'a malformed mobile number',
      { ...education, 联络员手机: '1.38E+10' },
      '「联络员手机」：填的是“1.38E+10”，应为电话号码，例如 13800000000 或 0668-0001234',
    ],
    [
      'a malformed telephone number',
      { ...education, 联系电话: '见通讯录' },
      '「联系电话」：填的是“见通讯录”，应为电话号码，例如 0668-0001234；几个号码用顿号隔开',
    ],
    ['a desk row without a person', { 角色: '股内人员' }, '「联络员」：没有填，应为这位股内人员的姓名或职务'],
    [
      'a deputy on a desk row',
      { 角色: '股内人员', 联络员: '甲', '联络员Slack ID': 'U01DESK', 副联络员: '乙' },
      '「副联络员」：填的是“乙”，应为空白：单位分管领导、股内人员和区府办领导每人一行，写在“联络员”各列',
    ],
  ])('%s', (_, cells, problem) => {
    expect(problemsOf(cells)).toEqual([`第 2 行${problem}`]);
  });

  test('a unit described in two ways', () => {
    expect(
      problemsOf(
        { ...education, 单位地址: '甲路1号' },
        { ...finance, 单位: '区教育局', 简称: '', 单位地址: '乙路2号' },
      ),
    ).toEqual(['第 3 行「单位地址」：填的是“乙路2号”，应为与第 2 行起“区教育局”的“甲路1号”一致，或留空']);
  });

  test('a short name of two units, or one that is another unit’s name', () => {
    expect(problemsOf(education, { ...finance, 简称: '教育局' })).toEqual([
      '第 3 行「简称」：填的是“教育局”，应为别的单位没有用过的简称（第 2 行“区教育局”已用）',
    ]);
    expect(problemsOf({ ...education, 简称: '区财政局' }, finance)).toEqual([
      '第 2 行「简称」：填的是“区财政局”，应为别的单位没有用过的简称（第 3 行“区财政局”已用）',
    ]);
  });

  test('a contact that is given to two people', () => {
    expect(
      problemsOf({ ...education, 联络员邮箱: 'a@example.com' }, { ...finance, 联络员邮箱: 'A@example.com' }),
    ).toEqual(['第 3 行「联络员邮箱」：填的是“a@example.com”，应为“乙”本人的邮箱（已填给第 2 行“甲”）']);
  });

  test('a person of two units', () => {
    expect(problemsOf(education, { ...finance, 联络员: '甲', '联络员Slack ID': 'U01EDU' })).toEqual([
      '第 3 行「联络员Slack ID」：填的是“U01EDU”，应为没有登记过的人：一个人只能属于一个单位（第 2 行“甲”已属于“区教育局”）',
    ]);
  });

  test('a person who is there twice', () => {
    const twice = '应为没有登记过的人：第 2 行“甲”是同一个人，一个人只登记一次';
    expect(problemsOf(education, education)).toEqual([`第 3 行「联络员Slack ID」：填的是“U01EDU”，${twice}`]);
    expect(problemsOf({ ...education, 副联络员: '甲', '副联络员Slack ID': 'U01EDU' })).toEqual([
      `第 2 行「副联络员Slack ID」：填的是“U01EDU”，${twice}`,
    ]);
  });
});

test('every problem of a file is reported at once, several for one row', () => {
  const problems = problemsOf(
    { 联络员: '甲', 联络员邮箱: 'x', 联络员手机: 'y' },
    { ...education, 角色: '领导们' },
    { ...finance, 副联络员: '丙' },
  );
  expect(problems.map((line) => line.slice(0, line.indexOf('：')))).toEqual([
    '第 2 行「单位」',
    '第 2 行「联络员手机」',
    '第 2 行「联络员邮箱」',
    '第 3 行「角色」',
    '第 4 行「副联络员邮箱」',
  ]);
});
