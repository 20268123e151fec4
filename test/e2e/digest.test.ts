import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Painter } from '../../src/files/painter.ts';
import { actsOf, said } from '../support/acts.ts';
import { postedTimes } from '../support/ledger.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** The smallest PNG there is: what is drawn is tested where it is drawn. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let isDrawing = true;
const painter: Painter = {
  draw: () => (isDrawing ? Promise.resolve(DOT) : Promise.reject(new Error('no colours left'))),
  close() {},
};

let world: World;
const LEAD = 'U01LEAD';
const DESK = 'U01DESK';
const as = (id: string) => world.sandbox.as(id);
const inboxOf = (id: string) => as(id).inbox();
const rows = async (query: ReturnType<typeof sql>) => (await world.storage.db.execute(query)).rows;
const image = z.object({
  type: z.literal('image'),
  slack_file: z.object({ id: z.string() }),
  alt_text: z.string(),
});
const imagesIn = (message: { blocks: readonly unknown[] }) =>
  message.blocks.flatMap((block) => image.safeParse(block).data ?? []);
const numbersIn = (text: string, pattern: RegExp) => pattern.exec(text)?.slice(1).map(Number);

beforeAll(async () => {
  world = await openWorld({ painter });
});
afterAll(() => world.close());
beforeEach(() => {
  isDrawing = true;
});

/** What people did, written straight into the tables: the figures are to find it there. */
async function seed(): Promise<void> {
  const { db } = world.storage;
  await db.execute(sql`
    insert into registrations (office_id, assignment_id, unit_id, kind, on_date, created_at)
    select a.office_id, a.id, a.unit_id, 'signed', date '2022-04-06' + (p.number::int % 9), now()
    from assignments a join proposals p on p.id = a.proposal_id
    where p.number::int % 3 <> 0 and not exists
      (select 1 from registrations r where r.assignment_id = a.id and r.kind = 'signed')`);
  await db.execute(sql`
    insert into registrations (office_id, assignment_id, unit_id, kind, on_date, created_at, details)
    select a.office_id, a.id, a.unit_id, 'opinion-uploaded', date '2022-04-12', now(),
      jsonb_build_object('category', case when p.number::int % 2 = 0 then 'B' else 'D' end)
    from assignments a join proposals p on p.id = a.proposal_id
    where a.role = 'joint' and p.number::int % 4 = 1`);
  // Every third unit is silent, every third late.
  await db.execute(sql`
    with reporting as (
      select u.id, u.office_id, row_number() over (order by u.name) as n from units u
      where exists (select 1 from assignments a where a.unit_id = u.id and a.role <> 'joint'))
    insert into monthly_reports (office_id, unit_id, period, submitted_at, updated_at)
    select office_id, id, '2022-04',
      case n % 3 when 1 then timestamptz '2022-04-14 10:00+08' else timestamptz '2022-04-18 10:00+08' end, now()
    from reporting where n % 3 <> 0`);
  await db.execute(sql`
    insert into report_entries (report_id, assignment_id, progress, problems, plan, stage, submitted_at)
    select m.id, a.id, '已办', case when p.number::int % 2 = 0 then '无' else '资金不足，第' || p.number || '号' end, '继续',
      case when p.number::int % 5 = 0 then '已沟通' else '办理中' end, m.submitted_at
    from monthly_reports m join assignments a on a.unit_id = m.unit_id and a.role <> 'joint' and a.ended_on is null
    join proposals p on p.id = a.proposal_id`);
}

