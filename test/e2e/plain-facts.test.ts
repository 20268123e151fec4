import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { standing } from '../../src/store/registrations.ts';
import { onRecord } from '../support/acts.ts';
import { assignmentOf, openForm, typedIn } from '../support/report.ts';
import { press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const edu = () => as('U01EDU');
const say = (who: Person, text: string, thread?: string) =>
  tell(world.sandbox, who, text, thread ? { thread } : {});

/** What is on record of a unit's part in a proposal, a fact a line. */
async function recorded(unit: string, number: string): Promise<string[]> {
  const rows = await standing(world.storage.db, (await ensureOffice(world.storage.db)).id, {
    assignmentIds: [await assignmentOf(world, unit, number)],
  });
  return rows
    .map(({ kind, on, details }) =>
      [kind, on, details.way, details.fileNumber, details.category, details.grade].filter(Boolean).join(' '),
    )
    .sort();
}

const recordedByEdu = (number: string) => recorded('区教育局', number);

function buttonsOf({ shown }: SeenMessage): string[] {
  return [...shown.matchAll(/\[([^\]]+)\]/gu)].flatMap((found) => found[1] ?? []);
}

beforeAll(async () => {
  world = await openWorld();
  await world.stopBot();
  world.sleepUntil('2022-09-08T10:00');
  await world.startBot();
});
afterAll(() => world.close());

describe('征询表 in a sentence (R50, R51)', () => {
  test.each<[string, string, string[]]>([
    ['1号表9月1日寄给委员', '1', ['form-sent 2022-09-01']],
    ['1号委员9月3日收到表', '1', ['form-received 2022-09-03', 'form-sent 2022-09-01']],
    [
      '1号征询表昨天收回，满意',
      '1',
      ['form-back-unit 2022-09-07 满意', 'form-received 2022-09-03', 'form-sent 2022-09-01'],
    ],
    ['2、3号征询表上周五已寄出', '3', ['form-sent 2022-09-02']],
  ])('“%s” is put on record', async (text, number, facts) => {
    const { shown } = await say(edu(), text);
    expect(shown).toMatch(/^第[\d、]+号已登记：/);
    expect(await recordedByEdu(number)).toEqual(facts);
  });

  test('said twice is on record once', async () => {
    const before = await onRecord(world);
    expect((await say(edu(), '1号表9月1日寄给委员')).shown).toContain('第1号此前已登记，无需重复。');
    expect(await onRecord(world)).toEqual(before);
  });

  test('of the unit’s only proposal need not name it', async () => {
    await say(as('U01ZSJ'), '征询表寄出了');
    expect(await recorded('区政务服务数据管理局', '53')).toEqual(['form-sent 2022-09-08']);
  });

  test('of a unit with many opens the form on one click, with the day filled in', async () => {
    const before = await onRecord(world);
    const asked = await say(edu(), '征询表9月6日寄出了');
    expect(asked.shown).toContain('还没有登记：没有看出是哪一件');
    expect(buttonsOf(asked)).toEqual(['登记征询表']);
    expect((await edu().click(asked, '登记征询表')).ok).toBe(true);
    expect(JSON.stringify(openForm(edu()).values['form-sent'])).toContain('2022-09-06');
    await edu().close();
    expect(await onRecord(world)).toEqual(before);
  });

  test('that the member has it is asked of the two that are out; the button records and the question is gone', async () => {
    const asked = await say(edu(), '委员9月5日收到表');
    expect(buttonsOf(asked)).toEqual([
      '登记第2号征询表委员收到（9月5日）',
      '登记第3号征询表委员收到（9月5日）',
      '都不是',
    ]);
    const done = await press(world.sandbox, edu(), asked, '登记第3号征询表委员收到（9月5日）');
    expect(done.ts).toBe(asked.ts);
    expect(await recordedByEdu('3')).toEqual(['form-received 2022-09-05', 'form-sent 2022-09-02']);
  });

  test('in the thread of an answer is about the proposal of that answer', async () => {
    const answer = await say(edu(), '4号征询表9月1日寄出');
    const inThread = await say(edu(), '委员9月4日收到表', answer.ts);
    expect(inThread.shown).toContain('第4号已登记：9月4日委员收到');
    expect(inThread.threadTs).toBe(answer.ts);
  });

  test('that does not say who has received it is asked once', async () => {
    const asked = await say(edu(), '2号征询表收到了');
    expect(buttonsOf(asked)).toEqual([
      '登记第2号征询表委员收到（9月8日）',
      '登记第2号征询表寄回主办单位（9月8日）',
      '都不是',
    ]);
    await press(world.sandbox, edu(), asked, '登记第2号征询表委员收到（9月8日）');
    expect(await recordedByEdu('2')).toEqual(['form-received 2022-09-08', 'form-sent 2022-09-02']);
  });

  test('with a number that may be a day is asked once', async () => {
    const asked = await say(edu(), '6号征询表5号寄出');
    expect(buttonsOf(asked)[1]).toBe('登记第6号征询表寄出（9月5日）');
    await press(world.sandbox, edu(), asked, '登记第6号征询表寄出（9月5日）');
    expect(await recordedByEdu('6')).toEqual(['form-sent 2022-09-05']);
    expect(await recordedByEdu('5')).toEqual([]);
  });

  test('with a word that nobody foresaw is confirmed by a button that says all of it', async () => {
    const asked = await say(edu(), '7号征询表已寄出，单号EMS123456');
    expect(asked.shown).toContain('没有全看懂，没有登记。');
    expect(buttonsOf(asked)).toEqual(['登记第7号征询表寄出（9月8日）']);
    expect(await recordedByEdu('7')).toEqual([]);
    await press(world.sandbox, edu(), asked, '登记第7号征询表寄出（9月8日）');
    expect(await recordedByEdu('7')).toEqual(['form-sent 2022-09-08']);
  });

  test('asked as a question is answered with where the form is', async () => {
    expect((await say(edu(), '3号征询表寄了吗？')).shown).toContain('9月2日寄出，9月5日委员收到');
  });

  test('a letter has none (R54)', async () => {
    expect((await say(edu(), '10号征询表已寄出')).shown).toMatch(/^第10号：.*（三\(六\)）。$/);
  });
});

