import { createHmac, randomUUID } from 'node:crypto';
import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import { auditEvents, deliveries, registrations } from '../../src/store/schema.ts';
import { actsOf } from '../support/acts.ts';
import { postedTimes } from '../support/ledger.ts';
import { asRead, payloadOf } from '../support/payloads.ts';
import { assignmentOf } from '../support/report.ts';
import { latest } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** Two processes behind signed HTTP requests, and the requests themselves: the same bytes, as often as one likes. */
let world: World;
let second: App;
const acts = () => actsOf(world);
const http = () => {
  const { botToken, signingSecret, apiUrl } = world.sandbox;
  return { kind: 'http', botToken, signingSecret, port: 0, apiUrl } as const;
};

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-08T09:00');
  await world.stopBot();
  await start();
});
afterAll(async () => {
  await second.stop();
  await world.close();
});

async function start(): Promise<void> {
  await world.startBot({ chat: http() });
  second = await world.startAnother({ chat: http(), role: 'chat' });
}

interface Request {
  body: string;
  headers: Record<string, string>;
}

/** What Slack sends for an act, signed once. */
function requestOf(act: Inbound): Request {
  const { type, body } = payloadOf(act);
  const isEvent = type === 'events_api';
  const fields =
    type === 'interactive' ? { payload: JSON.stringify(body) } : (body as Record<string, string>);
  const bytes = isEvent ? JSON.stringify(body) : new URLSearchParams(fields).toString();
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  const signature = createHmac('sha256', world.sandbox.signingSecret)
    .update(`v0:${timestamp}:${bytes}`)
    .digest('hex');
  return {
    body: bytes,
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

async function post({ port }: App, request: Request): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', ...request });
  expect(response.status).toBe(200);
  return response.text();
}

/** To both processes at the same moment, twice to each. */
const toBoth = (request: Request) =>
  Promise.all([world.app, second, world.app, second].map((app) => post(app, request)));

/** All that an act has led to, by its id: what is on record, what is owed, and how often that stands in the workspace. */
async function effectsOf(act: Inbound): Promise<{ audited: string[]; owed: number; posted: number }> {
  await second.idle();
  await world.app.turn();
  const { id } = asRead(act);
  const { db } = world.storage;
  const events = await db.select().from(auditEvents).where(eq(auditEvents.source, id));
  const owed = await db
    .select()
    .from(deliveries)
    .where(like(deliveries.key, `%${id}%`));
  const times = await postedTimes(world);
  return {
    audited: events.map(({ action, subject }) => `${action} ${subject}`).sort(),
    owed: owed.length,
    posted: owed.reduce((sum, row) => sum + (times.get(row.id) ?? 0), 0),
  };
}

const report = async (): Promise<Inbound> => {
  const id = await assignmentOf(world, '区政务服务数据管理局', '53');
  const fields = {
    [`progress/${id}`]: '已上线',
    [`problems/${id}`]: '无',
    [`plan/${id}`]: '5月答复',
    [`stage/${id}`]: null,
    [`way/${id}`]: null,
    [`ticks/${id}`]: [],
  };
  return acts().form('U01ZSJ', 'report-form', { period: '2022-04', page: 0 }, fields);
};
const joined = async (): Promise<Inbound> => ({
  kind: 'event',
  type: 'member_joined_channel',
  id: `event:${randomUUID()}`,
  team: world.sandbox.teamId,
  user: 'U01WJJ',
  channel: 'C0GROUP',
});
const typed = async (): Promise<Inbound> =>
  acts().message('U01EDU', latest(world.sandbox.as('U01EDU')).channel, '2号已签收', '1649380000.000100');

const KINDS: [string, () => Promise<Inbound>, string[], number][] = [
  ['a command', async () => acts().command('U01EDU', '签收 1'), ['sign 1'], 0],
  ['a click', async () => acts().click('U01EDU', 'sign-one', '3'), ['sign 3'], 0],
  ['a form', report, ['report 区政务服务数据管理局 2022-04'], 1],
  ['a message', typed, ['sign 2'], 1],
  ['an event', joined, [expect.stringMatching(/^join-group /)], 0],
];

describe('the same signed request', () => {
  const sent = new Map<string, { act: Inbound; request: Request }>();

  test.each(KINDS)(
    '%s: to two processes at once, and once more, has one effect',
    async (kind, make, audited, messages) => {
      const act = await make();
      const request = requestOf(act);
      sent.set(kind, { act, request });
      await toBoth(request);
      const once = { audited, owed: messages, posted: messages };
      expect(await effectsOf(act)).toEqual(once);
      await post(second, request);
      expect(await effectsOf(act)).toEqual(once);
    },
  );

  test('each of them once more after both processes were started again: nothing more', async () => {
    await Promise.all([second.stop(), world.stopBot()]);
    await start();
    for (const [kind, , audited, messages] of KINDS) {
      const { act, request } = sent.get(kind) ?? { act: await typed(), request: requestOf(await typed()) };
      await Promise.all([post(world.app, request), post(second, request)]);
      expect(await effectsOf(act), kind).toEqual({ audited, owed: messages, posted: messages });
    }
  });
});

/** Two clicks of one finger: Slack gives each an id of its own. */
describe('a double click', () => {
  const twice = async (action: string, value: string, user: string) => {
    const [one, two] = [acts().click(user, action, value), acts().click(user, action, value)];
    await Promise.all([post(world.app, requestOf(one)), post(second, requestOf(two))]);
    const [first, other] = [await effectsOf(one), await effectsOf(two)];
    return { audited: [...first.audited, ...other.audited], owed: first.owed + other.owed };
  };

  test('on a fact that may stand more than once puts it on record once', async () => {
    expect(await twice('contact-record', '5 电话 4月7日', 'U01EDU')).toEqual({
      audited: ['contact 5'],
      owed: 0,
    });
    const contacts = and(
      eq(registrations.assignmentId, await assignmentOf(world, '区教育局', '5')),
      eq(registrations.kind, 'contacted'),
    );
    expect(await world.storage.db.select().from(registrations).where(contacts)).toHaveLength(1);
  });

  test('on a file brings one', async () => {
    expect((await twice('draft-make', 'desk-summary', 'U01DESK')).owed).toBe(1);
  });
});
