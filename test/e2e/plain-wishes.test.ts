import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { absencesFrom } from '../../src/store/absences.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { members, snoozes } from '../../src/store/schema.ts';
import { onRecord } from '../support/acts.ts';
import { openForm, typedIn } from '../support/report.ts';
import { latest, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const say = (id: string, text: string, thread?: string) =>
  tell(world.sandbox, as(id), text, thread ? { thread } : {});

/** Leave on record: who, from when to when, who stands in. */
async function leaves(): Promise<string[]> {
  const { db } = world.storage;
  const names = new Map((await db.select().from(members)).map(({ id, name }) => [id, name]));
  const rows = await absencesFrom(db, (await ensureOffice(db)).id, '2022-04-06');
  return rows.map(({ memberId, from, until, deputyId }) =>
    [names.get(memberId), from, until, deputyId && names.get(deputyId)].filter(Boolean).join(' '),
  );
}

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
});
afterAll(() => world.close());

describe('A9 a later reminder', () => {
  test('in the thread of a reminder puts off what that reminder speaks of', async () => {
    const reminder = latest(as('U01NYJ'));
    const answer = await say('U01NYJ', '明天再提醒', reminder.ts);
    expect(answer.shown).toContain('4月7日（周四）再提醒您，期限不变');
    expect(answer.threadTs).toBe(reminder.ts);
    const rows = await world.storage.db.select().from(snoozes).where(eq(snoozes.until, '2022-04-07'));
    expect(rows.length).toBeGreaterThan(0);
  });

  test.each([
    ['稍后提醒', '请选择要推后的事项和日期'],
    ['99号明天再提醒我', '第99号不是贵单位承办的提案'],
    ['4月1日提醒我', '请选今天以后的日期'],
  ])('“%s” puts off nothing', async (text, expected) => {
    const before = await world.storage.db.select().from(snoozes);
    expect((await say('U01MZJ', text)).shown).toContain(expected);
    expect(await world.storage.db.select().from(snoozes)).toHaveLength(before.length);
  });
});

describe('A10 leave', () => {
  test('with a stand-in of the unit is put on record', async () => {
    const answer = await say('U01EDU', '我11号到15号休假，找副联络员');
    expect(answer.shown).toContain(
      '已登记请假：4月11日（周一）至4月15日（周五）。期间提醒发给区教育局副联络员',
    );
    expect(await leaves()).toEqual(['区教育局联络员 2022-04-11 2022-04-15 区教育局副联络员']);
  });

  test('with somebody who is not on the roster leads to the form, with the days filled in', async () => {
    const before = await leaves();
    const answer = await say('U01WJJ', '我12号到14号休假，找李四');
    expect(answer.shown).toContain('还没有登记：没有找到代办的“李四”');
    expect((await as('U01WJJ').click(answer, '登记请假')).ok).toBe(true);
    const form = openForm(as('U01WJJ'));
    expect(JSON.stringify(form.values.from)).toContain('2022-04-12');
    expect(JSON.stringify(form.values.until)).toContain('2022-04-14');
    await as('U01WJJ').close();
    expect(await leaves()).toEqual(before);
  });

  test.each([
    ['U01WJJ', '我5号休假', '没有登记：这段请假已经结束，无需登记。'],
    ['U01WJJ', '我15号到12号休假', '没有登记：最后一天不能早于第一天。'],
    ['U01EDU', '我14号到20号休假', '没有登记：已登记4月11日（周一）至4月15日（周五）请假，请先取消再登记。'],
  ])('%s: “%s” is refused', async (user, text, expected) => {
    const before = await leaves();
    expect((await say(user, text)).shown).toBe(expected);
    expect(await leaves()).toEqual(before);
  });

  test.each(['我不休假', '他下周休假', '委员11号到15号出差'])('“%s” is no leave', async (text) => {
    const before = await leaves();
    await say('U01MZJ', text);
    expect(await leaves()).toEqual(before);
  });
});

describe('R32 another liaison', () => {
  test('leads to the form, with the name and the telephone that were written', async () => {
    const before = await onRecord(world);
    const answer = await say('U01JTJ', '换联络员 王五 13800000000');
    expect(answer.shown).toContain('还没有变更。');
    expect((await as('U01JTJ').click(answer, '变更联络员')).ok).toBe(true);
    const form = openForm(as('U01JTJ'));
    expect(typedIn(form, 'name')).toBe('王五');
    expect(typedIn(form, 'phone')).toBe('13800000000');
    await as('U01JTJ').close();
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('R04 giving a proposal up', () => {
  test.each([
    ['12号想退办', '还没有提交申请。第12号要申请退办或改办，请点按钮填写：'],
    ['12号不属于我局职责', '还没有提交申请。第12号要申请退办或改办，请点按钮填写：'],
    ['99号想退办', '第99号不是贵单位承办的提案，请核对案号。'],
  ])('“%s” is only offered', async (text, expected) => {
    const before = await onRecord(world);
    expect((await say('U01EDU', text)).shown.split('\n')[0]).toBe(expected);
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('R40 a month in words', () => {
  test.each([
    ['四月月报', '区交通运输局2022年4月月报，4月15日（周五）前。'],
    ['月报', '区交通运输局2022年4月月报，4月15日（周五）前。'],
    ['七月月报', '区交通运输局没有2022年7月的月报。'],
    ['月报 记录 四月', '区交通运输局还没有报送2022年4月月报。'],
    ['四月月报记录', '区交通运输局还没有报送2022年4月月报。'],
  ])('“%s”', async (text, expected) => {
    expect((await say('U01JTJ', text)).shown.split('\n')[0]).toBe(expected);
  });
});

describe('the wrong person', () => {
  test.each(['明天再提醒', '我11号到15号休假', '总结已报', '12号想退办'])(
    'the manager’s “%s” is answered with what a manager can ask',
    async (text) => {
      const before = [await onRecord(world), await leaves()];
      expect((await say('U01LEAD', text)).shown).toContain('您是区府办领导，');
      expect([await onRecord(world), await leaves()]).toEqual(before);
    },
  );

  test('R08 after the window giving up is refused at once, with the clause', async () => {
    await world.stopBot();
    world.sleepUntil('2022-04-18T10:00');
    await world.startBot();
    expect((await say('U01EDU', '12号想退办')).shown).toBe(
      '第12号的申请期限是4月15日24时，逾期未报的不予退办或改办（茂南府办〔2022〕3号 一）。',
    );
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