/** 签收, 加入工作群, 会办意见 and 月报 of April, overdue at the end of a day, by the tables alone. */
const overdueBy = (day: string) => sql`
  select (
    (select count(*) from assignments a where ${day} > '2022-04-10' and a.ended_on is null and not exists
      (select 1 from registrations r where r.assignment_id = a.id and r.kind = 'signed' and r.revoked_at is null and r.on_date <= ${day}::date))
    + (select count(*) from members m where ${day} > '2022-04-13' and m.role = 'liaison' and m.active and not m.joined_group)
    + (select count(*) from assignments a where ${day} > '2022-04-15' and a.role <> 'joint' and a.ended_on is null and not exists
      (select 1 from report_entries e join monthly_reports m on m.id = e.report_id
       where e.assignment_id = a.id and m.period = '2022-04' and (e.submitted_at at time zone 'Asia/Shanghai')::date <= ${day}::date))
  )::int as n`;

describe('D7 the weekly digest', () => {
  test('its figures are those of the tables, and so are its changes', async () => {
    await seed();
    await world.goTo('2022-04-18T09:05');
    const digest = latest(as(LEAD));
    expect(digest.text).toMatch(/^【周报】4月18日（周一）/);
    const [now, then] = [await rows(overdueBy('2022-04-18')), await rows(overdueBy('2022-04-11'))];
    const overdue = Number(now[0]?.n);
    expect(numbersIn(digest.text, /：逾期(\d+)项，涉及\d+个单位，比一周前增(\d+)；/)).toEqual([
      overdue,
      overdue - Number(then[0]?.n),
    ]);
    const [signed] = await rows(sql`
      select count(*)::int as owed,
        count(r.id)::int as done,
        (count(r.id) filter (where r.on_date <= '2022-04-11'))::int as before
      from assignments a left join registrations r on r.assignment_id = a.id and r.kind = 'signed' and r.revoked_at is null
      where a.ended_on is null`);
    const [owed, done, before] = [signed?.owed, signed?.done, signed?.before].map(Number);
    const percent = (part = 0) => Math.round((part * 100) / (owed ?? 1));
    expect(numbersIn(digest.text, /签收率 (\d+)%（(\d+)\/(\d+)，升(\d+)个百分点）/)).toEqual([
      percent(done),
      done,
      owed,
      percent(done) - percent(before),
    ]);
    const [opinions] = await rows(sql`
      select count(*)::int as owed, count(r.id)::int as done from assignments a
      left join registrations r on r.assignment_id = a.id and r.kind = 'opinion-uploaded' where a.role = 'joint'`);
    expect(digest.text).toContain(`（${opinions?.done}/${opinions?.owed}`);
  });

  test('carries its pictures as image blocks with the same figures in words; each reader has them, nobody twice', async () => {
    const digest = latest(as(LEAD));
    const images = imagesIn(digest);
    expect(images).toHaveLength(2);
    const overdue = /：逾期(\d+)项/.exec(digest.text)?.[1];
    expect(images[0]?.alt_text).toContain(`逾期${overdue}项`);
    expect(images[1]?.alt_text).toContain(`共${overdue}项`);
    const shown = await fetch(
      `${world.sandbox.url}/page/file?${new URLSearchParams({ as: LEAD, id: images[0]?.slack_file.id ?? '' })}`,
    );
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(DOT);
    expect(imagesIn(latest(as(DESK)))).toHaveLength(2);
    expect([...(await postedTimes(world)).values()].every((times) => times === 1)).toBe(true);
  });
});

