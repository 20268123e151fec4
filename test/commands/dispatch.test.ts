import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatch } from '../../commands/dispatch.ts';
import { ChatFailure } from '../../src/chat/slack.ts';
import type { Context } from '../../src/context.ts';
import { deliveries, inbox, reportEntries } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { rowsFor } from '../support/ledger.ts';
import { assignmentOf } from '../support/report.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const acts = () => actsOf(world);
const dispatch = () => createDispatch(world.app.context);

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-08T09:00');
});
afterAll(() => world.close());

/** One proposal's fields of the report form. */
const fields = (assignmentId: string, progress: string) => ({
  [`progress/${assignmentId}`]: progress,
  [`problems/${assignmentId}`]: '无',
  [`plan/${assignmentId}`]: '5月答复',
  [`stage/${assignmentId}`]: null,
  [`way/${assignmentId}`]: null,
  [`ticks/${assignmentId}`]: [],
});
const APRIL = { period: '2022-04', page: 0 };

describe('the same act, delivered more than once', () => {
  test('as a command, twice at the same moment: one registration, and the second is told so', async () => {
    const act = acts().command('U01EDU', '签收 1');
    const answers = await Promise.all([said(world, act), said(world, act)]);
    expect(answers.filter((answer) => answer.includes('已登记签收：第1号'))).toHaveLength(1);
    expect(answers.filter((answer) => answer === '这条命令已经处理过。')).toHaveLength(1);
  });

  test('as a message, three times at the same moment: one answer', async () => {
    const act = acts().message('U01EDU', 'D0EDU', '2号已签收', '1649380000.000100');
    await Promise.all([dispatch()(act), dispatch()(act), dispatch()(act)]);
    const answers = await world.storage.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.key, `answer/${act.id}`));
    expect(answers.map(({ message }) => message?.text)).toEqual([
      expect.stringContaining('已登记签收：第2号'),
    ]);
  });

  test('as a message that is refused: one answer, too', async () => {
    const act = acts().message('U01EDU', 'D0EDU', '预览', '1649380000.000200');
    await Promise.all([dispatch()(act), dispatch()(act)]);
    const answers = await world.storage.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.key, `answer/${act.id}`));
    expect(answers).toHaveLength(1);
  });

  test('as a form, before and after the bot was started again: one report, one receipt', async () => {
    const id = await assignmentOf(world, '区政务服务数据管理局', '53');
    const act = acts().form('U01ZSJ', 'report-form', APRIL, fields(id, '已上线'));
    expect(await said(world, act)).toBe('none');
    const before = await onRecord(world);
    await world.stopBot();
    await world.startBot();
    expect(await said(world, act)).toBe('none');
    expect(await onRecord(world)).toEqual(before);
    const receipts = await world.storage.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.key, `receipt/${act.id}`));
    expect(receipts).toHaveLength(1);
  });

  test('as a click: one effect', async () => {
    const act = acts().click('U01EDU', 'sign-one', '3');
    await Promise.all([said(world, act), said(world, act)]);
    const before = await onRecord(world);
    expect(await said(world, act)).toBe('none');
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('an act that did not come about', () => {
  test('because a field was wrong is not remembered: sent again as it is, it is refused again', async () => {
    const id = await assignmentOf(world, '区医疗保障局', '54');
    const act = acts().form('U01YBJ', 'report-form', APRIL, fields(id, ' '));
    expect(await said(world, act)).toBe(`progress/${id}：请填写进展情况`);
    expect(await said(world, act)).toBe(`progress/${id}：请填写进展情况`);
  });

  test('because something broke is not remembered: the next try does it', async () => {
    const act = acts().command('U01DESK', '本群');
    const inGroup = { ...act, channel: 'C0GROUP' };
    const away = () =>
      Promise.reject(new ChatFailure('transient', 'econnrefused', { method: 'conversations.info' }));
    const { slack } = world.app.context;
    await expect(said(world, inGroup, { slack: { ...slack, channelInfo: away } })).rejects.toThrow(
      ChatFailure,
    );
    expect(await said(world, inGroup)).toContain('已把本群设为工作群');
  });

  test('because the form’s window could not be opened says so, and can be asked for again', async () => {
    const answer = await said(world, acts().command('U01EDU', '月报'));
    expect(answer).toContain('表单没有打开');
    expect(answer).toContain('没有改动');
  });
});

describe('an act that is saved', () => {
  /** The bot's database, which fails for whoever asks it once a transaction has been committed. */
  const failingAfterCommit = (): Context['db'] => {
    let isCommitted = false;
    return new Proxy(world.app.context.db, {
      get(db, name, receiver) {
        if (isCommitted) throw new Error('the database is away');
        const found: unknown = Reflect.get(db, name, receiver);
        if (name !== 'transaction') return found;
        return async (work: Parameters<Context['db']['transaction']>[0]) => {
          const result = await db.transaction(work);
          isCommitted = true;
          return result;
        };
      },
    });
  };

  test.each([
    ['a command', () => acts().command('U01EDU', '签收 6'), '已登记签收：第6号'],
    [
      'a click on the Home tab, which is not shown',
      () => ({ ...acts().click('U01EDU', 'sign-one', '7'), source: 'home' as const }),
      '已登记签收：第7号',
    ],
  ])('is never said not to be, though the database fails right after: %s', async (_what, act, expected) => {
    expect(await said(world, act(), { db: failingAfterCommit() })).toContain(expected);
  });

  test('is answered though the line broke before the database could say that it is', async () => {
    const { db } = world.app.context;
    const cutOff = new Proxy(db, {
      get: (from, name, receiver) =>
        name === 'transaction'
          ? async (work: Parameters<Context['db']['transaction']>[0]) => {
              await db.transaction(work);
              throw new Error('Connection terminated unexpectedly');
            }
          : Reflect.get(from, name, receiver),
    });
    const act = acts().command('U01EDU', '签收 8');
    expect(await said(world, act, { db: cutOff })).toContain('已登记签收：第8号');
    expect(await said(world, act)).toBe('这条命令已经处理过。');
  });
});

test('what is saved goes out though the queue took nothing: the sweep finds it', async () => {
  const { queue } = world.app.context;
  const away = async () => {
    throw new Error('the queue cannot be reached');
  };
  const act = acts().message('U01EDU', 'D0EDU', '4号已签收', '1649380000.000300');
  expect(await said(world, act, { queue: { ...queue, add: away, addMany: away } })).toBe('none');
  const row = async () => {
    const [found] = await world.storage.db
      .select()
      .from(deliveries)
      .where(eq(deliveries.key, `answer/${act.id}`));
    return found;
  };
  expect((await row())?.state).toBe('pending');
  await world.storage.db
    .update(deliveries)
    .set({ channel: 'U01EDU' })
    .where(eq(deliveries.key, `answer/${act.id}`));
  await world.app.turn();
  expect((await row())?.state).toBe('sent');
});

test('ids of acts are forgotten after a week, not before', async () => {
  const act = acts().command('U01EDU', '签收 5');
  await said(world, act);
  const remembered = async () =>
    (await world.storage.db.select().from(inbox).where(eq(inbox.id, act.id))).length;
  await world.goTo('2022-04-14T12:00');
  expect(await remembered()).toBe(1);
  await world.goTo('2022-04-15T12:00');
  expect(await remembered()).toBe(0);
});

describe('what no client of Slack’s would send', () => {
  const nothingChanges = async (work: () => Promise<void>) => {
    const before = await onRecord(world);
    await work();
    expect(await onRecord(world)).toEqual(before);
  };

  test.each([
    ['sign-one', '20', '第20号不是区教育局承办的提案，未登记'],
    ['sign-numbers', '20,999', '第20、999号不是区教育局承办的提案，未登记'],
    ['sign-numbers', '', '这个按钮已失效'],
    ['sign-numbers', Array.from({ length: 201 }, (_, n) => n).join(','), '这个按钮已失效'],
    ['sign-one', null, '不是区教育局承办的提案'],
    ['report-for-proposal', '20', '暂存的内容已不在'],
    ['no-such-button', 'x', '这个按钮已失效'],
    ['constructor', 'x', '这个按钮已失效'],
    ['__proto__', 'x', '这个按钮已失效'],
  ])('a liaison’s click on %s with “%s” changes nothing and is answered', async (action, value, expected) => {
    await nothingChanges(async () => {
      expect(await said(world, acts().click('U01EDU', action, value))).toContain(expected);
    });
  });

  test.each([
    ['preview-release', 'garbage', '这个按钮已失效'],
    ['preview-release', '-'.repeat(36), '这个按钮已失效'],
    ['preview-release', randomUUID(), '这条消息已经不在暂缓之列'],
    ['preview-hold', 'reminder/nobody/2022-04-08', '这条消息已经发出，或已不需要发送'],
    ['preview-cancel', '', '这条消息已经发出，或已不需要发送'],
    ['status-view', 'secrets/1', '按事项'],
    ['status-view', '', '按事项'],
    ['status-view', '{"side":"secrets"}', '按事项'],
    ['status-view', '{"side":"unit","page":99999}', '第2页，共2页'],
    ['status-view', '{"side":"unit","page":-7}', '第1页，共2页'],
    ['status-view', '{"side":"unit","page":"x"}', '第1页，共2页'],
    ['preview-page', '1e308', '【预览】'],
    ['preview-page', null, '【预览】'],
  ])('the desk’s click on %s with “%s” changes nothing and is answered', async (action, value, expected) => {
    await nothingChanges(async () => {
      expect(await said(world, acts().click('U01DESK', action, value))).toContain(expected);
    });
  });

  test('a delivery that is not held cannot be released', async () => {
    const [sent] = await rowsFor(world, 'U01EDU');
    await nothingChanges(async () => {
      expect(await said(world, acts().click('U01DESK', 'preview-release', sent?.id ?? ''))).toBe(
        '这条消息已经不在暂缓之列。',
      );
    });
    expect((await rowsFor(world, 'U01EDU'))[0]?.state).toBe('sent');
  });

  test('a report on another unit’s proposal is not taken', async () => {
    const foreign = await assignmentOf(world, '区卫生健康局', '14');
    await nothingChanges(async () => {
      const act = acts().form('U01RSJ', 'report-form', APRIL, fields(foreign, '伪造'));
      const shown = await said(world, act);
      expect(shown).toContain('承办的提案有变化，请核对后再报送。');
      expect(shown).not.toContain('伪造');
    });
  });

  test.each([
    ['no JSON', 'page one', '这个表单已失效'],
    ['nothing', '', '这个表单已失效'],
    ['no month', {}, '这个表单已失效'],
    ['a page beyond reason', { period: '2022-04', page: 1e9 }, '这个表单已失效'],
    ['half a page', { period: '2022-04', page: 0.5 }, '这个表单已失效'],
    ['a month that is none', { period: '2022-13', page: 0 }, '没有2022年13月的月报'],
    ['a month to come', { period: '2022-12', page: 0 }, '没有2022年12月的月报'],
  ])('a report form whose metadata is %s is not taken', async (_what, metadata, expected) => {
    const own = await assignmentOf(world, '区人力资源和社会保障局', '42');
    await nothingChanges(async () => {
      const act = acts().form('U01RSJ', 'report-form', metadata, fields(own, '已办'));
      expect(await said(world, act)).toContain(expected);
    });
  });

  test('a page that the report does not have shows its last page and keeps what was typed', async () => {
    const own = await assignmentOf(world, '区人力资源和社会保障局', '42');
    const before = await onRecord(world);
    const shown = await said(
      world,
      acts().form('U01RSJ', 'report-form', { period: '2022-04', page: 7 }, fields(own, '已办一半')),
    );
    expect(shown).toContain('承办的提案有变化，请核对后再报送。');
    expect(shown).toContain('已办一半');
    expect(await onRecord(world)).toEqual({ ...before, drafts: String(Number(before.drafts) + 1) });
  });

  test('choices that the form does not offer put nothing on record', async () => {
    const own = await assignmentOf(world, '区退役军人事务局', '55');
    const before = await onRecord(world);
    const act = acts().form('U01TYJ', 'report-form', APRIL, {
      ...fields(own, '已办'),
      [`stage/${own}`]: '已升天',
      [`way/${own}`]: '托梦',
      [`ticks/${own}`]: ['signed', 'reply-uploaded', 'constructor', 'toString'],
    });
    expect(await said(world, act)).toBe('none');
    expect((await onRecord(world)).registrations).toBe(before.registrations);
    const [entry] = await world.storage.db
      .select()
      .from(reportEntries)
      .where(eq(reportEntries.assignmentId, own));
    expect(entry?.stage).toBeNull();
  });

  test.each([
    [
      'another unit’s duty',
      async () => `reply/${await assignmentOf(world, '区卫生健康局', '14')}#reply-delivered`,
    ],
    ['a duty that is none', async () => 'reply/nonsense#reply-delivered'],
    ['a fact that is none', async () => `reply/${await assignmentOf(world, '区教育局', '6')}#constructor`],
  ])('%s cannot be put on record as done', async (_what, value) => {
    const chosen = await value();
    await nothingChanges(async () => {
      const act = acts().form('U01EDU', 'done-form', '', { what: [chosen], day: '2022-04-08' });
      expect(await said(world, act)).toBe('what：这些事项已经登记过，请重新打开核对');
    });
  });

  test.each([
    ['2022-12-31', '办理日期不能晚于今天'],
    ['2022-03-01', '不能早于交办日期 2022-03-28'],
    ['2022-04-00', '办理日期不能晚于今天'],
    ['yesterday', '办理日期不能晚于今天'],
    [null, '办理日期不能晚于今天'],
  ])('a thing done on “%s” is refused at its field', async (day, expected) => {
    const what = [`reply/${await assignmentOf(world, '区教育局', '6')}#reply-delivered`];
    await nothingChanges(async () => {
      expect(await said(world, acts().form('U01EDU', 'done-form', '', { what, day }))).toContain(expected);
    });
  });

  test('an explanation of what is not overdue, or not theirs, is not taken', async () => {
    const foreign = `sign/${await assignmentOf(world, '区财政局', '1')}`;
    await nothingChanges(async () => {
      const act = acts().form('U01EDU', 'explain-form', '', { which: [foreign], why: '正在办理' });
      expect(await said(world, act)).toBe('这些事项已经办结或已说明。');
    });
  });

  test('a form that the bot does not know is answered', async () => {
    expect(await said(world, acts().form('U01EDU', 'valueOf', '', {}))).toContain('这个按钮已失效');
  });
});
