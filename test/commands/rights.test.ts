import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions, commands, forms } from '../../commands/index.ts';
import { mayUse, whoMay } from '../../src/domain/permission.ts';
import { importFiles } from '../../src/importing.ts';
import { members } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { memberOf } from '../support/ledger.ts';
import { edited, rosterFile } from '../support/office.ts';
import { tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const acts = () => actsOf(world);
const WHOM_TO_ASK = '请联系区政府办公室建议提案股（电话 0668-2887782）';

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
});
afterAll(() => world.close());

const people = [
  ['liaison', 'U01EDU'],
  ['deputy', 'U02EDU'],
  ['desk', 'U01DESK'],
  ['manager', 'U01LEAD'],
] as const;

describe.each(people)('a %s', (role, user) => {
  const forbidden = <One extends { verb: (typeof commands)[number]['verb'] }>(all: readonly One[]) =>
    all.filter(({ verb }) => !mayUse(role, verb));

  test('is refused every command of others, in every spelling, and told whose it is', async () => {
    const before = await onRecord(world);
    for (const { verb, aliases } of forbidden(commands)) {
      for (const word of [verb, verb.toUpperCase(), ...aliases]) {
        const answer = await said(world, acts().command(user, `${word} 区教育局`));
        expect(answer).toBe(`这项操作由${whoMay(verb)}使用。发送“帮助”查看您能做什么。`);
      }
    }
    expect(await onRecord(world)).toEqual(before);
  });

  test('is refused every button and form of others, whatever they carry', async () => {
    const before = await onRecord(world);
    for (const [id, act] of Object.entries(actions).filter(([, { verb }]) => !mayUse(role, verb)))
      expect(await said(world, acts().click(user, id, 'unit/0'))).toBe(
        `这项操作由${whoMay(act.verb)}使用。发送“帮助”查看您能做什么。`,
      );
    for (const [id, act] of Object.entries(forms).filter(([, { verb }]) => !mayUse(role, verb)))
      expect(await said(world, acts().form(user, id, {}, {}))).toBe(
        `这项操作由${whoMay(act.verb)}使用。发送“帮助”查看您能做什么。`,
      );
    expect(await onRecord(world)).toEqual(before);
  });

  test('reads in the help only what is theirs', async () => {
    const help = await said(world, acts().command(user, '帮助'));
    const named = [
      ...[...help.matchAll(/^• (\S+)/gmu)].map(([, name]) => name),
      ...(/^其他：(.*)$/mu.exec(help)?.[1]?.split('、') ?? []),
    ];
    const own = commands.filter(({ verb }) => mayUse(role, verb));
    expect(named.toSorted()).toEqual(own.map(({ aliases }) => aliases[0]).toSorted());
  });

  test('reads how one thing of theirs is asked, and the list for what is not', async () => {
    for (const { aliases, verb, says } of commands.filter((one) => one.verb !== 'help')) {
      const answer = await said(world, acts().command(user, `帮助 ${aliases[0]}`));
      if (mayUse(role, verb)) expect(answer, verb).toContain(`${aliases[0]}　${says}`);
      else expect(answer, verb).toContain('常用的有：');
    }
  });
});

test('the verbs of others cannot be reached by typing them to the bot either', async () => {
  const answer = await tell(world.sandbox, as('U01EDU'), '进度 单位');
  expect(answer.shown).toBe('这项操作由建议提案股、区府办领导使用。发送“帮助”查看您能做什么。');
});

test('an unknown verb is answered with the nearest one, or the way to the list', async () => {
  expect(await said(world, acts().command('U01EDU', '签售 12'))).toContain('您是不是要用：/duban 签收？');
  expect(await said(world, acts().command('U01EDU', 'sing 12'))).toContain('/duban 签收');
  expect(await said(world, acts().command('U01EDU', '魑魅魍魉'))).toBe(
    '没有“魑魅魍魉”这个命令。发送 /duban 帮助 查看能用的命令。',
  );
});

test('a verb written together with what follows is understood', async () => {
  expect(await said(world, acts().command('U01DESK', '进度单位'))).toContain('按单位');
});

