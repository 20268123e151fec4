import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelOf } from '../../jobs/decide.ts';
import type { User } from '../../src/chat/slack-port.ts';
import { importFiles } from '../../src/importing.ts';
import { syncGroup } from '../../src/membership.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { auditEvents, members } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
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
    const { id, email } = await memberOf(world, 'U0MAIL');
    expect(email).toBe('01zsz@example.com');
    const bound = eq(auditEvents.subject, id);
    const [event] = await world.storage.db
      .select()
      .from(auditEvents)
      .where(bound)
      .orderBy(desc(auditEvents.at));
    expect(event).toMatchObject({ action: 'bind', memberId: null, details: { account: 'U0MAIL' } });
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

  test.each<[string, Partial<User>]>([
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
    const met = {
      ...slack,
      user,
      channelMembers: async () => ['U0FOREIGN'],
      userByEmail: () => user('U0FOREIGN'),
    };
    const context = { ...world.app.context, slack: met };
    expect(await said(world, acts().command('U0FOREIGN', '我的'), context)).toContain(WHOM_TO_ASK);
    // Nor in the work group, nor when a message looks for its reader.
    await syncGroup(context, world.storage.db, (await ensureOffice(world.storage.db)).id, 'C0GROUP');
    const [person] = await world.storage.db
      .select()
      .from(members)
      .where(eq(members.email, '01zsz@example.com'));
    if (flags.email !== null) expect(await channelOf(context, person ?? null)).toBeNull();
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
    expect((await as('U01EDU').command('/duban', '我的')).answer?.shown).toContain('区教育局：');
  });
});

test('a workspace that the office does not know gets no data', async () => {
  const answer = await said(world, { ...acts().command('U01DESK', '进度'), team: 'T0OTHER' });
  expect(answer).toContain('您的账号还没有登记');
  expect(answer).not.toContain('0668');
});
