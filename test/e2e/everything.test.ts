import { randomUUID } from 'node:crypto';
import { isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions, commands, forms } from '../../commands/index.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { ACTIONS } from '../../templates/actions.ts';
import {
  auditedTwice,
  changedWithout,
  changesNoted,
  recordOfOthers,
  unwatched,
  watchChanges,
} from '../support/changes.ts';
import { type Guide, guideOf, type Perform, type Result, type Step } from '../support/guide.ts';
import { harmIn, harmInMessage } from '../support/harmless.ts';
import { memberOf } from '../support/ledger.ts';
import { nameOf, type TourOptions, tour } from '../support/tour.ts';
import { openWorld, type World } from '../support/world.ts';

/**
 * Everybody does everything the bot can be asked, in three seasons of the year, writes what would do harm wherever words
 * are free, and Slack delivers each act twice at once, to two processes.
 */
const HOSTILE =
  '<!channel> <@U01LEAD> <#C0GROUP> <https://evil.example|茂名银行> &amp; *粗* _斜_ `码` =1+1 \u202e反\u2066转 \u0000\u0007\ud800尾';
const PEOPLE = ['U01EDU', 'U01CZJ', 'U01DESK', 'U01LEAD'];
const by = (user: string, actionId: string, ...values: string[]) =>
  values.map((value) => ({ user, actionId, value }));
/** What was agreed to on one day is refused on the next. */
const SEASONS: (Pick<TourOptions, 'words' | 'says' | 'files' | 'also' | 'leaves'> & { at: string })[] = [
  {
    at: '2022-04-06',
    words: ['', '1'],
    says: [...commands.map(({ aliases }) => `${aliases[0]} 2`), HOSTILE],
    files: true,
    leaves: [
      ACTIONS.returnConsented,
      ACTIONS.returnAskAgain,
      ACTIONS.returnObject,
      ACTIONS.returnRefuse,
      ACTIONS.approveSendBack,
      ACTIONS.hardRefuse,
    ],
  },
  {
    at: '2022-04-08',
    words: [''],
    files: true,
    leaves: [
      ACTIONS.importConfirm,
      ACTIONS.returnWithdraw,
      ACTIONS.returnConsented,
      ACTIONS.returnAgree,
      ACTIONS.approveSign,
      ACTIONS.hardAgree,
    ],
    also: by('U01EDU', ACTIONS.hardAsk, '4', '5', '6', '7'),
  },
  {
    at: '2022-06-21',
    words: ['区教育局'],
    says: ['免沟通', '退回', '3号应该签收了吧', '进展：已开展调研\n问题：无\n计划：7月答复'],
    also: [
      ...by('U01EDU', ACTIONS.contactRecord, '3 电话', '4 电话'),
      ...by('U01EDU', ACTIONS.feedbackRecord, '4 已寄', '5 已寄', '6 已寄', '7 已寄'),
      ...by('U01EDU', ACTIONS.reportRecords, '2022-04 区教育局'),
      ...by('U01DESK', ACTIONS.caseShow, '2/1'),
      ...by('U01DESK', ACTIONS.previewPage, '1'),
      ...by('U01LEAD', ACTIONS.digestTurn, 'problems/2022-05/1'),
    ],
  },
  { at: '2022-10-20', words: ['', '记录'], also: by('U01DESK', ACTIONS.summaryList, '1') },
];

let world: World;
const steps: Step[] = [];
/** Rows of the record that changed when a season's acts were delivered once more, after the bot was started again. */
let changedAgain = 0;

beforeAll(async () => {
  world = await openWorld();
  for (const { at, ...season } of SEASONS) {
    await world.stopBot();
    world.sleepUntil(`${at}T08:59`);
    await world.startBot();
    await world.goTo(`${at}T09:05`);
    // By now whoever is listed by e-mail has been found: to bind them is nobody's act.
    if (steps.length === 0) await watchChanges(world.storage.db);
    await giveLeaderAnAccount();
    const other = await world.startAnother();
    const guide = guideOf(world.app);
    const perform = twice(guide, guideOf(other));
    const made = await tour(world, { guide, perform, people: PEOPLE, text: HOSTILE, ...season });
    await other.stop();
    await deliverAgain(made);
    steps.push(...made);
  }
}, 300_000);
afterAll(() => world.close());

/** To two processes at the same moment; gives what whoever came first was answered. */
function twice(one: Guide, other: Guide): Perform {
  return async (act) => {
    const [first, second] = await Promise.all([one.perform(act), other.perform(act)]);
    return isRepeat(first) ? second : first;
  };
}

async function deliverAgain(made: readonly Step[]): Promise<void> {
  await world.stopBot();
  const { perform } = guideOf(await world.startBot());
  const before = await changesNoted(world.storage.db);
  for (const { act, result } of made)
    if (result.answer.kind !== 'refused' && result.answer.kind !== 'form-errors') await perform(act);
  changedAgain += (await changesNoted(world.storage.db)) - before;
}

