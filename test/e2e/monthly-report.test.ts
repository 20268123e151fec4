import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { auditEvents } from '../../src/store/schema.ts';
import { assignmentOf, assignmentsOn, fillPage, openForm, typedIn } from '../support/report.ts';
import { latest } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** The report of April, due on Friday 04-15, and the beginning of the next. */
describe('the monthly report', () => {
  let world: World;
  const as = (id: string) => world.sandbox.as(id);

  beforeAll(async () => {
    world = await openWorld();
    await world.goTo('2022-04-08T09:00');
  });
  afterAll(() => world.close());

  /** Sends the last page in and gives the receipt. */
  async function report(who: Person): Promise<SeenMessage> {
    const before = who.inbox().length;
    const sent = await who.submit();
    if (sent.result !== 'closed') throw new Error(`the report ended with ${JSON.stringify(sent)}`);
    return world.sandbox.until('the receipt', () => who.inbox()[before]);
  }
  const recorded = async (assignmentId: string) => {
    const facts = await loadFacts(world.storage.db, (await ensureOffice(world.storage.db)).id);
    return facts.registrations
      .filter((one) => one.assignmentId === assignmentId)
      .map(({ kind, on, details }) => [kind, on, details?.way].filter(Boolean).join(' '))
      .sort();
  };

  describe('of a unit with thirteen proposals', () => {
    const edu = () => as('U01EDU');

    test('opens from the reminder’s button as the first of three pages', async () => {
      await edu().click(latest(edu()), '填写月报');
      const form = openForm(edu());
      expect(form.title).toBe('2022年4月月报');
      expect(form.shown).toContain('*区教育局*　4月15日（周五）前，共13件，第1页（共3页）');
      expect(assignmentsOn(form)).toHaveLength(6);
      expect(form.shown).toContain('第1号《关于加快城区义务教育学位建设的提案》');
    });

    test('what is empty is refused by Slack’s own form, what is only blank by the bot, at its field', async () => {
      const untouched = await edu().submit();
      expect(untouched).toMatchObject({ result: 'errors', from: 'form' });

      fillPage(edu(), '4月');
      const [first] = assignmentsOn(openForm(edu()));
      edu().fill({ [`plan/${first}`]: ' 　\n' });
      expect(await edu().submit()).toEqual({
        result: 'errors',
        from: 'bot',
        errors: { [`plan/${first}`]: '请填写下一步工作计划' },
      });
    });

    test('corrected, the page is taken and the next one comes', async () => {
      const [first] = assignmentsOn(openForm(edu()));
      edu().fill({ [`plan/${first}`]: '5月组织面商' });
      expect((await edu().submit()).result).toBe('updated');
      expect(openForm(edu()).shown).toContain('第2页（共3页）');
      expect(assignmentsOn(openForm(edu()))).toHaveLength(6);
    });

    test('closed after the first page and opened again, it still holds what was typed', async () => {
      await edu().close();
      await edu().command('/yuebao');
      const form = openForm(edu());
      const [first, second] = assignmentsOn(form);
      expect(form.shown).toContain('第1页（共3页）');
      expect(typedIn(form, `plan/${first}`)).toBe('5月组织面商');
      expect(typedIn(form, `progress/${second}`)).toBe('4月已开展调研，召开座谈会');
    });

    test('D5: with the last page the receipt comes, with number, time, punctuality and the next date', async () => {
      await edu().submit();
      await fillPage(edu(), '4月').submit();
      expect(openForm(edu()).shown).toContain('第3页（共3页）');
      expect(assignmentsOn(openForm(edu()))).toHaveLength(1);
      const receipt = await report(fillPage(edu(), '4月'));
      expect(receipt.text.split('\n')).toEqual([
        '已收到：区教育局2022年4月月报，13件，4月8日（周五）09:00，编号 2022-04-教育局-01，按时。',
        '可在4月15日（周五）24时前修改。',
        '下次：5月15日（周日）前。',
        '提示：第1、2、3、4、5、6、7、8、9、10、11、12、19号尚未登记“答复前沟通”（三(四)）。',
      ]);
      expect(edu().modal()).toBeNull();
    });

    test('can be corrected until its deadline, starting from what was sent', async () => {
      await edu().click(latest(edu()), '查看或修改');
      const [first] = assignmentsOn(openForm(edu()));
      expect(typedIn(openForm(edu()), `plan/${first}`)).toBe('5月组织面商');
      edu().fill({ [`plan/${first}`]: '5月改为电话沟通' });
      await edu().submit();
      await edu().submit();
      const receipt = await report(edu());
      expect(receipt.text).toContain('已更新：区教育局2022年4月月报，13件');
      expect(receipt.text).toContain('编号 2022-04-教育局-02，按时');
      await edu().command('/yuebao');
      expect(typedIn(openForm(edu()), `plan/${first}`)).toBe('5月改为电话沟通');
      await edu().close();
    });
  });

  describe('with facts in it', () => {
    const wjj = () => as('U01WJJ');

    test('R54: offers the ticks of the form for proposals, not for a letter', async () => {
      await wjj().command('/yuebao');
      const form = openForm(wjj());
      const [letter, proposal] = [
        await assignmentOf(world, '区卫生健康局', '16'),
        await assignmentOf(world, '区卫生健康局', '14'),
      ];
      const ids = form.blocks.map((block) => block.block_id);
      expect(ids).toContain(`ticks/${proposal}`);
      expect(ids).toContain(`progress/${letter}`);
      expect(ids).not.toContain(`ticks/${letter}`);
    });

    test('A8: what is ticked and how the member was met is put on record and not asked for again', async () => {
      const proposal = await assignmentOf(world, '区卫生健康局', '14');
      fillPage(wjj(), '4月').fill({
        [`way/${proposal}`]: '面商',
        [`stage/${proposal}`]: '已沟通',
        [`ticks/${proposal}`]: ['征询意见表随答复函寄出'],
      });
      const receipt = await report(wjj());
      expect(receipt.text).toContain('第9、13、15、16号尚未登记“答复前沟通”');
      expect(await recorded(proposal)).toEqual(['contacted 2022-04-08 面商', 'form-sent 2022-04-08']);

      await wjj().command('/duban', '月报');
      const again = openForm(wjj());
      const ticks = again.blocks.find((block) => block.block_id === `ticks/${proposal}`);
      expect(JSON.stringify(ticks)).not.toContain('form-sent');
      expect(JSON.stringify(ticks)).toContain('form-back-unit');
      expect(JSON.stringify(again.values[`stage/${proposal}`])).toContain('已沟通');
      await wjj().close();
    });
  });

  test('R40: a unit that only assists is told that it owes none, with the clause, and no form opens', async () => {
    const { answer } = await as('U01CZJ').command('/yuebao');
    expect(answer?.shown).toBe('区财政局无需报送月报（三(五)）：会办单位无需报送月报。');
    expect(as('U01CZJ').modal()).toBeNull();
  });

  describe('after its deadline', () => {
    test('a form that was open over midnight is taken, as late', async () => {
      const jtj = as('U01JTJ');
      await world.goTo('2022-04-15T23:58');
      await jtj.command('/yuebao');
      expect(openForm(jtj).shown).not.toContain('迟报');
      fillPage(jtj, '4月');
      await world.goTo('2022-04-16T00:01');
      const receipt = await report(jtj);
      expect(receipt.text).toContain('4月16日（周六）00:01，编号 2022-04-交通局-01，迟报。');
      expect(receipt.text).not.toContain('前修改');
      const audit = await world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, 'report'));
      expect(audit.find(({ subject }) => subject === '区交通运输局 2022-04')?.details).toMatchObject({
        late: true,
      });
    });

    test('does not begin before midnight: the last minute of a Sunday is on time', async () => {
      const zjj = as('U01ZJJ');
      await world.goTo('2022-05-15T23:59');
      await zjj.command('/yuebao', '2022-05');
      const receipt = await report(fillPage(zjj, '5月'));
      expect(receipt.text).toContain('5月15日（周日）23:59，编号 2022-05-住建局-01，按时。');
    });

    test('the form says beforehand that the report will be late', async () => {
      const zsj = as('U01ZSJ');
      await zsj.command('/yuebao');
      expect(openForm(zsj).title).toBe('2022年4月月报');
      expect(openForm(zsj).shown).toContain('4月15日（周五）前（已过期限，按迟报记）');
      const receipt = await report(fillPage(zsj, '4月'));
      expect(receipt.text).toMatch(/^已收到：区政务服务数据管理局2022年4月月报，1件，.*迟报。/);
    });
  });

  describe('of the month after', () => {
    test('begins with last month’s plan, which must not come back unchanged', async () => {
      const zsj = as('U01ZSJ');
      await zsj.command('/yuebao');
      const [only] = assignmentsOn(openForm(zsj));
      expect(openForm(zsj).title).toBe('2022年5月月报');
      expect(typedIn(openForm(zsj), `progress/${only}`)).toBe('4月之后与委员面对面沟通');
      zsj.fill({ [`problems/${only}`]: '无', [`plan/${only}`]: '6月答复' });
      expect(await zsj.submit()).toEqual({
        result: 'errors',
        from: 'bot',
        errors: { [`progress/${only}`]: '这是上月的下一步计划，请改写为本月的实际进展' },
      });
      // Another full stop is no change.
      zsj.fill({ [`progress/${only}`]: '4月之后与委员面对面沟通。 ' });
      expect((await zsj.submit()).result).toBe('errors');
      zsj.fill({ [`progress/${only}`]: '5月10日与委员面对面沟通，委员表示满意' });
      expect((await report(zsj)).text).toContain('2022年5月月报，1件');
    });

    test('sent and past its deadline, there is nothing to fill in until the next', async () => {
      await world.goTo('2022-05-16T10:00');
      const { answer } = await as('U01ZSJ').command('/yuebao');
      expect(answer?.shown).toBe('区政务服务数据管理局本月没有待报的月报（三(五)），到期前会提醒您。');
    });

    test('a month that is not owed is named as such', async () => {
      const { answer } = await as('U01ZSJ').command('/yuebao', '2022-12');
      expect(answer?.shown).toBe('区政务服务数据管理局没有2022年12月的月报。');
    });
  });

  test('Slack took everything the bot did', () => {
    expect(world.sandbox.troubles()).toEqual([]);
  });
});
