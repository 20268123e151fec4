import { describe, expect, test } from 'vitest';
import type { LedgerFacts, LedgerRecord } from '../../src/domain/ledger-facts.ts';
import type { Cell, Sheet } from '../../src/files/sheet.ts';
import { type LedgerProps, ledgerName, ledgerSheets } from '../../templates/ledger/index.ts';
import { buildFacts, type Given, report } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '12@区教育局';

/** A record about an assignment `12@区教育局`. */
function record(kind: string, about: string, on: string, more: Partial<LedgerRecord> = {}): LedgerRecord {
  const [, unit = about] = about.split('@');
  return {
    assignmentId: about,
    unitId: unit,
    kind,
    on,
    dutyKey: null,
    promisedOn: null,
    text: null,
    details: {},
    by: '王联络',
    at: `${on} 10:00`,
    revoked: null,
    ...more,
  };
}

/** The ledger of a small office, with its records as facts too. */
function sheets(
  given: Given,
  ledger: Partial<Omit<LedgerFacts, 'facts'>> = {},
  more: Partial<LedgerProps> = {},
): Map<string, Record<string, Cell>[]> {
  const records = ledger.records ?? [];
  const facts = buildFacts({
    ...given,
    registrations: records
      .filter((one) => one.revoked === null)
      .map((one) => ({ ...one, assignmentId: one.dutyKey === null ? one.assignmentId : null })),
  });
  const props: LedgerProps = {
    notice,
    calendar,
    today: '2022-06-20',
    at: '2022-06-20 09:05',
    month: null,
    contacts: true,
    ...more,
    ledger: {
      hardReasons: new Map(),
      people: [],
      entries: [],
      requests: [],
      urges: [],
      sendings: [],
      events: [],
      ...ledger,
      records,
      facts,
    },
  };
  return new Map([...ledgerSheets(props)].map((sheet) => [sheet.name, rowsOf(sheet)]));
}

function rowsOf({ columns, rows }: Sheet): Record<string, Cell>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ title }, index) => [title, row[index] ?? null])),
  );
}

const OFFICE: Given = {
  proposals: [{ number: '12', lead: '区教育局', joint: ['区财政局'], leadMember: '委员甲' }],
};
const replied = [
  record('signed', EDU, '2022-04-06'),
  record('contacted', EDU, '2022-05-09', { details: { way: '面商', phase: 'before' }, text: '已面谈' }),
  record('contacted', EDU, '2022-05-20', { details: { way: '电话' } }),
  record('reply-delivered', EDU, '2022-06-01', {
    details: { category: 'B', fileNumber: '茂南教函〔2022〕12号' },
  }),
  record('reply-uploaded', EDU, '2022-06-01'),
  record('form-sent', EDU, '2022-06-01'),
  record('form-received', EDU, '2022-06-05'),
  record('form-back-unit', EDU, '2022-06-18', { details: { grade: '不满意' }, text: '落实不够' }),
];

describe('承办', () => {
  test('has every date of a part, and what it still owes', () => {
    const [edu, finance] = sheets(OFFICE, { records: replied }).get('承办') ?? [];
    expect(edu).toMatchObject({
      案号: 12,
      承办单位: '区教育局',
      承办方式: '主办',
      交办日期: '2022-03-28',
      轮次: '首次交办',
      签收期限: '2022-04-10',
      签收日期: '2022-04-06',
      首次沟通: '2022-05-09',
      沟通方式: '面商、电话',
      沟通次数: 2,
      书面答复: '2022-06-01',
      上传系统: '2022-06-01',
      答复文号: '茂南教函〔2022〕12号',
      答复类别: 'B 正在解决或列入计划逐步解决',
      表寄出: '2022-06-01',
      委员收到: '2022-06-05',
      寄回主办: '2022-06-18',
      寄回股内: null,
      满意程度: '不满意',
      '月报（已报/应报）': '0/3',
    });
    expect(edu?.未办事项).toContain('5月月报');
    expect(edu?.逾期天数).toEqual({ value: 66, tone: 'bad' });
    // 会办 neither replies nor sends a form nor reports.
    expect(finance).toMatchObject({
      承办方式: '会办',
      书面答复: null,
      表寄出: '—',
      '月报（已报/应报）': null,
    });
  });

  test('keeps what was given up, and says since when', () => {
    const rows = sheets({ proposals: [{ number: '12', sole: '区教育局', endedOn: '2022-04-28' }] });
    expect(rows.get('承办')).toMatchObject([{ 不再承办: '2022-04-28', 未办事项: '' }]);
    expect(rows.get('提案')).toMatchObject([{ 主办: '待定', 独办: null, 办理情况: '待定', 最近期限: null }]);
  });

  test('an explanation stands beside the duty that it is about', () => {
    const said = record('explained', EDU, '2022-05-16', {
      dutyKey: `monthly/${EDU}/2022-05`,
      text: '人员调整',
    });
    const [edu] = sheets(OFFICE, { records: [said] }).get('承办') ?? [];
    expect(edu?.情况说明).toBe('5月月报（5月16日）：人员调整');
    expect(sheets(OFFICE, { records: [said] }).get('其他登记')).toMatchObject([
      { 案号: 12, 承办单位: '区教育局', 事项: '说明情况：5月月报', 内容: '人员调整' },
    ]);
  });
});

