import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateIn } from '../../src/domain/calendar.ts';
import { type Duty, deriveDuties, isOverdue } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import type { ScenesView, SceneView } from '../../src/sandbox/page-server/contract.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { pageClient } from '../sandbox/page-client.ts';
import { memberOf, postedTimes } from '../support/ledger.ts';
import { notice, zone } from '../support/rules.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const page = () => pageClient(world.sandbox);
const scenes = async (): Promise<ScenesView> => (await page().look('scenes')).body;

async function setUp(id: string): Promise<SceneView> {
  expect((await page().do('scene', { id })).body).toEqual({});
  const scene = (await scenes()).scenes.find((one) => one.id === id);
  if (!scene) throw new Error(`there is no scene ${id}`);
  return scene;
}

/** What is to be read where one is sent: the whole conversation. */
function reading(scene: SceneView, label: string): string {
  const look = scene.look.find((one) => one.label.zh === label);
  if (!look) throw new Error(`“${label}” is no place to look at in ${scene.id}`);
  return world.sandbox
    .as(look.person)
    .messages(look.place)
    .map((message) => message.shown)
    .join('\n\n');
}

async function standing(): Promise<{ facts: Facts; open: Duty[]; overdue: (unit: string) => string[] }> {
  const { db } = world.storage;
  const facts = await loadFacts(db, (await ensureOffice(db)).id);
  const today = dateIn(zone, world.sandbox.clock.now());
  const open = deriveDuties(notice, facts, today).filter((duty) => duty.state === 'open');
  const overdue = (name: string) => {
    const unit = facts.units.find((one) => one.name === name);
    const late = open.filter((duty) => duty.unitId === unit?.id && isOverdue(duty, today, notice.settings));
    return [...new Set(late.map((duty) => duty.rule.name))].sort();
  };
  return { facts, open, overdue };
}

/** What holds wherever a scene has been set up. */
async function expectPlausible(id: string, at: string): Promise<void> {
  expect(world.sandbox.clock.now()).toEqual(shanghai(at));
  const { current, others, scenes: list } = await scenes();
  expect(current).toBe(id);
  expect(others.on).toBe(true);
  expect(world.sandbox.troubles()).toEqual([]);
  const scene = list.find((one) => one.id === id);
  for (const { label, person, place } of scene?.look ?? []) {
    const messages = world.sandbox.as(person).messages(place);
    expect(messages.length, label.zh).toBeGreaterThan(0);
  }
  // A first day late in the year is no flood: nobody gets two messages by the bot's own initiative on one day.
  for (const member of ['U01EDU', 'U01CGJ', 'U01FGJ', 'U01DESK', 'U01LEAD']) {
    const days = timesOf(
      world.sandbox
        .as(member)
        .inbox()
        .filter((message) => /^【(提醒|逾期|股内|周报)】/.test(message.text)),
    ).map((time) => time.slice(0, 10));
    expect(new Set(days).size, member).toBe(days.length);
  }
  for (const [delivery, times] of await postedTimes(world)) expect(times, delivery).toBe(1);
}

test('the list says in both languages what there is, and nothing is set up yet', async () => {
  const view = await scenes();
  expect(view).toMatchObject({ current: null, others: { on: false } });
  expect(view.scenes.map((scene) => scene.title.zh)).toEqual([
    '签收周',
    '月报日',
    '逾期单位',
    '月底高峰',
    '年末',
  ]);
  for (const { story, look } of view.scenes) {
    expect(story.zh).toMatch(/^示例办公室，\d+月\d+日/);
    expect(story.en).toMatch(/^The sample office on /);
    expect(look.length).toBeGreaterThan(2);
    const places = look.map(({ person, place }) => `${person} ${place}`);
    expect(new Set(places).size).toBe(places.length);
  }
});

test('an unknown scene is refused, and nothing is forgotten', async () => {
  await world.sandbox.as('U01EDU').command('/duban', '签收 1');
  expect(await page().do('scene', { id: 'constructor' })).toMatchObject({
    status: 400,
    body: { message: '没有“constructor”这个情景' },
  });
  expect((await standing()).facts.registrations).toHaveLength(1);
});

