import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { assignments, members, returnRequests } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { memberOf } from '../support/ledger.ts';
import { assignmentOf } from '../support/report.ts';
import { press, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** What means something to Slack, to a database or to the eye. */
const HOSTILE = '<!channel> & <@U01LEAD> *粗* <https://evil.example|茂名银行> `x`';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const acts = () => actsOf(world);

async function ask(user: string, text: string): Promise<SeenMessage> {
  const { answer } = await as(user).command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
}

/** A whole application for proposals of a unit, by its own form. */
async function apply(user: string, unit: string, numbers: string[], changed: Record<string, string> = {}) {
  const who = as(user);
  await who.command('/duban', '退办');
  await world.sandbox.until('the form', () => who.modal());
  const proposals = await Promise.all(numbers.map((number) => assignmentOf(world, unit, number)));
  who.fill({ proposals, reasons: '不属于本单位职责', ...changed });
  if (who.modal()?.blocks.some((block) => block.block_id === 'head')) {
    who.fill({ head: changed.head ?? '李局长', signedOn: '2022-04-08', uploaded: ['yes'] });
    await who.attach('files', { name: `${HOSTILE}.pdf`, bytes: new TextEncoder().encode('%PDF') });
  }
  return submit(who);
}

async function submit(who: Person): Promise<SeenMessage> {
  const heard = who.inbox().length;
  const result = await who.submit();
  if (result.result !== 'closed') throw new Error(JSON.stringify(result));
  return world.sandbox.until('the receipt', () => who.inbox()[heard]);
}

async function requestOn(unit: string, number: string) {
  const id = await assignmentOf(world, unit, number);
  const [row] = await world.storage.db
    .select()
    .from(returnRequests)
    .where(eq(returnRequests.assignmentId, id));
  if (!row) throw new Error(`${unit} has not asked about ${number}`);
  return row;
}

const propose = async (unit: string, number: string, to: string, role: string, why = '') =>
  said(
    world,
    acts().form('U01DESK', 'return-propose-form', (await requestOn(unit, number)).id, {
      unit: to,
      role,
      why,
    }),
  );

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-08T20:00');
});
afterAll(() => world.close());

test('A3 asked by night, the lead unit hears of it when the next window opens, and not before', async () => {
  const before = as('U01EDU').inbox().length;
  const receipt = await apply('U01CZJ', '区财政局', ['1'], { reasons: HOSTILE });
  expect(receipt.shown).toContain('第1号已转主办单位区教育局征求同意');
  await world.goTo('2022-04-10T12:00');
  expect(as('U01EDU').inbox()).toHaveLength(before);
  await world.goTo('2022-04-11T09:05');
  const asked = as('U01EDU')
    .inbox()
    .filter((one) => one.text.startsWith('【请答复】'));
  expect(timesOf(asked)).toEqual(['2022-04-11 09:00']);
});

test('R05 several proposals with the same reasons go in one form, with one receipt', async () => {
  const receipt = await apply('U01EDU', '区教育局', ['3', '6', '12'], {
    reasons: HOSTILE,
    head: '<!here> *李* & 局',
  });
  expect(receipt.shown).toContain('已收到：区教育局 第3、6、12号退办申请');
  expect(receipt.shown).toContain('[撤回第3号的申请] [撤回第6号的申请] [撤回第12号的申请]');
});

test('R05 a paper that cannot be read is asked for again at its field', async () => {
  const act = acts().form('U01EDU', 'return-form', '', {
    proposals: [await assignmentOf(world, '区教育局', '7')],
    kind: 'return',
    reasons: '不属于本单位职责',
    head: '李局长',
    signedOn: '2022-04-08',
    files: ['F0NOWHERE'],
    uploaded: ['yes'],
  });
  expect(await said(world, act)).toBe('files：附件没有取到，请删除后重新上传');
});

test('R05 one of several that cannot be given back stops all of them, and says which', async () => {
  const ids = await Promise.all(['7', '6'].map((number) => assignmentOf(world, '区教育局', number)));
  const answer = await said(
    world,
    acts().form('U01EDU', 'return-form', '', { proposals: ids, kind: 'return', reasons: '不属于' }),
  );
  expect(answer).toBe('proposals：第6号已有申请在办理，如要改动请先撤回');
  const rows = await world.storage.db.select().from(returnRequests);
  expect(rows).toHaveLength(4);
});

test('R09 requests about one proposal stand side by side', async () => {
  await apply('U01SJG', '区市场监督管理局', ['12']);
  const list = await ask('U01DESK', '退办 12');
  expect(list.shown).toContain('第12号有2个单位申请');
  expect(list.shown).toMatch(/现由.*区教育局（分办）.*承办/);
  expect(list.shown.match(/\[拟同意\] \[不予退改办\]/g)).toHaveLength(2);
});