describe('提案', () => {
  const progress = (records: LedgerRecord[], given = OFFICE) =>
    sheets(given, { records }).get('提案')?.[0]?.办理情况;

  test.each<[string, LedgerRecord[]]>([
    ['待签收', []],
    ['办理中', replied.slice(0, 1)],
    ['办理中，已沟通', replied.slice(0, 2)],
    ['部分答复', replied.slice(0, 4)],
    ['已答复，征询中', replied],
    [
      '已办结',
      [
        ...replied,
        record('form-back-desk', EDU, '2022-06-19'),
        record('form-back-online', EDU, '2022-06-19'),
      ],
    ],
    ['分阶段答复中', [record('reply-phased', EDU, '2022-06-01', { promisedOn: '2022-08-01' })]],
  ])('is %s', (expected, records) => {
    expect(progress(records)).toBe(expected);
  });

  test('a letter is done with its reply, and a reply sent back is none', () => {
    const letter: Given = { proposals: [{ number: '12', sole: '区教育局', kind: 'letter' }] };
    expect(progress(replied.slice(0, 5), letter)).toBe('已办结');
    const revoked = { at: '2022-06-03 09:00', by: '股员', why: '缺签批' };
    expect(
      progress(replied.slice(0, 5).map((one) => (one.kind === 'signed' ? one : { ...one, revoked }))),
    ).toBe('办理中');
  });

  test('numbers sort as numbers, and those with letters stay text', () => {
    const given: Given = {
      proposals: ['100', '2022-012', '9', '12345678901234567'].map((number) => ({
        number,
        sole: '区教育局',
      })),
    };
    expect(
      sheets(given)
        .get('提案')
        ?.map((row) => row.案号),
    ).toEqual([9, 100, '2022-012', '12345678901234567']);
  });

  test('what is overdue is named with its unit', () => {
    const row = sheets(OFFICE, { records: replied }).get('提案')?.[0];
    expect(row?.逾期事项).toMatchObject({ tone: 'bad', value: expect.stringContaining('区教育局：5月月报') });
    expect(row?.满意程度).toBe('不满意');
  });
});

describe('答复, 沟通 and 征询意见表', () => {
  test('what was sent back stays, with who, when and why', () => {
    const revoked = { at: '2022-06-03 09:00', by: '股员', why: '缺签批' };
    const rows = sheets(OFFICE, { records: [{ ...replied[3]!, revoked }, replied[4]!] }).get('答复');
    expect(rows).toMatchObject([
      {
        事项: '书面答复领衔委员',
        文号: '茂南教函〔2022〕12号',
        登记人: '王联络',
        登记时间: '2022-06-01 10:00',
        效力: { value: '已撤销', tone: 'warn' },
        撤销情况: '2022-06-03 09:00　股员　缺签批',
      },
      { 事项: '答复函同步上传办理系统', 效力: '有效', 撤销情况: null },
    ]);
  });

  test('contacts with their phase, way and words', () => {
    expect(sheets(OFFICE, { records: replied }).get('沟通')).toMatchObject([
      { 沟通日期: '2022-05-09', 阶段: '办前', 方式: '面商', 内容: '已面谈' },
      { 沟通日期: '2022-05-20', 阶段: null, 方式: '电话' },
    ]);
  });

  test('a form from its sending to its returns, by when it should be back, and what the member said', () => {
    const rows = sheets(
      { proposals: [...(OFFICE.proposals ?? []), { number: '13', sole: '区教育局', kind: 'letter' }] },
      { records: replied },
    ).get('征询意见表');
    expect(rows).toMatchObject([
      {
        案号: 12,
        领衔委员: '委员甲',
        表寄出: '2022-06-01',
        委员应填妥: '2022-06-25',
        寄回主办: '2022-06-18',
        进度: '已收回1/3',
        满意程度: { value: '不满意', tone: 'bad' },
        委员意见: '落实不够',
      },
    ]);
  });
});