describe('sign-for week', () => {
  let scene: SceneView;
  beforeAll(async () => {
    scene = await setUp('sign-week');
  });

  test('is the last working day of signing', async () => {
    await expectPlausible('sign-week', '2022-04-08T10:00');
    const unsigned = new Set(
      (await standing()).open.filter((duty) => duty.rule.id === 'sign').map((duty) => duty.unitId),
    );
    expect(unsigned.size).toBeGreaterThan(5);
    expect(unsigned.size).toBeLessThan(25);
  });

  test('shows what it promises', () => {
    expect(reading(scene, '没签收的联络员')).toContain('签收（5件）　4月10日（周日）前，今天是最后1个工作日');
    expect(reading(scene, '没签收的联络员')).toContain('[已签收，登记]');
    expect(reading(scene, '同单位的副联络员')).toMatch(/^\*【提醒】区交通运输局：签收（5件）/);
    expect(reading(scene, '案号写错又更正的')).toMatch(
      /号已签收\n[\s\S]*不是区教育局承办的提案，未登记，请核对案号[\s\S]*贵单位的提案已全部签收/,
    );
    expect(reading(scene, '刚签收完的')).toMatch(
      /☑ 已办：签收 第5、23、25、27、50、51号[\s\S]*已全部签收完毕[\s\S]*贵单位的提案已全部签收/,
    );
    expect(reading(scene, '工作群')).toMatch(/【本周节点】签收，4月10日（周日）前：应办134件，已办\d+件/);
  });
});

describe('monthly report day', () => {
  let scene: SceneView;
  beforeAll(async () => {
    scene = await setUp('report-day');
  });

  test('is the last working day before a Sunday', async () => {
    await expectPlausible('report-day', '2022-05-13T10:00');
    const { open, facts } = await standing();
    expect(open.filter((duty) => duty.period === '2022-05').length).toBeGreaterThan(15);
    expect(open.filter((duty) => duty.period === '2022-04')).toEqual([]);
    expect(facts.reportEntries.filter((entry) => entry.period === '2022-05').length).toBeGreaterThan(15);
  });

  test('shows what it promises', async () => {
    expect(reading(scene, '还有13件要报的')).toContain(
      '5月月报（13件）　5月15日（周日）前，今天是最后1个工作日',
    );
    expect(reading(scene, '今天刚报的')).toMatch(/已收到：.*2022年5月月报，6件，5月13日（周五）09:\d\d/);
    expect(reading(scene, '发一条消息就报完的')).toMatch(
      /^61号\n进展情况：[\s\S]*已收到：新坡镇人民政府2022年5月月报，1件/,
    );
    expect(reading(scene, '工作群')).toContain('【本周节点】月报，5月15日（周日）前：应报');
  });

  test('the form begins with last month’s plan, as the story says', async () => {
    const edu = world.sandbox.as('U01EDU');
    const reminder = edu.inbox().at(-1);
    if (!reminder) throw new Error('there is no reminder');
    await edu.click(reminder, '填写月报');
    const form = edu.modal();
    expect(form?.title).toBe('2022年5月月报');
    const typed = Object.entries(form?.values ?? {}).filter(([field]) => field.startsWith('progress/'));
    expect(typed.length).toBe(6);
    for (const [, state] of typed) expect(JSON.stringify(state)).toMatch(/5月(上旬|中旬|底前|15日前|20日前)/);
    await edu.close();
  });

  test('the months before are on record with days and people', async () => {
    const { facts } = await standing();
    const jtj = await memberOf(world, 'U01JTJ');
    const signed = facts.registrations.filter((one) => one.kind === 'signed' && one.unitId === jtj.unitId);
    expect(signed.map((one) => one.on)).toEqual(Array(5).fill('2022-04-12'));
    expect(facts.members.filter((member) => member.role === 'liaison' && !member.joinedGroup)).toEqual([]);
  });
});