test('R07 where nobody of the lead unit can be reached, the desk records what it is told by telephone', async () => {
  const { db } = world.storage;
  const wjj = (await memberOf(world, 'U01WJJ')).unitId ?? '';
  await world.goTo('2022-04-15T10:00');
  await db.update(members).set({ active: false }).where(eq(members.unitId, wjj));
  const receipt = await apply('U01CZJ', '区财政局', ['13']);
  expect(receipt.shown).toContain('主办单位区卫生健康局暂无可联系的联络员，请电话征求其意见');
  const list = await ask('U01DESK', '退办 13');
  expect(
    await said(world, acts().click('U01DESK', 'return-ask-again', (await requestOn('区财政局', '13')).id)),
  ).toBe('区卫生健康局没有可联系的联络员，请电话联系。');
  const done = await press(world.sandbox, as('U01DESK'), list, '主办单位电话同意');
  expect(done.shown).toContain('已登记：区卫生健康局同意第13号的申请');
  expect((await requestOn('区财政局', '13')).state).toBe('open');
});

test('R09 several are submitted, signed and carried out together', async () => {
  expect(await propose('区教育局', '12', '区市场监督管理局', 'split')).toBe(
    'unit：该单位也在申请退改办本件，请先答复其申请',
  );
  expect(await propose('区教育局', '12', '区民政局', 'split', HOSTILE)).toContain('已记录拟办意见');
  expect(await propose('区教育局', '3', '区市场监督管理局', 'lead')).toContain('已记录拟办意见');
  expect(await propose('区教育局', '6', '', 'sole')).toContain('第6号退办，重新交办');
  const heard = as('U01LEAD').inbox().length;
  await press(world.sandbox, as('U01DESK'), await ask('U01DESK', '退办'), '全部呈签（3件）');
  const asked = await world.sandbox.until('the question', () => as('U01LEAD').inbox()[heard]);
  expect(asked.text).toContain('【请签批】退办、改办3件：第3、6、12号');
  const signed = await press(world.sandbox, as('U01LEAD'), asked, '全部签批（3件）');
  expect(signed.shown).toContain('已签批：第3、6、12号。');

  await world.goTo('2022-04-20T10:00');
  const done = await press(world.sandbox, as('U01DESK'), await ask('U01DESK', '退办'), '全部已办结（3件）');
  expect(done.shown).toContain('第3号已改由区市场监督管理局（主办）办理。');
  expect(done.shown).toMatch(/待重新交办：第6号.*\[交办\]/s);
  const rows = await world.storage.db.select().from(assignments);
  const on = async (unit: string, number: string) => {
    const one = await assignmentOf(world, unit, number);
    const same = rows.find((row) => row.id === one);
    return rows
      .filter((row) => row.unitId === same?.unitId && row.proposalId === same.proposalId)
      .map((row) => [row.role, row.endedOn, row.reassigned])
      .sort();
  };
  // A unit that assisted holds the proposal once, in its new role.
  expect(await on('区市场监督管理局', '3')).toEqual([
    ['joint', '2022-04-20', false],
    ['lead', null, true],
  ]);
  expect(await on('区教育局', '6')).toEqual([['sole', '2022-04-20', false]]);
});

test('R07 a lead assigned anew by the desk is asked for the consent that waited for the old one', async () => {
  const { id } = await requestOn('区财政局', '1');
  const lead = await assignmentOf(world, '区教育局', '1');
  await world.storage.db.update(assignments).set({ endedOn: '2022-04-20' }).where(eq(assignments.id, lead));
  const heard = as('U01MZJ').inbox().length;
  const { answer } = await as('U01DESK').command('/duban', '交办 1');
  expect(answer).toBeNull();
  const form = await world.sandbox.until('the form', () => as('U01DESK').modal());
  expect(form.blocks.length).toBeGreaterThan(0);
  as('U01DESK').fill({ unit: '区民政局', role: 'lead' });
  expect((await as('U01DESK').submit()).result).not.toBe('errors');
  await as('U01DESK').close();
  const asked = await world.sandbox.until('the question', () => as('U01MZJ').inbox()[heard]);
  expect(asked.text).toContain('【请答复】区财政局申请退办第1号（会办）');
  expect(await said(world, acts().click('U01MZJ', 'return-agree', id))).toContain('已答复同意');
});

test('R09 what became of a request goes to who serves the unit now', async () => {
  const asker = await memberOf(world, 'U01SJG');
  await world.storage.db.update(members).set({ active: false }).where(eq(members.id, asker.id));
  const heard = as('U02SJG').inbox().length;
  const { id } = await requestOn('区市场监督管理局', '12');
  await said(world, acts().form('U01DESK', 'return-refuse-form', id, { why: HOSTILE }));
  const told = await world.sandbox.until('the outcome', () => as('U02SJG').inbox()[heard]);
  expect(told.shown).toContain('建议提案股不予退办或改办');
});

test('what people typed is inert wherever it is shown', async () => {
  await ask('U01DESK', '退办');
  await ask('U01LEAD', '签批');
  const wire = ['U01CZJ', 'U01EDU', 'U01SJG', 'U02SJG', 'U01DESK', 'U01LEAD']
    .flatMap((id) => as(id).inbox())
    .flatMap((message) => [message.text, ...message.blocks.flatMap(mrkdwnOf)]);
  expect(wire.join()).toContain('&lt;!channel&gt;');
  for (const text of wire) expect(text).not.toMatch(/<[!@#]|<http/);
  expect(world.sandbox.troubles()).toEqual([]);
});

/** Every text of a block that Slack reads as markup; plain text is inert by itself. */
function mrkdwnOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnOf);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'mrkdwn' && 'text' in node) return [String(node.text)];
  return Object.values(node).flatMap(mrkdwnOf);
}