describe('D8 the monthly digest', () => {
  test('its figures are those of the tables: who reported, problems, stages, categories', async () => {
    await world.goTo('2022-04-19T09:05');
    const digest = latest(as(LEAD));
    const standing = await rows(sql`
      select case when m.id is null then 'missing'
        when (m.submitted_at at time zone 'Asia/Shanghai')::date > '2022-04-15' then 'late' else 'on-time' end as standing,
        u.name
      from units u left join monthly_reports m on m.unit_id = u.id and m.period = '2022-04'
      where exists (select 1 from assignments a where a.unit_id = u.id and a.role <> 'joint' and a.ended_on is null)`);
    const of = (what: string) =>
      standing.filter((row) => row.standing === what).map((row) => String(row.name));
    expect(
      numbersIn(digest.text, /【月度简报】.*应报月报(\d+)个单位，按时(\d+)、迟报(\d+)、未报(\d+)，存在问题/),
    ).toEqual([standing.length, of('on-time').length, of('late').length, of('missing').length]);
    const named = (what: string) =>
      (new RegExp(`^${what} \\d+个：(.*)$`, 'm').exec(digest.text)?.[1] ?? '').split('、').sort();
    expect(named('迟报')).toEqual(of('late').sort());
    expect(named('未报')).toEqual(of('missing').sort());

    const [texts] = await rows(sql`
      select (count(*) filter (where problems <> '无'))::int as problems, (count(*) filter (where problems = '无'))::int as none,
        (count(*) filter (where stage = '办理中'))::int as handled, (count(*) filter (where stage = '已沟通'))::int as talked
      from report_entries e join monthly_reports m on m.id = e.report_id where m.period = '2022-04'`);
    expect(digest.text).toContain(`存在问题 ${texts?.problems}条（另有${texts?.none}件填“无”）`);
    expect(digest.text).toContain(`*资金 ${texts?.problems}条*`);
    expect(digest.text).toContain(`办理中 ${texts?.handled}件`);
    expect(digest.text).toContain(`已沟通 ${texts?.talked}件`);
    for (const { category, n } of await rows(sql`
      select details->>'category' as category, count(*)::int as n from registrations
      where kind = 'opinion-uploaded' group by 1`))
      expect(digest.text).toMatch(new RegExp(`会办意见 ${category} .* ${n}件`));
    expect(inboxOf(DESK).at(-1)?.text).toContain('【月度简报】2022年4月');
  });

  test('no unit hears of it', () => {
    for (const unit of ['U01EDU', 'U01JTJ', 'U01CZJ'])
      expect(inboxOf(unit).some(({ text }) => /【(月度简报|周报)】/.test(text))).toBe(false);
  });
});

describe('on demand', () => {
  test('the same figures as on Monday and after the 15th, whenever somebody wants them', async () => {
    const digest = latest(as(LEAD));
    const again = await tell(world.sandbox, as(LEAD), '简报 4月');
    // Only the hour of the day differs.
    const figures = (text: string) => text.replace(/数据截至\S+/, '');
    expect(figures(again.text)).toBe(figures(digest.text));
    expect(imagesIn(again).map(({ alt_text }) => alt_text)).toEqual(
      imagesIn(digest).map(({ alt_text }) => alt_text),
    );
    const week = await tell(world.sandbox, as(DESK), '简报');
    expect(week.text).toMatch(/^【周报】4月19日（周二）/);
  });

  test('every button leads on and leaves the digest where it is', async () => {
    const digest = inboxOf(LEAD).find(({ text }) => text.startsWith('【周报】4月18日'));
    if (!digest) throw new Error('no digest came');
    const before = digest.shown;
    expect((await press(world.sandbox, as(LEAD), digest, '全部逾期')).text).toContain('按单位·逾期');
    const pictures = await press(world.sandbox, as(LEAD), digest, '看图');
    expect(pictures.text).toMatch(/^【简报】图\d幅/);
    const month = inboxOf(LEAD).find(({ text }) => text.startsWith('【月度简报】'));
    if (!month) throw new Error('no monthly digest came');
    const problems = await press(world.sandbox, as(LEAD), month, '全部存在问题');
    expect(problems.text).toMatch(/【简报】2022年4月存在问题\d+条（第1页，共\d页）/);
    const next = await press(world.sandbox, as(LEAD), problems, '下一页');
    expect(next.text).toContain('（第2页，');
    expect(inboxOf(LEAD).find(({ ts }) => ts === digest.ts)?.shown).toBe(before);
  });

  test('all the pictures in one message, to the person alone', async () => {
    const { user, count } = { user: as(DESK), count: inboxOf(DESK).length };
    await user.command('/duban', '简报 图');
    const pictures = await world.sandbox.until('the pictures', () => inboxOf(DESK)[count]);
    expect(imagesIn(pictures).map(({ alt_text }) => alt_text.split('（')[0])).toEqual([
      '办理进度',
      '逾期时间',
      '月报报送',
      '答复类别',
      '2022年期限日历',
      '2022年期限日历',
      '2022年期限日历',
    ]);
  });

  test('where nothing can be drawn, the pictures are told in words', async () => {
    isDrawing = false;
    const told = await tell(world.sandbox, as(LEAD), '简报 图');
    expect(imagesIn(told)).toEqual([]);
    expect(told.shown).toContain('1–3天 ');
  });

  test.each([
    ['简报 13月', /可以写“简报”/],
    ['简报 6月', /没有这个月的月度简报，现有：2022年4月。/],
    ['简报 constructor', /可以写“简报”/],
    ['简报 天气', /可以写“简报”/],
  ])('“%s” gets a sentence that says what to do', async (typed, answer) => {
    expect(await said(world, actsOf(world).command(LEAD, typed))).toMatch(answer);
  });

  test('units have no digest; a forged or old button says so', async () => {
    const acts = actsOf(world);
    expect(await said(world, acts.command('U01EDU', '简报'))).toContain('由建议提案股、区府办领导使用');
    expect(await said(world, acts.click('U01EDU', 'digest-more', 'week'))).toContain('由建议提案股');
    for (const value of ['', 'month', 'problems/2022', 'week2', '../..'])
      expect(await said(world, acts.click(LEAD, 'digest-more', value))).toContain('这个按钮已失效');
  });
});

