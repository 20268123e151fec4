import type { HomeView } from '@slack/types';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions, commands, forms } from '../../commands/index.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import { EVENT_TYPES } from '../../src/chat/read-inbound.ts';
import type { Context } from '../../src/context.ts';
import type { MemberRole } from '../../src/domain/facts.ts';
import { mayUse, type Verb, whoMay } from '../../src/domain/permission.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { memberOf } from '../support/ledger.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const acts = () => actsOf(world);
const WHOM_TO_ASK = '请联系区政府办公室建议提案股（电话 0668-2887782）';

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
  const { officeId, unitId } = await memberOf(world, 'U01EDU');
  const person = { officeId, unitId, name: '某同志' };
  await world.storage.db.insert(members).values([
    { ...person, role: 'leader', slackId: 'U03EDU' },
    { ...person, role: 'liaison', slackId: 'U04GONE', active: false },
  ]);
});
afterAll(() => world.close());

/** Whoever can speak to the bot, by role; null is nobody of the office. */
const people: readonly (readonly [string, MemberRole | null, string])[] = [
  ['stranger', null, 'U0NOBODY'],
  ['guest of the workspace', null, 'U0GUEST'],
  ['officer who was removed', null, 'U04GONE'],
  ['liaison of another unit', 'liaison', 'U01WJJ'],
  ['liaison', 'liaison', 'U01EDU'],
  ['deputy', 'deputy', 'U02EDU'],
  ['unit’s leader', 'leader', 'U03EDU'],
  ['member of the desk', 'desk', 'U01DESK'],
  ['manager', 'manager', 'U01LEAD'],
];
const may = (role: MemberRole | null, verb: Verb) => role !== null && mayUse(role, verb);
const refusal = (role: MemberRole | null, verb: Verb) =>
  role === null
    ? `您的账号还没有登记为联络员或工作人员。${WHOM_TO_ASK}登记您的单位和邮箱，登记后即可使用。`
    : `这项操作由${whoMay(verb)}使用。发送“帮助”查看您能做什么。`;
/** Slack knows them all; the guest’s account is one. */
const known = (): Partial<Context> => ({
  slack: {
    ...world.app.context.slack,
    user: async (id) => ({
      id,
      name: id,
      email: `${id}@example.com`,
      isBot: false,
      isGuest: id === 'U0GUEST',
      isStranger: false,
      deleted: false,
    }),
    openForm: async () => 'V1',
  },
});

/** Everything that can be asked, each in one act: a verb, and what asks for it. */
function asked(user: string): { verb: Verb; act: Inbound }[] {
  const typed = commands.flatMap(({ verb, aliases }) =>
    [verb, verb.toUpperCase(), ...aliases].map((word) => ({ verb, word })),
  );
  return [
    ...typed.map(({ verb, word }) => ({ verb, act: acts().command(user, `${word} 区教育局`) })),
    ...Object.entries(actions).map(([id, { verb }]) => ({ verb, act: acts().click(user, id, 'unit/0') })),
    ...Object.entries(forms).map(([id, { verb }]) => ({ verb, act: acts().form(user, id, {}, {}) })),
  ];
}

describe.each(people)('a %s', (_who, role, user) => {
  test('may do what is theirs, and is refused the rest without a word of what it is about', async () => {
    const wrong: string[] = [];
    for (const { verb, act } of asked(user)) {
      const isRefused = (await said(world, act, known())) === refusal(role, verb);
      if (isRefused === may(role, verb)) wrong.push(`${verb}: ${JSON.stringify(act).slice(0, 150)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('changes nothing by asking for what is not theirs', async () => {
    const before = await onRecord(world);
    for (const { verb, act } of asked(user)) if (!may(role, verb)) await said(world, act, known());
    expect(await onRecord(world)).toEqual(before);
  });

  test('hears as little when the words are typed to the bot', async () => {
    const wrong: string[] = [];
    for (const [index, { verb, aliases }] of commands.entries()) {
      const act = acts().message(user, `D0${user}`, aliases[0] ?? '', `${index + 1}.000000`);
      expect(await said(world, act, known())).toBe('none');
      const answer = (await answerTo(act)) ?? '';
      const isRefused = answer === refusal(role, verb);
      // A word that is no verb of theirs may be read as talk: then they hear what is theirs.
      const isTalk = role !== null && /^(您是|没有看懂)/u.test(answer);
      if (may(role, verb) ? isRefused : !isRefused && !isTalk) wrong.push(`${verb}: ${answer.slice(0, 100)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('is shown a Home tab of their own, or one that says whom to ask', async () => {
    let shown = '';
    const publishHome = async (_user: string, view: HomeView) => {
      shown = JSON.stringify(view.blocks);
      return 'h';
    };
    const { slack } = known();
    const opened = {
      ...acts().click(user, ''),
      kind: 'event',
      type: 'app_home_opened',
      tab: 'home',
    } as Inbound;
    expect(await said(world, opened, { slack: { ...world.app.context.slack, ...slack, publishHome } })).toBe(
      'none',
    );
    expect(shown.includes(WHOM_TO_ASK)).toBe(role === null);
    if (role !== 'desk' && role !== 'manager') expect(shown).not.toContain('区财政局');
  });
});

test.each(EVENT_TYPES)('the event %s lets nobody in and tells nobody anything', async (type) => {
  const before = await onRecord(world);
  for (const [, , user] of people) {
    const event = {
      kind: 'event',
      id: `event:${type}/${user}`,
      team: world.sandbox.teamId,
      user,
      type,
    } as const;
    expect(await said(world, { ...event, channel: 'C0ELSE', tab: 'messages' }, known())).toBe('none');
  }
  expect(await onRecord(world)).toEqual(before);
});

describe.each(people.flatMap(([who, role, user]) => (role ? [[who, role, user] as const] : [])))(
  'a %s',
  (_who, role, user) => {
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
  },
);

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

/** What a typed message was answered with. */
async function answerTo(act: Inbound): Promise<string | undefined> {
  const rows = await world.storage.db
    .select()
    .from(deliveries)
    .where(eq(deliveries.key, `answer/${act.id}`));
  return rows[0]?.message?.text;
}
