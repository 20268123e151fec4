import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { register } from '../../src/store/registrations.ts';
import { auditEvents, members, monthlyReports, reportEntries } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { assignmentOf, assignmentsOn, fillPage, openForm, typedIn } from '../support/report.ts';
import { press, tell } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const jtj = () => as('U01JTJ');
const deputy = () => as('U02JTJ');
const desk = () => as('U01DESK');

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-15T09:00');
});
afterAll(() => world.close());

async function send(who: Person): Promise<SeenMessage> {
  const before = who.inbox().length;
  const sent = await who.submit();
  if (sent.result !== 'closed') throw new Error(`the report ended with ${JSON.stringify(sent)}`);
  return world.sandbox.until('the receipt', () => who.inbox()[before]);
}

/** The work group's post of the day, as it reads now. */
function groupPost(): string {
  const posts = jtj()
    .messages('C0GROUP')
    .filter((message) => message.from === world.sandbox.botUserId);
  return posts.find(({ text }) => text.includes('月报'))?.text ?? '';
}

describe('R40 two people of one unit who write the same report', () => {
  test('R40 each get the form, and the first one’s report is in', async () => {
    await jtj().command('/yuebao');
    await deputy().command('/yuebao');
    const receipt = await send(fillPage(jtj(), '四月'));
    expect(receipt.text).toContain('已收到：区交通运输局2022年4月月报，5件，4月15日（周五）09:00');
    expect(receipt.shown).not.toContain('历次报送');
  });

  test('R40 the second is told before anything is overwritten, and keeps what was typed', async () => {
    const before = await onRecord(world);
    const [first] = assignmentsOn(openForm(deputy()));
    fillPage(deputy(), '本月').fill({ [`plan/${first}`]: '副联络员写的计划' });
    expect((await deputy().submit()).result).toBe('updated');
    expect(openForm(deputy()).shown).toContain('另有人报送了这个月的月报');
    expect(typedIn(openForm(deputy()), `plan/${first}`)).toBe('副联络员写的计划');
    expect({ ...(await onRecord(world)), drafts: before.drafts }).toEqual(before);
  });

  test('R40 sent once more it corrects the first, and both versions are kept', async () => {
    const receipt = await send(deputy());
    expect(receipt.text).toContain('已更新：区交通运输局2022年4月月报，5件');
    expect(receipt.text).toContain('编号 2022-04-交通局-02，按时。');
    const list = await press(world.sandbox, deputy(), receipt, '历次报送（2）');
    expect(list.shown).toContain('【月报记录】区交通运输局2022年4月月报，报送2次，期限4月15日（周五）');
    expect(list.shown).toContain('第1版　4月15日（周五）09:00　区交通运输局联络员　5件');
    expect(list.shown).toContain('第2版　4月15日（周五）09:00　区交通运输局副联络员　5件　改动：第21号');
  });

  test('R40 the records are there for a command and for typed words, version by version', async () => {
    const { answer } = await jtj().command('/duban', '月报 记录 4月');
    expect(answer?.shown).toContain('报送2次');
    const typed = await tell(world.sandbox, jtj(), '月报 记录');
    expect(typed.shown).toContain('报送2次');
    await jtj().command('/duban', '月报 记录 4月 第1版');
    expect(openForm(jtj()).title).toBe('2022年4月月报第1版');
    expect(openForm(jtj()).shown).toContain('四月之后与委员面对面沟通');
    expect(openForm(jtj()).shown).not.toContain('副联络员写的计划');
    await jtj().close();
    const none = await jtj().command('/duban', '月报 记录 4月 第9版');
    expect(none.answer?.shown).toBe('区交通运输局2022年4月月报没有第9版。');
    const other = await jtj().command('/duban', '月报 记录 5月 区教育局');
    expect(other.answer?.shown).toBe('区交通运输局还没有报送2022年5月月报。');
  });

  test('A7 the count in the group’s post follows, without another post and without names', async () => {
    await world.sandbox.until('the post to follow', () => groupPost().includes('已报1个'));
    expect(groupPost()).toMatch(/月报，4月15日（周五）前：应报(\d+)个单位，已报1个，还有\d+个单位。/);
    expect(groupPost()).not.toMatch(/局|镇|街道|<[!@]/);
    const posts = jtj()
      .messages('C0GROUP')
      .filter((message) => message.from === world.sandbox.botUserId && message.text.includes('月报'));
    expect(posts).toHaveLength(1);
  });
});