describe('pictures never hold a digest up', () => {
  /** What Slack says of a picture that it has not looked through yet. */
  const refuse = (times: number) =>
    world.sandbox.faults.add({
      kind: 'refuse',
      method: 'chat.postMessage',
      channel: latest(as(LEAD)).channel,
      error: 'invalid_blocks',
      times,
    });

  test('a week without colours: the digest comes on time, whole, without pictures', async () => {
    isDrawing = false;
    await world.goTo('2022-04-25T09:05');
    const digest = latest(as(LEAD));
    expect(digest.text).toMatch(/^【周报】4月25日（周一）/);
    expect(imagesIn(digest)).toEqual([]);
  });

  test('an upload that fails leaves its picture out, and only that', async () => {
    world.sandbox.faults.add({ kind: 'server-error', method: 'files.getUploadURLExternal', times: 1 });
    await world.goTo('2022-05-05T08:45');
    // One of the desk's two messages has lost one of its two pictures.
    const toDesk = ['U01DESK', 'U02DESK'].map((one) => imagesIn(latest(as(one))).length);
    expect(toDesk.toSorted()).toEqual([1, 2]);
    await world.goTo('2022-05-05T09:05');
    const digest = latest(as(LEAD));
    expect(digest.text).toMatch(/^【周报】5月5日（周四）/);
    expect(imagesIn(digest)).toHaveLength(2);
  });

  test('Slack refuses a picture that it still looks at: it is tried again, and posted once', async () => {
    await world.goTo('2022-05-09T08:50');
    refuse(1);
    await world.goTo('2022-05-09T09:05');
    const digest = latest(as(LEAD));
    expect(digest.text).toMatch(/^【周报】5月9日（周一）/);
    expect(imagesIn(digest)).toHaveLength(2);
    expect([...(await postedTimes(world)).values()].every((times) => times === 1)).toBe(true);
  });

  test('refused until the end, it goes out without', async () => {
    await world.goTo('2022-05-16T08:50');
    refuse(3);
    await world.goTo('2022-05-16T09:05');
    const digest = latest(as(LEAD));
    expect(digest.text).toMatch(/^【周报】5月16日（周一）/);
    expect(imagesIn(digest)).toEqual([]);
    expect([...(await postedTimes(world)).values()].every((times) => times === 1)).toBe(true);
  });
});
