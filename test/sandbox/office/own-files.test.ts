import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { CalendarView, FrameView, OfficeAnswer } from '../../../src/sandbox/page-server/contract.ts';
import { loadFacts } from '../../../src/store/facts.ts';
import { ensureOffice } from '../../../src/store/offices.ts';
import { MAONAN_TEXT } from '../../support/rules.ts';
import { openWorld, shanghai, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const ROSTER = [
  '角色,单位,简称,联络员,联络员邮箱,副联络员,副联络员邮箱',
  ',高新区教育局,教育局,张三,zhangsan@example.cn,李四,zhangsan2@example.cn',
  ',高新区财政局,财政局,王五,wangwu@example.cn,,',
  '股内人员,,,赵六,zhaoliu@example.cn,,',
  '区府办领导,,,钱七,qianqi@example.cn,,',
];
const PROPOSALS = [
  '案号,案由,类别,主办,独办,分办,会办',
  '1,关于增加学位的提案,提案,教育局,,,财政局',
  '2,关于校车安全的信函,信函,,高新区教育局,,',
];

interface Upload {
  roster?: string | string[] | Buffer | null;
  proposals?: string | string[] | Buffer | null;
  notice?: string;
  names?: { roster?: string; proposals?: string };
}

/** Uploads as the page does, and gives the status with the answer. */
async function upload(dryRun: boolean, { names = {}, ...given }: Upload = {}) {
  const form = new FormData();
  const parts = { roster: ROSTER, proposals: PROPOSALS, ...given };
  for (const [part, content] of Object.entries(parts)) {
    if (content === null || content === undefined) continue;
    const bytes = Array.isArray(content) ? content.join('\n') : content;
    form.append(
      part,
      new Blob([bytes]),
      { roster: '名册.csv', proposals: '清单.csv', notice: '通知.yaml', ...names }[part],
    );
  }
  const response = await fetch(`${world.sandbox.url}/page/office?dryRun=${dryRun}`, {
    method: 'POST',
    body: form,
  });
  return { status: response.status, body: (await response.json()) as OfficeAnswer & { message?: string } };
}

async function workspace(): Promise<FrameView> {
  return (await (await fetch(`${world.sandbox.url}/page/workspace?as=x`)).json()) as FrameView;
}

const names = async () => (await workspace()).people.map((person) => person.name);

describe('one’s own office', () => {
  test('is checked, and nothing changes', async () => {
    const before = await names();
    const { body } = await upload(true);
    expect(body).toEqual({
      ok: true,
      summary: [
        '通知：茂南府办〔2022〕3号，2022-03-28交办，2022-12-31结束。',
        '花名册：2个单位，联络员2名、副联络员1名、股内人员1名、区府办领导1名。',
        '提案：2件。',
      ],
      problems: [],
    });
    expect(await names()).toEqual(before);
  });

  test('takes the place of the sample, with people of its own who are reminded', async () => {
    await world.goTo('2022-05-10T12:00');
    expect((await upload(false)).body.ok).toBe(true);

    const { people, clock } = await workspace();
    expect(people.map((person) => `${person.name} ${person.group}`).sort()).toEqual(
      [
        '张三 高新区教育局',
        '李四 高新区教育局',
        '王五 高新区财政局',
        '赵六 建议提案股',
        '钱七 区府办领导',
      ].sort(),
    );
    expect(new Date(clock.now)).toEqual(shanghai('2022-04-06T08:30'));
    const facts = await loadFacts(world.storage.db, (await ensureOffice(world.storage.db)).id);
    expect(facts.units.map((unit) => unit.name).sort()).toEqual(['高新区教育局', '高新区财政局'].sort());

    await world.goTo('2022-04-06T09:05');
    const person = (name: string) => world.sandbox.as(people.find((one) => one.name === name)!.id);
    expect(person('张三').inbox().at(-1)?.text).toContain('高新区教育局');
    expect(person('王五').inbox().at(-1)?.text).toContain('高新区财政局');
    const calendar = (await (await fetch(`${world.sandbox.url}/page/calendar`)).json()) as CalendarView;
    expect(calendar.days.find((day) => day.date === '2022-04-06')?.sent).toBe(4);
  });

  test('comes as workbooks, too', async () => {
    const workbook = (rows: string[]) =>
      writeExcelFile(rows.map((row) => row.split(',').map((value) => ({ value })))).toBuffer();
    const { body } = await upload(true, {
      roster: await workbook(ROSTER),
      proposals: await workbook(PROPOSALS),
      names: { roster: '名册.xlsx', proposals: '清单.xlsx' },
    });
    expect(body).toMatchObject({ ok: true, problems: [] });
  });

  test('without a desk and a manager is told what it goes without', async () => {
    const { body } = await upload(true, { roster: ROSTER.slice(0, 3) });
    expect(body.ok).toBe(true);
    expect(body.summary).toContain('注意：名册里没有“股内人员”，没有人能使用进度、预览等命令。');
    expect(body.summary).toContain('注意：名册里没有“区府办领导”，周报没有人接收。');
  });

  test('may bring another notice, and begins when it does', async () => {
    const notice = MAONAN_TEXT.replace('assigned: 2022-03-28', 'assigned: 2022-03-21').replace(
      'number: 茂南府办〔2022〕3号',
      'number: 高新府办〔2022〕9号',
    );
    const { body } = await upload(false, { notice });
    expect(body).toMatchObject({ ok: true });
    expect(body.summary[0]).toBe('通知：高新府办〔2022〕9号，2022-03-21交办，2022-12-31结束。');
    expect(new Date((await workspace()).clock.now)).toEqual(shanghai('2022-03-30T08:30'));
  });
});

describe('an office with mistakes', () => {
  test('hears of every bad cell at once, and nothing changes', async () => {
    const before = await names();
    const { body } = await upload(false, {
      roster: [...ROSTER, ',高新区民政局,民政局,孙八,sunba,,'],
      proposals: [...PROPOSALS, '2,关于养老的提案,提案,民政,,,', ',关于养老的提案,建议,民政局,,,'],
    });
    expect(body.ok).toBe(false);
    const places = body.problems.map(({ file, line, column }) => `${file} ${line} ${column}`);
    expect(places).toEqual([
      '名册.csv 6 联络员邮箱',
      '清单.csv 4 案号',
      '清单.csv 4 主办',
      '清单.csv 5 案号',
      '清单.csv 5 类别',
    ]);
    expect(body.problems[0]?.message).toBe('填的是“sunba”，应为邮箱地址，例如 name@example.com');
    expect(await names()).toEqual(before);
  });

  test('is not helped out by the units of the office before', async () => {
    const { body } = await upload(true, { proposals: [PROPOSALS[0]!, '1,关于低保的提案,提案,区民政局,,,'] });
    expect(body.problems).toMatchObject([{ file: '清单.csv', line: 2, column: '主办' }]);
  });

  test.each<[string, Upload, string]>([
    ['a picture', { roster: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') }, '“名册.csv”是图片'],
    ['an empty file', { proposals: '' }, '“清单.csv”是空文件'],
    [
      'a large file',
      { roster: Buffer.alloc(11 * 1024 * 1024, 'a') },
      '“名册.csv”有 11.0 MB，超过了 10 MB 的上限',
    ],
    ['a broken notice', { notice: 'id: [' }, '规则文件 通知.yaml 不是正确的 YAML'],
    [
      'an unknown year',
      { notice: MAONAN_TEXT.replaceAll('2022-', '2090-').replace('year: 2022', 'year: 2090') },
      '2090年的节假日安排尚未收录',
    ],
  ])('that is %s is told so', async (_what, given, message) => {
    const { body } = await upload(true, given);
    expect(body.ok).toBe(false);
    expect(body.problems.map((one) => one.message).join('\n')).toContain(message);
  });

  test('in two files of one name is told which is which', async () => {
    const { body } = await upload(true, {
      roster: '单位\n',
      names: { roster: '工作簿.csv', proposals: '工作簿.csv' },
    });
    expect(new Set(body.problems.map((one) => one.file))).toContain('花名册 工作簿.csv');
  });
});

describe('an upload', () => {
  test('that is too large is refused in words, and the page still works', async () => {
    const { status, body } = await upload(true, { roster: Buffer.alloc(20 * 1024 * 1024) });
    expect(status).toBe(400);
    expect(body.message).toContain('超过 16 MB');
    expect((await upload(true)).body.ok).toBe(true);
  });

  test('that is too large and does not say so is read to its end and refused', async () => {
    let left = 20;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(new Uint8Array(1024 * 1024));
        else controller.close();
      },
    });
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    };
    const response = await fetch(`${world.sandbox.url}/page/office?dryRun=true`, init as RequestInit);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.stringContaining('超过 16 MB') });
  });

  test.each([
    ['without a roster', { roster: null }, '请选择花名册文件'],
    ['without proposals', { proposals: null }, '请选择提案文件'],
  ])('%s is refused', async (_what, given, message) => {
    expect(await upload(true, given)).toEqual({ status: 400, body: { message } });
  });

  test.each([
    ['of JSON', 'application/json', '{}'],
    [
      'that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="roster"',
    ],
    ['without a boundary', 'multipart/form-data', 'roster'],
  ])('%s is refused', async (_what, type, body) => {
    const response = await fetch(`${world.sandbox.url}/page/office?dryRun=true`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(400);
  });

  test('with hostile names keeps them harmless', async () => {
    const { body } = await upload(true, {
      roster: '单位\n',
      names: { roster: '../../etc/pass\u202ewd<script>\n.csv' },
    });
    expect(body.problems[0]?.file).toBe('passwd<script>.csv');
    const hostile = ROSTER.map((row) =>
      row.replace('张三', '<!channel>&<img src=x>').replace('高新区财政局', '__proto__局'),
    );
    const answer = await upload(false, { roster: hostile });
    expect(answer.body).toMatchObject({ ok: true });
    await world.goTo('2022-04-06T09:05');
    const { people } = await workspace();
    expect(people.map((person) => person.name)).toContain('<!channel>&<img src=x>');
    for (const { id } of people)
      for (const message of world.sandbox.as(id).inbox())
        expect(JSON.stringify(message.blocks)).not.toContain('<!channel>');
  });
});

test.each([
  ['roster', '联络员'],
  ['proposals', '案由'],
])('the sample %s can be taken to begin with, and read back', async (file, column) => {
  const response = await fetch(`${world.sandbox.url}/page/office-sample?file=${file}`);
  expect(response.headers.get('content-disposition')).toContain('attachment');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString('utf8')).toContain(column);
});

test('the sample files make an office', async () => {
  const sample = async (file: string) =>
    Buffer.from(await (await fetch(`${world.sandbox.url}/page/office-sample?file=${file}`)).arrayBuffer());
  const { body } = await upload(true, {
    roster: await sample('roster'),
    proposals: await sample('proposals'),
  });
  expect(body).toMatchObject({ ok: true, problems: [] });
});