describe('R40 a unit that telephones', () => {
  test('R40 the desk sees who has not reported, by name', async () => {
    const { answer } = await desk().command('/duban', '月报');
    expect(answer?.shown).toMatch(/4月月报：应报\d+个单位，按时1，迟报0，未报\d+（4月15日（周五）前）/);
    expect(answer?.shown).toMatch(/未报：.*区政务服务数据管理局/);
  });

  test('R40 the desk enters its report, and both hear of it', async () => {
    const unit = as('U01ZSJ');
    const before = unit.inbox().length;
    await desk().command('/duban', '月报 政数局');
    expect(openForm(desk()).shown).toContain('*区政务服务数据管理局*（代录）');
    const receipt = await send(fillPage(desk(), '4月'));
    expect(receipt.text).toContain('已收到：区政务服务数据管理局2022年4月月报，1件');
    expect(receipt.text).toContain('建议提案股代录');
    const told = await world.sandbox.until('the unit to hear', () => unit.inbox()[before]);
    expect(told.text).toBe(receipt.text);
    const [event] = await world.storage.db
      .select({ role: members.role, details: auditEvents.details })
      .from(auditEvents)
      .innerJoin(members, eq(members.id, auditEvents.memberId))
      .where(eq(auditEvents.subject, '区政务服务数据管理局 2022-04'));
    expect(event).toMatchObject({ role: 'desk', details: { forUnit: expect.any(String), late: false } });
    const { answer } = await unit.command('/duban', '月报 记录');
    expect(answer?.shown).toMatch(/第1版　4月15日（周五）09:00　.*建议提案股代录（.+）　1件/);
  });

  test('R40 a message brings the desk a button; a wrong name the nearest one; a unit that only assists the clause', async () => {
    const offer = await tell(world.sandbox, desk(), '月报 区司法局');
    expect(offer.shown).toContain('区司法局2022年4月月报，4月15日（周五）前。');
    await desk().click(offer, '填写月报');
    expect(openForm(desk()).shown).toContain('*区司法局*（代录）');
    await desk().close();
    expect((await desk().command('/duban', '月报 区司法居')).answer?.shown).toContain(
      '您是不是指：区司法局？',
    );
    expect((await desk().command('/duban', '月报 区财政局')).answer?.shown).toBe(
      '区财政局无需报送月报（三(五)）：会办单位无需报送月报。',
    );
  });

  test('R40 nobody but the desk writes for another unit, whatever the form says', async () => {
    const id = await assignmentOf(world, '区司法局', '56');
    const unit = await world.storage.db.query.units.findFirst({
      where: (units, { eq: is }) => is(units.name, '区司法局'),
    });
    const before = await onRecord(world);
    await said(
      world,
      actsOf(world).form(
        'U01ZSJ',
        'report-form',
        { period: '2022-04', page: 0, base: 0, unit: unit?.id },
        { [`progress/${id}`]: '冒名', [`problems/${id}`]: '无', [`plan/${id}`]: '无' },
      ),
    );
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('R40 twenty thousand characters', () => {
  test('R40 in a plain reply are kept and not sent, and the form opens with their beginning', async () => {
    const before = await onRecord(world);
    const question = await tell(
      world.sandbox,
      jtj(),
      `22号月报\n进展情况：${'办'.repeat(20_000)}\n存在问题：无\n下一步工作计划：5月增加班次`,
    );
    expect(question.shown).toContain('第22号进展情况：最多2000字，现有20000字，请删减');
    expect(question.shown).toContain('您写的内容已暂存');
    expect((await onRecord(world)).reports).toBe(before.reports);
    await jtj().click(question, '补充月报');
    expect(openForm(jtj()).shown).toContain('第22号写得超过2000字');
    const id = await assignmentOf(world, '区交通运输局', '22');
    expect(typedIn(openForm(jtj()), `progress/${id}`)).toMatch(/^办{1999}…$/);
    jtj().fill({ [`progress/${id}`]: '已开通两条线路' });
    expect((await send(jtj())).text).toContain('编号 2022-04-交通局-03');
  });
});

describe('R50 a tick that contradicts what is on record', () => {
  test('R50 is refused at its field', async () => {
    const id = await assignmentOf(world, '区交通运输局', '22');
    const received = await jtj().command('/duban', '征询表 22 收到 4月10日');
    expect(received.answer?.shown).toContain('第22号');
    await jtj().command('/yuebao');
    jtj().fill({ [`ticks/${id}`]: ['征询意见表随答复函寄出'] });
    const sent = await jtj().submit();
    expect(sent).toMatchObject({ result: 'errors', from: 'bot' });
    expect(JSON.stringify(sent)).toContain(`ticks/${id}`);
    await jtj().close();
  });
});

describe('R40 after the date', () => {
  beforeAll(() => world.goTo('2022-04-18T10:00'));

  test('R40 a correction says that it is one, and what came in time stays in time', async () => {
    await jtj().command('/yuebao', '4月');
    const form = openForm(jtj());
    expect(form.shown).toContain('已过期限，修改按期限后更正记');
    const [first] = assignmentsOn(form);
    jtj().fill({ [`plan/${first}`]: '5月重新调研' });
    const receipt = await send(jtj());
    expect(receipt.text).toContain('编号 2022-04-交通局-04，期限后更正（首次报送按时）。');
    expect(receipt.text).not.toContain('前修改');
    const { answer } = await desk().command('/duban', '月报 记录 区交通运输局 4月');
    expect(answer?.shown).toMatch(/第4版　4月18日（周一）10:00.*期限后更正　改动：第21号下一步工作计划/);
  });

  test('R40 a first report is late: in the receipt, in the status, and in the desk’s list', async () => {
    const mzj = as('U01MZJ');
    await mzj.command('/yuebao');
    expect((await send(fillPage(mzj, '4月'))).text).toMatch(/，迟报。/);
    expect((await desk().command('/duban', '进度')).answer?.shown).toMatch(
      /4月月报：应报\d+个单位，按时2，迟报1，未报\d+/,
    );
    expect((await desk().command('/duban', '进度 区民政局')).answer?.shown).toContain('（4月18日，迟报）');
    expect((await desk().command('/duban', '月报')).answer?.shown).toContain('迟报：区民政局');
  });

  test('R40 two clicks on 报送 of two people at the same instant, to two processes, leave two versions and no error', async () => {
    // One after the other, acts go to the one process and to the other.
    const second = await world.startAnother({ role: 'chat' });
    const [one, two] = await Promise.all([jtj(), deputy()].map((who) => who.command('/yuebao', '4月')));
    expect([one?.answer, two?.answer]).toEqual([null, null]);
    const corrections = async () =>
      (
        await world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, 'correct-report'))
      ).filter(({ subject }) => subject === '区交通运输局 2022-04').length;
    const before = await corrections();
    const outcomes = await Promise.all([jtj().submit(), deputy().submit()]);
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['closed', 'updated']);
    expect(await corrections()).toBe(before + 1);
    await second.stop();
    const [row] = await world.storage.db
      .select({ revision: monthlyReports.revision })
      .from(monthlyReports)
      .innerJoin(reportEntries, eq(reportEntries.reportId, monthlyReports.id))
      .where(eq(reportEntries.assignmentId, await assignmentOf(world, '区交通运输局', '22')));
    expect(row?.revision).toBe(5);
  });
});

describe('R41 the end of the reports', () => {
  test('R41 with the last form back on 09-28 nothing is asked for in October, and the reason is given', async () => {
    await world.stopBot();
    const { db } = world.storage;
    const assignmentId = await assignmentOf(world, '区政务服务数据管理局', '53');
    const [member] = await db.select().from(members).where(eq(members.slackId, 'U01ZSJ'));
    if (!member) throw new Error('U01ZSJ is nobody');
    const { id: officeId } = await ensureOffice(db);
    const back = (kind: string, on: string) => ({
      officeId,
      assignmentId,
      unitId: member.unitId,
      kind,
      on,
      memberId: member.id,
      createdAt: shanghai(`${on}T10:00`),
    });
    const two = [back('form-back-unit', '2022-09-20'), back('form-back-desk', '2022-09-21')];
    await register(db, two);
    world.sleepUntil('2022-10-10T10:00');
    await world.startBot();
    const unit = as('U01ZSJ');
    await unit.command('/yuebao', '10月');
    expect(openForm(unit).title).toBe('2022年10月月报');
    await unit.close();
    await register(db, [back('form-back-online', '2022-09-28')]);
    expect((await unit.command('/yuebao', '10月')).answer?.shown).toBe(
      '区政务服务数据管理局2022年10月无需报送月报（三(五)）：征询意见表已全部收回。',
    );
    // What was owed before the last form came back is still owed.
    await unit.command('/yuebao', '9月');
    expect(openForm(unit).title).toBe('2022年9月月报');
  });
});
