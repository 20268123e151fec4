import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FaultInput } from '../../src/sandbox/faults/fault.ts';
import { Workspace } from '../../src/sandbox/workspace.ts';
import { deliveries, returnRequests } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { assignmentOf } from '../support/report.ts';
import { openWorld, type World } from '../support/world.ts';

/** What a unit attached reaches those who decide about it, once, whatever happens on the way. */

let world: World;
const as = (id: string) => world.sandbox.as(id);
const desk = () => as('U01DESK');
const NAME = '退办申请（签批件）.pdf';
const WORDS = `第24号附件《${NAME}》`;
const papers = () => world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'paper'));
const shares = () =>
  desk()
    .inbox()
    .filter((message) => message.files.includes(NAME));

/** The desk asks for the files of the request that it has before it. */
async function askForFiles(): Promise<void> {
  const { answer } = await desk().command('/duban', '退办');
  if (!answer) throw new Error('no list came');
  await desk().click(answer, '发送附件');
}

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-08T09:00');
  const unit = as('U01JTJ');
  await unit.command('/duban', '退办 24');
  await world.sandbox.until('the form', () => unit.modal());
  unit.fill({ reasons: '不属于本单位职责', head: '李局长', signedOn: '2022-04-07', uploaded: ['yes'] });
  await unit.attach('files', { name: NAME, bytes: new TextEncoder().encode('%PDF-1.7 签批') });
  expect((await unit.submit()).result).not.toBe('errors');
});
afterAll(() => world.close());

test('the desk gets the file of a request in its direct message, with what it belongs to', async () => {
  await askForFiles();
  const [message] = await world.sandbox.until('the file', () => (shares().length > 0 ? shares() : null));
  expect(message?.shown).toContain(WORDS);
  await world.app.idle();
  expect((await papers()).map((row) => [row.state, row.fileId !== null])).toEqual([['sent', true]]);
});

test('from the story of the proposal too', async () => {
  const story = await desk().command('/duban', '提案 24');
  if (!story.answer) throw new Error('no story came');
  const before = shares().length;
  await desk().click(story.answer, '发送附件');
  await world.sandbox.until('the file', () => shares().length === before + 1);
});

test('no other unit gets it, whatever its button says', async () => {
  const click = actsOf(world).click('U01EDU', 'files-send', '24');
  expect(await said(world, click)).toBe('这个按钮已失效，请重新查看提案。');
  expect(await said(world, actsOf(world).click('U01DESK', 'files-send', 'x'))).toBe(
    '这个按钮已失效，请重新查看提案。',
  );
  expect(
    as('U01EDU')
      .inbox()
      .some((message) => message.files.includes(NAME)),
  ).toBe(false);
});

test('nobody attaches what another unit gave to the bot, whatever file their form names', async () => {
  const [file] = await world.storage.db.select({ files: returnRequests.files }).from(returnRequests);
  const form = actsOf(world).form('U01EDU', 'return-form', '', {
    proposals: [await assignmentOf(world, '区教育局', '7')],
    kind: 'return',
    reasons: '不属于本单位职责',
    head: '李局长',
    signedOn: '2022-04-07',
    uploaded: ['yes'],
    files: file?.files.map(({ id }) => id) ?? [],
  });
  expect(file?.files).toHaveLength(1);
  expect(await said(world, form)).toBe('files：附件没有取到，请删除后重新上传');
});

describe('when Slack', () => {
  afterEach(() => world.sandbox.faults.endAll());

  test.each<[string, FaultInput]>([
    ['cuts the line after it has shared the file', { kind: 'drop-after-accept' }],
    ['answers with an error, having shared it', { kind: 'server-error', takesEffect: true }],
    ['cuts the line before', { kind: 'drop-before' }],
    ['says “too many”', { kind: 'rate-limit', retryAfter: 20 }],
  ])('%s, the desk has it once', async (_what, order) => {
    const before = shares().length;
    const method = 'files.completeUploadExternal';
    const trouble = world.sandbox.faults.add({ ...order, method, times: 1 } as FaultInput);
    await askForFiles();
    await world.sandbox.until('the fault to strike', () => trouble.struck === 1);
    await world.sandbox.advance(new Date(world.sandbox.clock.now().getTime() + 5 * 60_000));
    await world.app.idle();
    expect(shares()).toHaveLength(before + 1);
    expect((await papers()).every((row) => row.state === 'sent')).toBe(true);
  });

  test('shares late what it said nothing of after many a refusal, the desk has it once', async () => {
    const before = shares().length;
    const { faults, clock } = world.sandbox;
    const method = 'files.completeUploadExternal';
    const tooMany = faults.add({ kind: 'rate-limit', retryAfter: 5, method, times: 6 });
    const cut = faults.add({ kind: 'drop-after-accept', method, times: 1 });
    await askForFiles();
    const minutes = async (count: number) => {
      await world.sandbox.advance(new Date(clock.now().getTime() + count * 60_000));
      await world.app.idle();
    };
    await world.sandbox.until('the first refusal', () => tooMany.struck > 0);
    const unseen = vi.spyOn(Workspace.prototype, 'sharesOf').mockReturnValue([]);
    try {
      for (let minute = 0; minute < 10 && cut.struck === 0; minute += 1) await minutes(1);
      expect([tooMany.struck, cut.struck]).toEqual([6, 1]);
      await minutes(6);
    } finally {
      unseen.mockRestore();
    }
    await minutes(6);
    expect(shares()).toHaveLength(before + 1);
    expect((await papers()).every((row) => row.state === 'sent')).toBe(true);
  });

  test('cannot give the bytes, the desk hears it instead', async () => {
    world.sandbox.faults.add({ kind: 'refuse', error: 'file_deleted', method: 'files.info', times: 1 });
    await askForFiles();
    const answer = await world.sandbox.until('the answer', () =>
      desk()
        .inbox()
        .find(({ shown }) => shown.includes('请向承办单位索取')),
    );
    expect(answer.shown).toBe(`${WORDS}已读不到（可能已被删除），请向承办单位索取。`);
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