/** The roster names leaders without their accounts, and the tour imports it. */
async function giveLeaderAnAccount(): Promise<void> {
  const { officeId, unitId } = await memberOf(world, 'U01JTJ');
  const leader = {
    officeId,
    unitId,
    role: 'leader',
    name: '分管副局长',
    email: 'leader@example.com',
  } as const;
  await unwatched(world.storage.db, (tx) => tx.insert(members).values(leader).onConflictDoNothing());
}

/** Of two, the other has taken it. */
function isRepeat({ answer, opened }: Result): boolean {
  if (answer.kind === 'message') return answer.message.text === '这条命令已经处理过。';
  return answer.kind === 'none' && opened === null;
}

test('every button and every form was come by, and did what it is for', () => {
  const done = new Set(
    steps
      .filter(({ result: { answer } }) => answer.kind !== 'refused' && answer.kind !== 'form-errors')
      .flatMap(({ act }) => (act.kind === 'action' ? act.actionId : act.kind === 'form' ? act.callback : [])),
  );
  expect(Object.keys({ ...actions, ...forms }).filter((id) => !done.has(id))).toEqual([]);
});

test('nothing typed rings anybody, pretends to be a link or turns a line around, and Slack takes every answer', () => {
  const harm = steps.flatMap(({ act, result }) => harmIn(result).map((text) => `${nameOf(act)}: ${text}`));
  expect(harm).toEqual([]);
});

test('whatever was changed is in the audit trail and claimed against repetition, in the same transaction', async () => {
  expect(await changedWithout(world.storage.db, 'audit_events')).toEqual([]);
  expect(await changedWithout(world.storage.db, 'inbox')).toEqual([]);
});

test('nothing had two effects', async () => {
  expect(await auditedTwice(world.storage.db)).toEqual([]);
});

test('delivered once more after the bot was started again, nothing changes', () => {
  expect(changedAgain).toBe(0);
});

test('what goes out is harmless, too, and Slack takes it', async () => {
  const rows = await world.storage.db.select().from(deliveries).where(isNotNull(deliveries.message));
  expect(
    rows.flatMap(({ key, message }) =>
      (message ? harmInMessage(message) : []).map((text) => `${key}: ${text}`),
    ),
  ).toEqual([]);
  await world.goTo('2022-10-21T09:05');
  const said = PEOPLE.flatMap((id) => world.sandbox.as(id).inbox());
  expect(said.flatMap((message) => harmInMessage(message))).toEqual([]);
  expect(world.sandbox.troubles()).toEqual([]);
});

describe('with another’s values, ids and forms', () => {
  const FOREIGNER = 'U01TYJ';
  /** Forms show it as an example. */
  const EXAMPLE_PHONE = '0668-0001234';
  /** Only the others have written so. */
  const TYPED = '茂名银行';
  /** What the foreigner's unit has no part in: titles, telephones, names, and what the others have typed. */
  let secrets: string[] = [];
  let unitId = '';

  beforeAll(async () => {
    unitId = (await memberOf(world, FOREIGNER)).unitId ?? '';
    const { db } = world.storage;
    const { proposals, assignments, units } = await loadFacts(db, (await ensureOffice(db)).id);
    const own = new Set(assignments.filter((one) => one.unitId === unitId).map((one) => one.proposalId));
    const people = await db.select().from(members);
    secrets = [
      ...proposals.filter(({ id }) => !own.has(id)).map(({ title }) => title),
      ...people.filter((one) => one.unitId !== unitId).flatMap(({ phone }) => phone ?? []),
      ...units.filter(({ id }) => id !== unitId).flatMap(({ phone, leader }) => [phone ?? '', leader ?? '']),
      TYPED,
    ].filter((secret) => secret !== '' && secret !== EXAMPLE_PHONE);
  });

  test.each([
    ['somebody of another unit', FOREIGNER],
    ['a stranger', 'U0NOBODY'],
  ])('%s changes nothing of theirs and reads nothing of it', async (_who, user) => {
    const { perform } = guideOf(world.app);
    const before = await recordOfOthers(world.storage.db, unitId);
    const told: string[] = [];
    for (const act of forgeable(steps)) {
      const { answer, opened } = await perform({
        ...inOwnWords(act, TYPED),
        id: `${act.kind}:${randomUUID()}`,
        user,
      });
      const shown = JSON.stringify([answer, opened]);
      const leak = secrets.find((secret) => shown.includes(secret));
      if (leak) told.push(`${nameOf(act)} tells ${leak}: ${shown.slice(0, 200)}`);
    }
    expect(told).toEqual([]);
    expect(await recordOfOthers(world.storage.db, unitId)).toBe(before);
  });
});

function inOwnWords(act: Inbound, typed: string): Inbound {
  if (act.kind !== 'form') return act;
  const values = Object.entries(act.values).map(([field, value]) => [
    field,
    typeof value === 'string' && value.includes(typed) ? '正在办理' : value,
  ]);
  return { ...act, values: Object.fromEntries(values) };
}

/** Each command, button and form once with each value. */
function forgeable(all: readonly Step[]): Inbound[] {
  const kinds = new Map<string, Inbound>();
  for (const { act } of all)
    if (act.kind === 'command' || act.kind === 'action' || act.kind === 'form')
      kinds.set(`${nameOf(act)} ${act.kind === 'form' ? act.metadata : ''}`, act);
  return [...kinds.values()];
}
