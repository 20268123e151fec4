import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '../../src/importing.ts';
import { personIdOf } from '../../src/sandbox/office/people.ts';
import { reportEntries } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { edited, proposalsFile, rosterFile } from '../support/office.ts';
import { assignmentOf, openForm, typedIn } from '../support/report.ts';
import { latest, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** Names that mean something to Slack, to a database or to the eye. */
const HOSTILE = '<!channel> & <@U01LEAD> *粗* <https://evil.example|茂名银行> `x`';

let world: World;
const as = (id: string) => world.sandbox.as(id);

/** Every word the bot has put into Slack, as it went over the wire. */
const overTheWire = (ids: string[]) =>
  ids.flatMap((id) => as(id).inbox()).map((message) => message.text + JSON.stringify(message.blocks));

beforeAll(async () => {
  world = await openWorld();
  await importFiles(world.storage.db, {
    roster: await edited(rosterFile(), [['区财政局分管副局长', HOSTILE.replaceAll(',', '')]]),
    proposals: await edited(proposalsFile(), [['关于提升“一网通办”政务服务水平的提案', HOSTILE]]),
    dryRun: false,
    now: world.sandbox.clock.now(),
  });
  await world.goTo('2022-04-08T09:00');
});
afterAll(() => world.close());

function expectInert(wire: readonly string[]): void {
  expect(wire.length).toBeGreaterThan(0);
  // What a button carries back is shown to nobody.
  for (const text of wire) expect(text.replace(CARRIED, '')).not.toMatch(/<[!@#]|<http/);
}
const CARRIED = /"(?:value|private_metadata)":"(?:[^"\\]|\\.)*"/g;

test('in a title calls nobody and dresses up no link, wherever the title is shown', async () => {
  const zsj = as('U01ZSJ');
  await zsj.command('/duban', '签收');
  await zsj.command('/duban', '我的');
  await as('U01DESK').command('/duban', '进度 53');
  await as('U01DESK').command('/duban', '进度 提案');
  const wire = overTheWire(['U01ZSJ', 'U01DESK', 'U01LEAD']);
  expectInert(wire);
  expect(wire.join()).toContain('&lt;!channel&gt;');
  await zsj.command('/yuebao');
  expect(openForm(zsj).shown).toContain('<!channel> & <@U01LEAD>');
  expect(JSON.stringify(openForm(zsj).blocks)).not.toContain('<!channel>');
  await zsj.close();
});

test('in an unknown command or unit is quoted as it was typed, and calls nobody', async () => {
  for (const text of ['<!channel> 大家好', '进度 <!here>', `进度 ${HOSTILE}`]) {
    const { answer } = await as('U01DESK').command('/duban', text);
    expectInert([(answer?.text ?? '') + JSON.stringify(answer?.blocks)]);
    expect(answer?.shown).toMatch(/没有|查找/);
  }
});

test('in a report is kept word for word, and shown as it was typed', async () => {
  const zsj = as('U01ZSJ');
  const id = await assignmentOf(world, '区政务服务数据管理局', '53');
  await zsj.command('/yuebao');
  zsj.fill({
    [`progress/${id}`]: HOSTILE,
    [`problems/${id}`]: "'; drop table members; --",
    [`plan/${id}`]: '=1+1',
  });
  const heard = zsj.inbox().length;
  expect((await zsj.submit()).result).toBe('closed');
  await world.sandbox.until('the receipt', () => zsj.inbox()[heard]);
  await zsj.command('/yuebao');
  expect(typedIn(openForm(zsj), `progress/${id}`)).toBe(HOSTILE);
  expect(typedIn(openForm(zsj), `problems/${id}`)).toBe("'; drop table members; --");
  await zsj.close();
});

test('that no database takes (NUL, half a character) reaches the report without them', async () => {
  const id = await assignmentOf(world, '区医疗保障局', '54');
  const act = actsOf(world).form(
    'U01YBJ',
    'report-form',
    { period: '2022-04', page: 0 },
    {
      [`progress/${id}`]: '已\u0000办\ud800理😀',
      [`problems/${id}`]: '\u202e无',
      [`plan/${id}`]: '5月\udc00答复',
    },
  );
  expect(await said(world, act)).toBe('none');
  const [entry] = await world.storage.db
    .select()
    .from(reportEntries)
    .where(eq(reportEntries.assignmentId, id));
  expect(entry?.progress).toBe('已办\ufffd理😀');
  expect(entry?.plan).toBe('5月\ufffd答复');
});

test('of twenty thousand characters in a field is refused there, with the number to cut to', async () => {
  const id = await assignmentOf(world, '区司法局', '56');
  const act = actsOf(world).form(
    personIdOf({ id: '', slackId: null, email: '01sfj@example.com' }),
    'report-form',
    { period: '2022-04', page: 0 },
    {
      [`progress/${id}`]: '办'.repeat(20_000),
      [`problems/${id}`]: '无',
      [`plan/${id}`]: '5月答复',
    },
  );
  expect(await said(world, act)).toBe(`progress/${id}：最多2000字，现有20000字，请删减`);
});

describe('typed to the bot', () => {
  test.each([
    ['mentions', '<!channel> <@U01LEAD> 你好 <!subteam^S1>'],
    ['twenty thousand characters', '进展'.repeat(10_000)],
    ['directions that turn the line around', '\u202e签收\u2066 1\u2069'],
    ['emoji of many parts', '👨‍👩‍👧‍👦🇨🇳'.repeat(200)],
    ['blanks of every kind', '　\u00a0\u2003.\u3000'],
    ['a number without end', `签收 ${'9'.repeat(5_000)}`],
    ['many numbers', `签收 ${Array.from({ length: 3_000 }, (_, n) => n + 1_000).join('、')}`],
  ])('%s are answered in harmless words', async (_what, text) => {
    const answer = await tell(world.sandbox, as('U01EDU'), text);
    expectInert([answer.text + JSON.stringify(answer.blocks)]);
    expect(answer.text.length).toBeLessThanOrEqual(4_000);
  });
});

test('as an explanation stays harmless where desk and managers read it', async () => {
  await world.goTo('2022-04-11T09:00');
  const czj = as('U01CZJ');
  await czj.click(latest(czj), '说明情况');
  czj.fill({ which: openChoices(), why: HOSTILE });
  expect((await czj.submit()).result).toBe('updated');
  await as('U01DESK').command('/duban', '进度 区财政局');
  expect(latest(as('U01DESK')).shown).toContain('已说明：<!channel>');
  await world.goTo('2022-04-18T09:00');
  expectInert(overTheWire(['U01DESK', 'U01LEAD', 'U01CZJ']));

  function openChoices(): string[] {
    const block = openForm(czj).blocks.find((one) => one.block_id === 'which');
    return [...JSON.stringify(block).matchAll(/"value":"([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .slice(0, 1);
  }
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
