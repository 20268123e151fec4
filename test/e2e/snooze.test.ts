import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEvents, snoozes } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { reminders } from '../support/ledger.ts';
import { openForm } from '../support/report.ts';
import { latest, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const ask = async (who: string, text: string) => (await as(who).command('/duban', text)).answer?.shown ?? '';

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
});
afterAll(() => world.close());

test('A9: the button under the reminder opens its lines for the next working day; the last one still comes on its own', async () => {
  const edu = as('U01EDU');
  await edu.click(latest(edu), '稍后提醒');
  const form = openForm(edu);
  expect(form.shown).toContain('最后一个工作日照常提醒');
  const day = Object.values(form.values.day ?? {})[0];
  expect(day?.selected_date).toBe('2022-04-07');
  edu.fill({ day: '2022-04-13' });
  await edu.submit();
  const said = await world.sandbox.until('what was put off', () => edu.modal());
  expect(said?.shown).toContain('4月13日（周三）再提醒您，期限不变');
  expect(said?.shown).toContain('签收（15件）（4月10日前，4月8日照常提醒）');
  await world.goTo('2022-04-07T17:30');
  expect(timesOf(reminders(edu))).toEqual(['2022-04-06 09:00']);
  await world.goTo('2022-04-08T09:05');
  expect(timesOf(reminders(edu))).toEqual(['2022-04-06 09:00', '2022-04-08 09:00']);
  expect(latest(edu).text).toContain('签收（15件）');
});

test('A9: typed, with a date in words, numbers, or nothing', async () => {
  const wjj = as('U01WJJ');
  expect((await tell(world.sandbox, wjj, '稍后')).shown).toContain('请选择要推后的事项和日期');
  await ask('U01WJJ', '签收 全部');
  const answer = await tell(world.sandbox, wjj, '稍后 有空时');
  expect(answer.shown).toContain('请写“稍后 明天”“稍后 后天”，或写日期，如“稍后 4月8日”。');
  expect((await tell(world.sandbox, wjj, '稍后 999 明天')).shown).toBe(
    '第999号不是贵单位承办的提案，请核对案号。',
  );
  expect((await tell(world.sandbox, wjj, '稍后 4月1日')).shown).toBe('请选今天以后的日期。');
  expect((await tell(world.sandbox, wjj, '稍后 9月30日')).shown).toBe(
    '最晚到4月15日（周五）：最后一个工作日照常提醒。',
  );
  for (const word of ['明天', '后天'])
    expect((await tell(world.sandbox, wjj, `稍后 ${word}`)).shown).toContain(
      word === '明天' ? '4月11日（周一）再提醒您' : '4月12日（周二）再提醒您',
    );
});

test('A9: what is overdue, or at its last working day, is not put off', async () => {
  expect(await ask('U01CZJ', '稍后 明天')).toBe('今天已是最后一个工作日，不能再推后提醒。');
  await world.goTo('2022-04-11T09:05');
  expect(await ask('U01CZJ', '稍后 明天')).toBe(
    '已逾期或已到最后一个工作日的事项不能推后提醒。办不完的请说明情况。',
  );
});

test('A9: it is counted and on record; others cannot use it', async () => {
  const rows = await world.storage.db.select().from(snoozes);
  expect(rows.some(({ times }) => times > 1)).toBe(true);
  const events = await world.storage.db.select().from(auditEvents);
  expect(events.filter(({ action }) => action === 'snooze').length).toBe(
    rows.reduce((sum, { times }) => sum + times, 0),
  );
  for (const who of ['U01DESK', 'U01LEAD'])
    expect(await ask(who, '稍后 明天')).toContain('这项操作由联络员、副联络员使用');
});

test('A9: a form sent for what is no longer open says so at the field', async () => {
  const act = actsOf(world).form('U01EDU', 'snooze-form', '', { what: ['sign/none'], day: '2022-04-13' });
  expect(await said(world, act)).toContain('what：所选事项已办结');
  const noDay = actsOf(world).form('U01EDU', 'snooze-form', '', { what: ['sign/none'], day: null });
  expect(await said(world, noDay)).toBe('day：请选择日期');
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
