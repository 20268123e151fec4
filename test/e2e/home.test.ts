import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatch } from '../../commands/dispatch.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import { ChatFailure } from '../../src/chat/slack.ts';
import { encodeQuery, WHOLE_BOARD } from '../../src/domain/board-query.ts';
import { importFiles } from '../../src/importing.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { addRequests } from '../../src/store/return-requests.ts';
import { homes, members } from '../../src/store/schema.ts';
import { actsOf, onRecord } from '../support/acts.ts';
import { clickHome, homeOf, largeOfficeFiles, openHome, pressHome } from '../support/home.ts';
import { memberOf } from '../support/ledger.ts';
import { assignmentOf } from '../support/report.ts';
import { type Target, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const open = (id: string, words?: string) => openHome(world.sandbox, as(id), words);
const press = (id: string, target: Target, answer: string | null = null) =>
  pressHome(world.sandbox, as(id), target, answer);
const seesOnHome = (id: string, words: string | RegExp) =>
  world.sandbox.until(`“${words}” on the Home tab of ${id}`, () => {
    const shown = as(id).home()?.shown ?? '';
    return typeof words === 'string' ? shown.includes(words) : words.test(shown);
  });

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-11T09:00');
});
afterAll(() => world.close());

describe('a liaison', () => {
  test('reads what the unit owes, with the buttons that “我的” has', async () => {
    const { shown } = await open('U01WJJ', '区卫生健康局：');
    expect(shown).toMatch(/^\*区卫生健康局：\d+项待办，其中1项逾期\*/);
    expect(shown).toContain('① 逾期*');
    for (const label of ['[已签收，登记]', '[填写月报]', '[申请退办或改办]', '[登记已办]', '[说明情况]'])
      expect(shown).toContain(label);
    expect(shown).toMatch(/接下来[\s\S]*5月15日（周日）前　月报（5月）/);
    expect(shown).toContain('数据截至4月11日09:00');
    // Whom one's own proposals have to do with is named; what others owe is not.
    expect(shown).not.toContain('区交通运输局');
  });

  test('acts from it in a window, and finds the act on it afterwards', async () => {
    await clickHome(as('U01WJJ'), '已签收，登记', world.sandbox);
    await world.sandbox.until('the choice', () => as('U01WJJ').modal()?.shown.includes('件未签收'));
    const [, count] = /签收（(\d+)件）/.exec(homeOf(as('U01WJJ')).shown) ?? [];
    await as('U01WJJ').click('modal', /全部\d+件已签收/.exec(as('U01WJJ').modal()?.shown ?? '')?.[0] ?? '');
    await seesOnHome(
      'U01WJJ',
      /最近登记[\s\S]*4月11日09:00　区卫生健康局联络员　登记签收　第4、9、13、14、15、16、17号/,
    );
    expect(Number(count)).toBeGreaterThan(1);
    expect(homeOf(as('U01WJJ')).shown).not.toContain('逾期');
    expect(
      as('U01WJJ')
        .inbox()
        .some(({ shown }) => shown.includes('已全部签收')),
    ).toBe(false);
  });

  test('and the deputy, too, see what was recorded in the chat without opening it anew', async () => {
    await open('U01EDU', '签收（');
    await open('U02EDU', '签收（');
    await tell(world.sandbox, as('U01EDU'), '签收 1、2');
    for (const id of ['U01EDU', 'U02EDU']) await seesOnHome(id, /区教育局联络员　登记签收　第1、2号/);
  });

  test('is not shown the office’s board, whatever a button says', async () => {
    const before = await onRecord(world);
    const forged = encodeQuery({ ...WHOLE_BOARD, side: 'unit', of: { side: 'unit', id: 'x' } });
    await createDispatch(world.app.context)(onHome(actsOf(world).click('U01EDU', 'home-show', forged)));
    const { shown } = homeOf(as('U01EDU'));
    expect(shown).toContain('区教育局：');
    expect(shown).not.toContain('按单位');
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('somebody who is not on the roster', () => {
  test('reads whom to ask, on opening it and on any click', async () => {
    world.sandbox.setPeople([
      { id: 'U0NOBODY', name: '路人', email: 'passer@example.com', group: '其他' },
      ...['U01EDU', 'U02EDU', 'U01WJJ', 'U02WJJ', 'U01JTJ', 'U01DESK', 'U01LEAD'].map((id) => ({
        id,
        name: id,
        email: null,
        group: '其他',
      })),
    ]);
    const { shown } = await open('U0NOBODY', '还没有登记');
    expect(shown).toContain('电话 0668-2887782');
    expect(await world.storage.db.select().from(homes).where(eq(homes.slackId, 'U0NOBODY'))).toEqual([]);
  });

  test('any more has nothing left of it after the next act of anybody', async () => {
    await open('U02WJJ', '区卫生健康局');
    await world.storage.db.update(members).set({ active: false }).where(eq(members.slackId, 'U02WJJ'));
    await tell(world.sandbox, as('U01EDU'), '签收 3');
    await seesOnHome('U02WJJ', '还没有登记');
    expect(homeOf(as('U02WJJ')).shown).not.toContain('区卫生健康局');
  });

  test('any more who clicks on what was left loses it at once', async () => {
    await open('U02EDU', '区教育局');
    await world.storage.db.update(members).set({ active: false }).where(eq(members.slackId, 'U02EDU'));
    const home = await press('U02EDU', '刷新');
    expect(home.shown).toContain('还没有登记');
    expect(as('U02EDU').modal()).toBeNull();
  });
});

describe('the desk', () => {
  beforeAll(async () => {
    const files = await largeOfficeFiles();
    await importFiles(world.storage.db, { ...files, dryRun: false, now: world.app.context.clock.now() });
  });

  test('opens on how the office stands, with what waits for it', async () => {
    const { shown } = await open('U01DESK', '【概况】');
    expect(shown).toMatch(/【概况】4月11日（周一）：逾期\d+项/);
    expect(shown).toContain('没有等建议提案股办理的事项。');
    expect(shown).toContain('[✓ 概况] [按事项] [按单位] [按提案] [刷新]');
    expect(shown).toMatch(/\[逾期 \d+\] \[七天内到期 \d+\] \[未办 \d+\]/);
  });

  test('turns to 1,000 proposals, page by page, in place', async () => {
    const first = await press('U01DESK', '按提案');
    expect(first.shown).toContain('按提案（第1页，共50页）');
    expect(first.shown).toContain('[✓ 按提案]');
    const second = await press('U01DESK', '下一页');
    expect(second.shown).toContain('按提案（第2页，共50页）');
    expect(second.shown).toContain('第21号');
    expect(second.blocks.length).toBeLessThanOrEqual(100);
    expect(Buffer.byteLength(JSON.stringify(second.blocks))).toBeLessThan(250_000);
    expect(as('U01DESK').modal()).toBeNull();
  });

  test('filters, searches by number, by words and by unit, and clears the search', async () => {
    const late = await press('U01DESK', { beside: '✓ 全部', label: await filterLabel('逾期') });
    expect(late.shown).toMatch(/按提案·逾期（第1页，共\d+页）/);
    const found = await press('U01DESK', 'home-search', '777');
    expect(found.shown).toMatch(/按提案·逾期·查找“777”/);
    expect(found.shown).toContain('第777号《关于第777项工作的提案》');
    expect(found.shown.match(/《/g)).toHaveLength(1);
    const words = await press('U01DESK', 'home-search', '学位');
    expect(words.shown).toContain('第8号《关于扩大公办幼儿园学位供给');
    await press('U01DESK', '清除查找');
    const unit = await press('U01DESK', 'home-search', '新增单位7');
    expect(unit.shown).toContain('查找“新增单位7”（第1页');
    const nothing = await press('U01DESK', 'home-search', '<!channel> *粗*');
    expect(nothing.shown).toContain('没有查到“<!channel> *粗*”');
    expect(JSON.stringify(nothing.blocks)).not.toMatch(/"mrkdwn","text":"[^"]*<!/);
    await press('U01DESK', '清除查找');
  });

  test('looks into a proposal and comes back to the same page', async () => {
    await press('U01DESK', { beside: '✓ 逾期', label: await filterLabel('全部') });
    await press('U01DESK', '下一页');
    const one = await press('U01DESK', { beside: '第24号', label: '查看' });
    expect(one.shown).toContain('*第24号《');
    expect(one.shown).toMatch(/区交通运输局（独办）　签收　\*逾期1天\*/);
    expect(one.shown).toContain('[全部经过] [催办]');
    await clickHome(as('U01DESK'), '全部经过', world.sandbox);
    await world.sandbox.until('the story', () => as('U01DESK').modal()?.shown.includes('【提案】第24号'));
    await as('U01DESK').close();
    const list = await press('U01DESK', '返回');
    expect(list.shown).toContain('按提案（第2页，共50页）');
  });

  test('finds it as it was left, with what was recorded since, when it is opened again', async () => {
    expect(homeOf(as('U01DESK')).shown).toMatch(/第24号《.*　0\/\d+　逾期1/);
    await tell(world.sandbox, as('U01JTJ'), '签收 24');
    as('U01DESK').openHome();
    await seesOnHome('U01DESK', /第24号《.*　1\/\d+/);
    expect(homeOf(as('U01DESK')).shown).toContain('按提案（第2页，共50页）');
  });

  test('sees what waits for it, and hands it on; the manager signs on the own tab', async () => {
    const assignmentId = await assignmentOf(world, '区交通运输局', '24');
    const asked = {
      officeId: (await ensureOffice(world.storage.db)).id,
      assignmentId,
      kind: 'return' as const,
      reasons: '不属于本单位<职责>',
      suggestedUnitId: null,
      headName: '李局长',
      headSignedOn: '2022-04-11',
      files: [],
      state: 'open' as const,
      memberId: (await memberOf(world, 'U01JTJ')).id,
      requestedOn: '2022-04-11',
      requestedAt: world.app.context.clock.now(),
    };
    const [request] = await addRequests(world.storage.db, [asked]);
    const overview = await press('U01DESK', '概况');
    expect(overview.shown).toContain('退办、改办待研究或办结　第24号');
    const waiting = await press('U01DESK', '逐件查看');
    expect(waiting.shown).toMatch(/按提案·等股里办理\*\n第24号《.*退办、改办待研究或办结/);

    const { dispatch, act } = { dispatch: createDispatch(world.app.context), act: actsOf(world) };
    const id = request?.id ?? '';
    await dispatch(act.form('U01DESK', 'return-propose-form', id, { unit: '', role: 'sole' }));
    await dispatch(act.click('U01DESK', 'return-submit', id));
    const before = await open('U01LEAD', '【请签批】');
    expect(before.shown).toContain('不属于本单位<职责>');
    const stale = before.blocks;
    const signed = await press('U01LEAD', '签批');
    expect(signed.shown).toMatch(/^已签批：第24号。\n/);
    expect(signed.shown).not.toContain('【请签批】');
    expect(as('U01LEAD').modal()).toBeNull();
    // Another window still shows what was signed: the click changes nothing, says why, and mends the tab.
    const value = /"value":"(\S+?@\w+)"/.exec(JSON.stringify(stale))?.[1] ?? '';
    await expect(dispatch(onHome(act.click('U01LEAD', 'approve-sign', value)))).rejects.toThrow('已');
    await world.sandbox.until('the tab without its last line', () =>
      as('U01LEAD').home()?.shown.startsWith('[✓ 概况]'),
    );
  });
});

function onHome(click: Inbound): Inbound {
  return click.kind === 'action' ? { ...click, source: 'home' } : click;
}

async function filterLabel(name: string): Promise<string> {
  const [label] = new RegExp(`(✓ )?${name} \\d+`).exec(homeOf(as('U01DESK')).shown) ?? [];
  if (!label) throw new Error(`no filter ${name}`);
  return label;
}

describe('two at once', () => {
  test('an opening that a click has overtaken does not undo it', async () => {
    await open('U01LEAD', '【概况】');
    const old = { viewHash: 'of what was shown before', viewMetadata: encodeQuery(WHOLE_BOARD) };
    const opened = { kind: 'event', type: 'app_home_opened', tab: 'home', ...old } as const;
    await world.app.idle();
    const shown = homeOf(as('U01LEAD')).blocks;
    await createDispatch(world.app.context)({
      ...opened,
      id: 'event:late',
      team: world.sandbox.teamId,
      user: 'U01LEAD',
    });
    expect(homeOf(as('U01LEAD')).blocks).toEqual(shown);
  });

  test('a tab that Slack did not take says so, and nothing is lost', async () => {
    const away = () =>
      Promise.reject(new ChatFailure('transient', 'ratelimited', { method: 'views.publish' }));
    const { slack } = world.app.context;
    const dispatch = createDispatch({ ...world.app.context, slack: { ...slack, publishHome: away } });
    await expect(dispatch(actsOf(world).click('U01LEAD', 'home-show', ''))).rejects.toThrow('主页没有更新');
  });
});