describe('月报', () => {
  const given: Given = {
    ...OFFICE,
    reports: [report(EDU, '2022-04', '2022-04-12'), report(EDU, '2022-05', '2022-05-18')],
  };
  const entry = (period: string, progress: string, at: string) => ({
    assignmentId: EDU,
    period,
    progress,
    problems: '无',
    plan: '继续推进',
    stage: '办理中',
    at,
    revision: 2,
    by: '王联络',
  });

  test('a column a month, in time, late, missing and still to come', () => {
    const matrix = sheets(given).get('月报进度');
    expect(matrix).toHaveLength(1);
    expect(matrix?.[0]).toMatchObject({
      '2022年4月': '4月12日',
      '2022年5月': { value: '5月18日迟报', tone: 'warn' },
      '2022年6月': { value: '未报', tone: 'bad' },
      应报: 3,
      按时: 1,
      迟报: 1,
      未报: 1,
    });
    const early = sheets(given, {}, { today: '2022-06-10' }).get('月报进度')?.[0];
    expect(early).toMatchObject({ '2022年6月': '待报', 应报: 2, 未报: 0 });
  });

  test('the words of each month, by month and number', () => {
    const rows = sheets(given, {
      entries: [
        entry('2022-05', '=开工', '2022-05-18 09:00'),
        entry('2022-04', '已动员', '2022-04-12 09:00'),
      ],
    }).get('月报内容');
    expect(rows).toMatchObject([
      {
        案号: 12,
        月份: '2022年4月',
        进展情况: '已动员',
        存在问题: '无',
        按时: '按时',
        第几版: 2,
        报送人: '王联络',
      },
      { 月份: '2022年5月', 进展情况: '=开工', 按时: { value: '迟报', tone: 'warn' } },
    ]);
  });
});

describe('催办, 提醒发送 and 经办记录', () => {
  const person = {
    id: '3f0c5b1e-1111-4222-8333-444455556666',
    role: 'liaison' as const,
    unitId: '区教育局',
    name: '王联络',
    phone: null,
    email: null,
    slackId: 'U1',
    joinedGroup: true,
    active: true,
  };

  test('urges with their way and words', () => {
    const urge = {
      unitId: '区教育局',
      dutyKey: `reply/${EDU}`,
      way: 'phone' as const,
      note: '答应本周',
      by: '股员',
    };
    expect(sheets(OFFICE, { urges: [{ ...urge, at: '2022-06-17 10:00' }] }).get('催办')).toMatchObject([
      {
        催办时间: '2022-06-17 10:00',
        承办单位: '区教育局',
        事项: '答复委员',
        案号: 12,
        方式: '电话',
        通话情况: '答应本周',
      },
    ]);
  });

  test('what was sent to whom, about what, and what could not be sent', () => {
    const sending = {
      kind: 'reminder',
      memberId: person.id,
      items: [
        { duty: `sign/${EDU}`, stage: 1 as const, deadline: '2022-04-10' },
        { duty: `reply/${EDU}`, stage: 0 as const, deadline: '2022-08-30' },
      ],
      digestWeek: null,
      digestMonth: null,
      state: 'failed',
      reason: '账号已停用',
      at: '2022-04-06 09:00',
      attempts: 3,
    };
    const group = {
      ...sending,
      kind: 'group',
      memberId: null,
      items: [],
      digestWeek: '2022-W14',
      state: 'sent',
    };
    expect(sheets(OFFICE, { people: [person], sendings: [sending, group] }).get('提醒发送')).toMatchObject([
      {
        收件人: '王联络',
        单位: '区教育局',
        类型: '提醒',
        内容: '签收（临近期限）、答复委员（开始）',
        涉及案号: '12',
        状态: { value: '失败', tone: 'bad' },
        原因: '账号已停用',
      },
      { 收件人: '工作群', 类型: '群通知', 状态: '已发送' },
    ]);
  });

  test('who did what to what, in words', () => {
    const event = { memberId: person.id, details: {}, at: '2022-04-06 09:00' };
    const events = [
      {
        ...event,
        action: 'register',
        subject: '12',
        source: 'command:1',
        details: { kind: 'signed', on: '2022-04-06' },
      },
      { ...event, action: 'hold-delivery', subject: `reminder/${person.id}/2022-04-08`, source: 'action:1' },
      { ...event, action: 'import', subject: 'maonan-2022-3', source: 'import', memberId: null },
    ];
    expect(sheets(OFFICE, { people: [person], events }).get('经办记录')).toMatchObject([
      {
        操作人: '王联络',
        身份: '联络员',
        所在单位: '区教育局',
        经办事项: '登记在办理系统履行签收手续（4月6日）',
        对象: '第12号',
        途径: '命令',
      },
      { 经办事项: '暂缓一条提醒', 对象: '区教育局王联络', 途径: '按钮' },
      { 操作人: '系统', 身份: null, 经办事项: '导入名册、提案清单或规则文件', 途径: '系统' },
    ]);
  });
});

test('the file is named by its day, and by the month where only one is wanted', () => {
  expect(ledgerName({ today: '2022-06-20', month: null })).toBe('提案办理台账_2022-06-20.xlsx');
  expect(ledgerName({ today: '2022-06-20', month: '2022-05' })).toBe('提案办理台账_2022-06-20_5月月报.xlsx');
});