describe('what is refused in a sentence as in a line', () => {
  test.each([
    ['U01EDU', '99号征询表已寄回', '第99号不是区教育局承办的提案，未登记，请核对案号。'],
    ['U01EDU', '13号征询表已寄回', '第13号不是区教育局承办的提案，未登记，请核对案号。'],
    ['U01EDU', '8号征询表10月1日已寄', '第8号寄出：日期不能晚于今天。'],
    ['U01EDU', '8号征询表3月1日已寄', '第8号寄出：不能早于交办日期3月28日。'],
    ['U01EDU', '13号昨天电话沟通过了', '第13号不是区教育局承办的提案，请核对案号。'],
    ['U01EDU', '8号9月20日已电话沟通', '日期不能晚于今天。'],
    [
      'U01EDU',
      '15号已电话沟通委员',
      '第15号由贵单位会办，“答复前沟通”由主办、独办、分办单位办理（三(四)）。',
    ],
    ['U01EDU', '8号会办意见已上传，A类', '第8号由贵单位独办，“会办意见”由会办单位办理（二）。'],
    ['U01EDU', '8号9月1日书面答复委员，茂南教函〔2022〕号，A类', '没有全看懂，没有登记。办完了点按钮登记：'],
    ['U01DESK', '8号9月1日已书面答复委员', '这项操作由联络员、副联络员使用，没有登记。'],
    ['U01DESK', '8号昨天电话沟通过了', '这项操作由联络员、副联络员使用，没有登记。'],
    ['U01LEAD', '8号征询表已寄回', '这项操作由联络员、副联络员、建议提案股使用，没有登记。'],
  ])('%s: %s', async (user, text, expected) => {
    const before = await onRecord(world);
    expect((await say(as(user), text)).shown.split('\n')[0]).toBe(expected);
    expect(await onRecord(world)).toEqual(before);
  });

  test.each([
    '8号征询表还没寄',
    '准备下周寄8号征询表',
    '8号征询表今天寄出',
    '8号征询表前几天寄出了',
    '如果8号征询表寄回了请告诉我',
    '8号还没有答复',
    '8号正在答复',
    '8号没有与委员电话沟通',
    '8号明天与委员电话沟通',
    '15号会办意见还没上传',
    '征询表怎么填',
  ])('“%s” changes nothing, and is answered with one sentence and one button', async (text) => {
    const before = await onRecord(world);
    const answer = await say(edu(), text);
    expect(answer.shown).toContain('没有登记');
    expect(buttonsOf(answer)).toHaveLength(1);
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('沟通 in a sentence (R35, R36)', () => {
  test('is put on record with its day and way', async () => {
    expect((await say(edu(), '8号昨天电话沟通过了')).shown).toBe('已登记沟通：第8号（办前，电话，9月7日）。');
    expect(await recordedByEdu('8')).toEqual(['contacted 2022-09-07 电话']);
  });

  test('without a way leads to the form with what was said in its remarks', async () => {
    const asked = await say(edu(), '8号昨天微信沟通过了');
    expect(buttonsOf(asked)).toEqual(['登记沟通']);
    expect((await edu().click(asked, '登记沟通')).ok).toBe(true);
    expect(typedIn(openForm(edu()), 'note')).toContain('微信');
    expect(JSON.stringify(openForm(edu()).values.day)).toContain('2022-09-07');
    await edu().close();
  });

  test('of the unit’s only proposal need not name it', async () => {
    await say(as('U01ZSJ'), '已和委员面商');
    expect(await recorded('区政务服务数据管理局', '53')).toContain('contacted 2022-09-08 面商');
  });
});

describe('答复 and 会办意见 in a sentence (R20–R22, R33, R34)', () => {
  test('a reply that says all the form asks for is put on record', async () => {
    const { shown } = await say(edu(), '8号9月7日书面答复委员并上传办理系统，茂南教函[2022]015号，A类');
    expect(shown).toContain('已登记答复：第8号，茂南教函〔2022〕15号，A 已解决或基本解决，9月7日。');
    expect(await recordedByEdu('8')).toEqual([
      'contacted 2022-09-07 电话',
      'reply-delivered 2022-09-07 茂南教函〔2022〕15号 A',
      'reply-uploaded 2022-09-07 茂南教函〔2022〕15号 A',
    ]);
  });

  test.each([
    ['12号9月1日书面答复委员', '第12号的答复还缺文号、类别'],
    ['12号已答复，茂南府办函〔2022〕15号，A类', '第12号的答复还缺日期、是否已书面答复委员、上传系统'],
  ])('“%s” leads to its form, and nothing is recorded yet', async (text, lacking) => {
    const asked = await say(edu(), text);
    expect(asked.shown).toContain(`还没有登记：${lacking}`);
    expect(buttonsOf(asked)).toEqual(['登记答复']);
    expect(await recordedByEdu('12')).toEqual([]);
  });

  test('the form holds what was said', async () => {
    const asked = await say(edu(), '12号9月1日已书面答复委员，茂南教函〔2022〕16号');
    expect((await edu().click(asked, '登记答复')).ok).toBe(true);
    const { values } = openForm(edu());
    expect(typedIn(openForm(edu()), 'number')).toBe('茂南教函〔2022〕16号');
    expect(JSON.stringify(values.day)).toContain('2022-09-01');
    expect(JSON.stringify(values.halves)).toContain('reply-delivered');
    expect(JSON.stringify(values.halves)).not.toContain('reply-uploaded');
    expect(JSON.stringify(values.which)).toContain(await assignmentOf(world, '区教育局', '12'));
    await edu().close();
  });

  test('a 文号 that is none is refused as in the form', async () => {
    const { shown } = await say(edu(), '12号9月1日书面答复委员，教函X〔2022〕16号，A类');
    expect(shown).toContain('没有登记');
    expect(await recordedByEdu('12')).toEqual([]);
  });

  test('an opinion with its category is put on record', async () => {
    expect((await say(edu(), '15号会办意见6月20日已上传办理系统，B类')).shown).toContain(
      '已登记会办意见：第15号，B 正在解决或列入计划逐步解决，6月20日。',
    );
    expect(await recordedByEdu('15')).toEqual(['opinion-uploaded 2022-06-20 B']);
  });

  test('an opinion without one leads to its form; one that only the lead unit has is not uploaded (R21)', async () => {
    const wjj = as('U01WJJ');
    const lacks = await say(wjj, '4号会办意见已上传');
    expect(lacks.shown).toContain('第4号会办意见还缺答复类别');
    expect(buttonsOf(lacks)).toEqual(['登记会办意见']);
    const sent = await say(wjj, '4号会办意见6月20日已报主办单位，A类');
    expect(sent.shown).toContain('会办意见要标注类别、上传办理系统才算办完（二）');
    expect((await wjj.click(sent, '登记会办意见')).ok).toBe(true);
    expect(JSON.stringify(openForm(wjj).values.day)).toContain('2022-06-20');
    expect(JSON.stringify(openForm(wjj).values.category)).toContain('"A"');
    await wjj.close();
    expect(await recorded('区卫生健康局', '4')).toEqual([]);
  });
});

describe('several facts in one message', () => {
  test('are all put on record, and what is doubtful is named', async () => {
    const { shown } = await say(edu(), '9号已电话联系委员，11号征询表已寄出，12号还没寄');
    expect(shown).toContain('已登记沟通：第9号（办前，电话，9月8日）。');
    expect(shown).toContain('第11号已登记：9月8日寄出');
    expect(shown).toContain('另外写的没有登记：“12号还没寄”。');
    expect(await recordedByEdu('9')).toEqual(['contacted 2022-09-08 电话']);
    expect(await recordedByEdu('11')).toEqual(['form-sent 2022-09-08']);
    expect(await recordedByEdu('12')).toEqual([]);
  });

  test('are none of them put on record where one is refused', async () => {
    const before = await onRecord(world);
    const { shown } = await say(edu(), '19号已电话联系委员，99号征询表已寄出');
    expect(shown).toBe(
      '第99号不是区教育局承办的提案，未登记，请核对案号。\n这条消息写的2项都没有登记，改正后请再发一次。',
    );
    expect(await onRecord(world)).toEqual(before);
  });

  test('one on record, the form for the other', async () => {
    const answer = await say(as('U01WJJ'), '14号已面商委员，4号会办意见已上传');
    expect(answer.shown).toContain('已登记沟通：第14号');
    expect(buttonsOf(answer)).toEqual(['登记会办意见']);
  });
});

describe('the desk', () => {
  test('the desk puts on record what has come back to it', async () => {
    expect((await say(as('U01DESK'), '1号征询表收到了')).shown).toContain('9月8日寄回建议提案股');
    expect(await recordedByEdu('1')).toContain('form-back-desk 2022-09-08');
  });
});

describe('总结 in a sentence (R60)', () => {
  test('before its time is told when it begins', async () => {
    expect((await say(edu(), '总结已报')).shown).toMatch(
      /工作总结10月15日（周六）起填报，11月15日（周二）前报建议提案股/,
    );
  });

  test('said to be sent leads to where it is sent', async () => {
    await world.stopBot();
    world.sleepUntil('2022-10-20T10:00');
    await world.startBot();
    const answer = await say(edu(), '工作总结已报');
    expect(answer.shown).toMatch(
      /^还没有收到：区教育局2022年全年办理工作总结，11月15日（周二）前报建议提案股。/,
    );
    expect(buttonsOf(answer)).toEqual(['填写总结']);
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