describe('an overdue unit', () => {
  let scene: SceneView;
  beforeAll(async () => {
    scene = await setUp('overdue');
  });

  test('is overdue with what the story says', async () => {
    await expectPlausible('overdue', '2022-04-20T10:00');
    expect(scene.story.zh).toContain('区发展和改革局');
    expect((await standing()).overdue('区发展和改革局')).toEqual(['月报', '签收']);
  });

  test('shows what it promises', () => {
    const liaison = reading(scene, '逾期的联络员');
    expect(liaison).toMatch(
      /【逾期】区发展和改革局[\s\S]*签收（4件）　应于4月10日前，已逾期1天[\s\S]*缺：□[\s\S]*依据原文/,
    );
    expect(liaison).toMatch(/【逾期】区发展和改革局：4月月报（1件），已逾期3天/);
    expect(reading(scene, '股内：电话催办单')).toMatch(
      /4月20日（周三）：需电话催办1个单位\*\n电话催办单\n区发展和改革局 0668-/,
    );
    expect(reading(scene, '领导：周报')).toMatch(
      /4月18日（周一）[\s\S]*建议约谈或发督办函（草稿已备、未发出）：区发展和改革局/,
    );
    expect(reading(scene, '说明情况后补报的')).toMatch(/已收到：区政务服务数据管理局2022年4月月报.*迟报/);
  });

  test('is forgotten as the current one when somebody begins anew', async () => {
    await page().do('start-again');
    expect(await scenes()).toMatchObject({ current: null, others: { on: true } });
    expect(world.sandbox.clock.now()).toEqual(shanghai('2022-04-06T08:30'));
  });
});

describe('a busy month end', () => {
  let scene: SceneView;
  beforeAll(async () => {
    scene = await setUp('month-end');
  });

  test('has replies due today, and a unit that is behind', async () => {
    await expectPlausible('month-end', '2022-08-30T10:00');
    const { open, overdue } = await standing();
    const replies = open.filter((duty) => duty.rule.id === 'reply' && duty.due === '2022-08-30');
    expect(replies.length).toBeGreaterThan(5);
    expect(overdue('区城市管理和综合执法局')).toEqual(['月报']);
  });

  test('shows what it promises', () => {
    expect(reading(scene, '还差5件答复的')).toMatch(
      /【逾期】[\s\S]*8月月报（6件）[\s\S]*答复委员（5件）　8月30日（周二）前，今天截止/,
    );
    expect(reading(scene, '今天要答复3件的')).toContain(
      '【提醒】区教育局：答复委员（3件），8月30日（周二）今天截止',
    );
    expect(reading(scene, '股内：电话催办单')).toMatch(/电话催办单\n区城市管理和综合执法局 0668-/);
    expect(reading(scene, '领导：周报')).toMatch(
      /8月29日（周一）[\s\S]*建议约谈或发督办函（草稿已备、未发出）：区城市管理和综合执法局/,
    );
    expect(reading(scene, '工作群')).toContain('【本周节点】答复委员，8月30日（周二）前：应办67件');
  });
});

describe('year end', () => {
  let scene: SceneView;
  beforeAll(async () => {
    scene = await setUp('year-end');
  });

  test('has summaries and forms that are late', async () => {
    await expectPlausible('year-end', '2022-11-16T10:00');
    const { open, overdue } = await standing();
    expect(new Set(open.filter((duty) => duty.rule.id === 'yearly').map((duty) => duty.unitId)).size).toBe(3);
    expect(overdue('区工业信息化和科技局')).toEqual(['全年办理工作总结']);
    expect(open.some((duty) => duty.rule.id === 'form-back-unit')).toBe(true);
  });

  test('shows what it promises', () => {
    expect(reading(scene, '总结逾期的联络员')).toContain(
      '【逾期】区工业信息化和科技局：全年办理工作总结，已逾期1天',
    );
    expect(reading(scene, '股内：新逾期')).toMatch(/全年办理工作总结（11月15日到期，逾期1天）　3个单位：/);
    expect(reading(scene, '领导：周报')).toMatch(/11月14日（周一）：逾期\d+项/);
    expect(reading(scene, '缺一项又补齐的月报')).toMatch(
      /缺下一步工作计划[\s\S]*已收到：区教育局2022年11月月报/,
    );
    expect(reading(scene, '工作群')).toContain('全年办理工作总结，11月15日（周二）前：应办34个单位');
  });

  test('a move that is cancelled on the way leaves no scene set up', async () => {
    const setting = page().do('scene', { id: 'year-end' });
    await world.sandbox.until('the move to begin', async () => (await page().look('time')).body.move);
    await page().do('cancel-move');
    expect((await setting).body).toEqual({});
    expect((await scenes()).current).toBeNull();
    expect(world.sandbox.clock.now() < shanghai('2022-11-16T10:00')).toBe(true);
  });
});