describe('somebody who is not on the roster', () => {
  beforeAll(() => {
    world.sandbox.setPeople([
      { id: 'U0NOBODY', name: '路人', email: 'passer@example.com', group: '其他' },
      ...['U01EDU', 'U02EDU'].map((id) => ({ id, name: id, email: null, group: '区教育局' })),
      { id: 'U0MAIL', name: '镇盛镇联络员', email: '01ZSZ@example.com', group: '镇盛镇' },
    ]);
  });

  test('is told by a command whom to ask, and no more', async () => {
    const { answer } = await as('U0NOBODY').command('/duban', '进度');
    expect(answer?.shown).toBe(
      `您的账号还没有登记为联络员或工作人员。${WHOM_TO_ASK}登记您的单位和邮箱，登记后即可使用。`,
    );
  });

  test('is told the same in the direct conversation, by a click, a form and on the home page', async () => {
    expect((await tell(world.sandbox, as('U0NOBODY'), '签收 1')).shown).toContain(WHOM_TO_ASK);
    expect(await said(world, acts().click('U0NOBODY', 'sign-all'))).toContain(WHOM_TO_ASK);
    expect(await said(world, acts().form('U0NOBODY', 'report-form', {}, {}))).toContain(WHOM_TO_ASK);
    as('U0NOBODY').openHome();
    const home = await world.sandbox.until('the home page', () => as('U0NOBODY').home());
    expect(home.shown).toContain(WHOM_TO_ASK);
  });

  test('is not answered in a channel', async () => {
    const act = acts().message('U0NOBODY', 'C0GROUP', '签收 1', '1649208000.000001');
    expect(await said(world, act)).toBe('none');
  });

  test('but stands there by e-mail is bound at the first word, in whatever case the address is written', async () => {
    await world.storage.db
      .update(members)
      .set({ slackId: null })
      .where(eq(members.email, '01zsz@example.com'));
    const { answer } = await as('U0MAIL').command('/duban', '我的');
    expect(answer?.shown).toContain('镇盛镇人民政府：');
    expect((await memberOf(world, 'U0MAIL')).email).toBe('01zsz@example.com');
  });

  test('is bound once when two first words come at the same moment, and both are answered', async () => {
    await world.storage.db
      .update(members)
      .set({ slackId: null })
      .where(eq(members.email, '01zsz@example.com'));
    const answers = await Promise.all([
      said(world, acts().command('U0MAIL', '我的')),
      said(world, acts().command('U0MAIL', '我的')),
      said(world, acts().command('U0MAIL', '我的')),
    ]);
    for (const answer of answers) expect(answer).toContain('镇盛镇人民政府：');
  });

  test.each([
    ['another organisation’s person', { isStranger: true }],
    ['a deactivated account', { deleted: true }],
    ['a bot', { isBot: true }],
    ['an account without e-mail', { email: null }],
  ])('and is %s is not bound though the address matches', async (_what, flags) => {
    await world.storage.db
      .update(members)
      .set({ slackId: null })
      .where(eq(members.email, '01zsz@example.com'));
    const { slack } = world.app.context;
    const user = async (id: string) => ({
      id,
      name: '镇盛镇联络员',
      email: '01zsz@example.com',
      isBot: false,
      isGuest: false,
      isStranger: false,
      deleted: false,
      ...flags,
    });
    const answer = await said(world, acts().command('U0FOREIGN', '我的'), { slack: { ...slack, user } });
    expect(answer).toContain(WHOM_TO_ASK);
    const [listed] = await world.storage.db
      .select()
      .from(members)
      .where(eq(members.email, '01zsz@example.com'));
    expect(listed?.slackId).toBeNull();
  });

  test('any more has lost the rights at the moment of the import', async () => {
    expect((await as('U02EDU').command('/duban', '我的')).answer?.shown).toContain('区教育局：');
    const roster = await edited(rosterFile(), [['区教育局副联络员,0668-0000102,,U02EDU', ',,,']]);
    await importFiles(world.storage.db, { roster, dryRun: false, now: world.sandbox.clock.now() });
    expect((await as('U02EDU').command('/duban', '签收 1')).answer?.shown).toContain(WHOM_TO_ASK);
    expect((await as('U01EDU').command('/duban', '签收 1')).answer?.shown).toContain('已登记签收：第1号');
  });
});

test('a workspace that the office does not know gets no data', async () => {
  const answer = await said(world, { ...acts().command('U01DESK', '进度'), team: 'T0OTHER' });
  expect(answer).toContain('您的账号还没有登记');
  expect(answer).not.toContain('0668');
});
