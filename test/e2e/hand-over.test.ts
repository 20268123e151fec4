import { eq, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '../../src/importing.ts';
import { populationOf } from '../../src/sandbox/office/people.ts';
import type { SandboxPerson } from '../../src/sandbox/records.ts';
import { owe } from '../../src/store/deliveries.ts';
import type { MemberRow } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { plainAnswer } from '../../templates/answers.ts';
import { memberOf } from '../support/ledger.ts';
import { edited, rosterFile } from '../support/office.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** A10: whoever is replaced is not told any more, and nothing that was meant for the post is lost. */
let world: World;
const as = (id: string) => world.sandbox.as(id);
/** Who heard a notice, and when. */
const heard = (id: string, text: string) =>
  timesOf(
    as(id)
      .inbox()
      .filter((message) => message.text === text),
  );
const newcomer = (id: string, group: string): SandboxPerson => ({ id, name: '新联络员', email: null, group });

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T17:31');
  const { people } = await populationOf(world.storage.db, (await ensureOffice(world.storage.db)).id);
  world.sandbox.setPeople([...people, newcomer('U09EDU', '区教育局'), newcomer('U09WJJ', '区卫生健康局')]);
});
afterAll(() => world.close());

/** Owes somebody what an act of somebody else brings them. */
function tellOf(member: MemberRow, about: string, kind: 'notice' | 'answer' = 'notice'): Promise<string[]> {
  const { officeId, id: memberId } = member;
  const row = { officeId, memberId, channel: null, threadTs: null, message: plainAnswer(about) };
  return owe(
    world.storage.db,
    [{ ...row, kind, key: `${kind}/${about}/${memberId}` }],
    world.sandbox.clock.now(),
  );
}

/** The command line gives the bot a roster with other people on it, while the bot runs. */
let roster = rosterFile();
async function replace(...changes: (readonly [string, string])[]): Promise<void> {
  roster = edited(roster, changes);
  await importFiles(world.storage.db, {
    roster: await roster,
    dryRun: false,
    now: world.sandbox.clock.now(),
  });
}

const retire = (who: SQL) => world.storage.db.update(members).set({ active: false }).where(who);

const rowsAbout = async (about: string) => {
  const rows = await world.storage.db.select().from(deliveries);
  return rows.filter(({ message }) => message?.text === about);
};

describe('a notice that waits for the morning', () => {
  test('goes to the new liaison of an imported roster, and to nobody else', async () => {
    await world.goTo('2022-04-06T20:00');
    await tellOf(await memberOf(world, 'U01EDU'), '退办已有结果');
    // The deputy is told of this anyway: nobody hears it twice.
    for (const id of ['U01EDU', 'U02EDU']) await tellOf(await memberOf(world, id), '两人都听到');
    await replace(['区教育局联络员,0668-0000101,,U01EDU', '李某,0668-0000103,,U09EDU']);
    await world.goTo('2022-04-07T09:02');
    expect(heard('U09EDU', '退办已有结果')).toEqual(['2022-04-07 09:00']);
    expect(['U01EDU', 'U02EDU'].flatMap((id) => heard(id, '退办已有结果'))).toEqual([]);
    expect(['U09EDU', 'U02EDU'].map((id) => heard(id, '两人都听到').length)).toEqual([1, 1]);
  });

  test('for a liaison without a successor goes to the deputy', async () => {
    await world.goTo('2022-04-07T20:00');
    await tellOf(await memberOf(world, 'U09EDU'), '只告诉联络员');
    await tellOf(await memberOf(world, 'U02EDU'), '都要知道');
    await tellOf(await memberOf(world, 'U09EDU'), '都要知道');
    await retire(eq(members.slackId, 'U09EDU'));
    await world.goTo('2022-04-08T09:02');
    expect(heard('U02EDU', '只告诉联络员')).toHaveLength(1);
    expect(heard('U02EDU', '都要知道')).toHaveLength(1);
    expect(['只告诉联络员', '都要知道'].flatMap((text) => heard('U09EDU', text))).toEqual([]);
  });

  test('for whom nobody stands in is not dropped without a word', async () => {
    const nobody = await memberOf(world, 'U01NYJ');
    await retire(eq(members.unitId, nobody.unitId ?? ''));
    await tellOf(nobody, '没有人听到');
    // What somebody asked for themselves is not for others.
    await tellOf(nobody, '本人要的', 'answer');
    await world.app.turn();
    expect((await rowsAbout('没有人听到')).map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', 'nobody_serves'],
    ]);
    expect((await rowsAbout('本人要的')).map(({ state }) => state)).toEqual(['cancelled']);
  });
});

test('a notice that may have been posted to the one before is looked for there first', async () => {
  await world.goTo('2022-04-08T10:00');
  const old = await memberOf(world, 'U01WJJ');
  const trouble = (kind: 'drop-before' | 'drop-after-accept') =>
    world.sandbox.faults.add({ kind, method: 'chat.postMessage', channel: 'U01WJJ', times: 1 });
  for (const [kind, about] of [
    ['drop-before', '没有送到'],
    ['drop-after-accept', '已经送到'],
  ] as const) {
    const lost = trouble(kind);
    await tellOf(old, about);
    await world.app.turn();
    expect(lost.struck).toBe(1);
  }
  await replace(['区卫生健康局联络员,0668-0000201,,U01WJJ', '王某,0668-0000203,,U09WJJ']);
  await world.goTo('2022-04-08T10:05');
  expect(heard('U01WJJ', '已经送到')).toHaveLength(1);
  expect(heard('U09WJJ', '已经送到')).toEqual([]);
  expect(heard('U01WJJ', '没有送到')).toEqual([]);
  expect(heard('U09WJJ', '没有送到')).toHaveLength(1);
  const states = async (about: string) => (await rowsAbout(about)).map(({ state }) => state).sort();
  expect(await states('没有送到')).toEqual(['cancelled', 'sent']);
  expect(await states('已经送到')).toEqual(['sent']);
});

test('the desk reads whom a notice did not reach', async () => {
  const { answer } = await as('U01DESK').command('/duban', '预览');
  expect(answer?.shown).toContain('发送失败　区农业农村局联络员：收件人已不在岗，尚未登记接任的人');
});
