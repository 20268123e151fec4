import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDispatch } from '../../commands/dispatch.ts';
import { createListener, type Handle, type Inbound, type Listener } from '../../src/chat/listener.ts';
import { UserError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { auditEvents, members } from '../../src/store/schema.ts';
import { type SocketWorkspace, startSocketWorkspace } from '../chat/heard.ts';
import { changedWithout, watchChanges } from '../support/changes.ts';
import { type Guide, guideOf } from '../support/guide.ts';
import { harmIn } from '../support/harmless.ts';
import { mutated, reworded, textsIn } from '../support/mutate.ts';
import { type Payload, payloadOf } from '../support/payloads.ts';
import { type Chances, chances } from '../support/random.ts';
import { nameOf, tour } from '../support/tour.ts';
import { openWorld, type World } from '../support/world.ts';

/** The same seed sends the same payloads; FUZZ_SEED and FUZZ_PAYLOADS try others, and more. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_220_401);
const PAYLOADS = Number(process.env.FUZZ_PAYLOADS ?? 20_000);
const AT_ONCE = 16;
const SECRET = 'shh';

let world: World;
let guide: Guide;
let socket: SocketWorkspace;
let listeners: Listener[] = [];
let port = 0;
let recorded: Payload[] = [];
/** What stands in the recorded payloads: ids of people, proposals and requests among them. */
let words: string[] = [];
/** What the dispatch was given, by its id. */
const heard = new Map<string, Inbound>();
const failures: string[] = [];
const harm: string[] = [];

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
  const removed = { role: 'liaison', name: '原联络员', slackId: 'U04GONE', active: false } as const;
  const { id } = await ensureOffice(world.storage.db);
  await world.storage.db.insert(members).values({ ...removed, officeId: id });
  guide = guideOf(world.app);
  const people = ['U01EDU', 'U01DESK', 'U01LEAD'];
  const steps = await tour(world, { guide, people, text: '已开展调研', words: ['1'], files: true });
  const different = new Map(steps.map(({ act }) => [`${act.user} ${nameOf(act)}`, act]));
  recorded = [...[...different.values()].map(payloadOf), ...OTHERS];

  words = [...new Set(recorded.flatMap(({ body }) => textsIn(body)))];

  socket = await startSocketWorkspace();
  const options = {
    token: 'xoxb-1',
    slack: {
      ...guide.context.slack,
      post: async () => ({ channel: 'D0', ts: '1.1' }),
      respond: async () => undefined,
      updateForm: async () => undefined,
    },
    commands: ['/duban', '/yuebao'],
    handle: watched(createDispatch(guide.context)),
    log: createLog('silent'),
  };
  const http = createListener({
    ...options,
    mode: { kind: 'http', signingSecret: SECRET, port: 0, host: '127.0.0.1' },
  });
  const live = createListener({
    ...options,
    mode: { kind: 'socket', appToken: 'xapp-1' },
    apiUrl: socket.api.url,
  });
  listeners = [http, live];
  port = (await http.start()).port ?? 0;
  await live.start();
  await watchChanges(world.storage.db);
}, 600_000);
afterAll(async () => {
  for (const listener of listeners) await listener.stop(1_000);
  await socket?.[Symbol.asyncDispose]();
  agent.destroy();
  await world?.close();
});

/** What else Slack sends, and what others could make it send. */
const OTHERS: readonly Payload[] = [
  {
    type: 'interactive',
    body: { type: 'view_closed', user: { id: 'U01EDU' }, view: { id: 'V1', type: 'modal' } },
  },
  {
    type: 'interactive',
    body: { type: 'block_suggestion', user: { id: 'U01EDU' }, value: '教', action_id: 'x' },
  },
  {
    type: 'interactive',
    body: { type: 'shortcut', user: { id: 'U01EDU' }, callback_id: 'x', trigger_id: 't' },
  },
  {
    type: 'interactive',
    body: { type: 'message_action', user: { id: 'U01EDU' }, callback_id: 'x', message: {} },
  },
  ...[
    { type: 'message', subtype: 'message_changed', message: { text: '签收 1', user: 'U01EDU', ts: '1.1' } },
    { type: 'message', subtype: 'message_deleted', previous_message: { text: '签收 1', user: 'U01EDU' } },
    { type: 'message', subtype: 'bot_message', bot_id: 'B1', text: '签收 1', ts: '1.2' },
    { type: 'message', user: 'U01EDU', bot_id: 'B1', text: '签收 1', ts: '1.3' },
    {
      type: 'message',
      subtype: 'file_share',
      user: 'U01EDU',
      text: '总结',
      ts: '1.4',
      files: [{ id: 'F1' }],
    },
    { type: 'app_mention', user: 'U01EDU', text: '<@U0BOT> 签收 1', ts: '1.5' },
    { type: 'member_joined_channel', user: 'U01EDU' },
    { type: 'member_left_channel', user: 'U01EDU' },
    { type: 'reaction_added', user: 'U01EDU', reaction: '+1' },
  ].map((event, index): Payload => {
    const body = {
      type: 'event_callback',
      team_id: 'T',
      event_id: `Ev${index}`,
      event: { channel: 'D0EDU', ...event },
    };
    return { type: 'events_api', body };
  }),
];

function watched(handle: Handle): Handle {
  return async (inbound) => {
    heard.set(inbound.id, inbound);
    try {
      const answer = await handle(inbound);
      harm.push(...harmIn({ answer, opened: null }).map((text) => `${nameOf(inbound)}: ${text}`));
      return answer;
    } catch (error) {
      if (!(error instanceof UserError))
        failures.push(
          `${JSON.stringify(inbound).slice(0, 2_000)} ${error instanceof Error ? error.stack : error}`,
        );
      throw error;
    }
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function post(body: string, headers: Record<string, string> = {}): Promise<number> {
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        path: '/slack/events',
        method: 'POST',
        headers: {
          'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...headers,
        },
      },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    );
    sent.on('error', reject).end(body);
  });
}

function encoded({ type, body }: Payload): string {
  if (type === 'events_api') return JSON.stringify(body);
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  // A list arrives as a field that is repeated.
  const fields = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one ?? '')]),
  );
  return new URLSearchParams(fields).toString();
}

/** The same in another’s name. */
function disguised({ type, body }: Payload, dice: Chances): Payload {
  const team = dice.pick([world.sandbox.teamId, world.sandbox.teamId, 'T0OTHER', '']);
  const user = dice.pick(['U0NOBODY', 'U04GONE', 'USLACKBOT', '', 'B01BOT']);
  if (type === 'slash_commands') return { type, body: { ...body, team_id: team, user_id: user } };
  if (type === 'interactive')
    return { type, body: { ...body, team: { id: team }, user: { id: user, team_id: team } } };
  return { type, body: { ...body, team_id: team, event: { ...(body.event as object), user } } };
}

/** Each its own act, or most would be taken for repetitions. */
function renewed({ type, body }: Payload, n: number): Payload {
  const id = `fuzz.${n}`;
  const own = { trigger_id: id, event_id: id };
  if (type === 'events_api')
    return { type, body: { ...body, ...own, event: { ...(body.event as object), ts: `9.${n}` } } };
  return {
    type,
    body: { ...body, ...own, ...('view' in body && { view: { ...(body.view as object), id } }) },
  };
}

/** Either its shape is wrong, or what stands in the right places. */
function spoilt({ type, body }: Payload, dice: Chances): Payload['body'] {
  if (dice.happens(0.5)) return mutated(body, dice, dice.between(0, 4));
  switch (type) {
    case 'slash_commands':
      return { ...body, text: reworded(body.text, dice, 1, words) };
    case 'events_api':
      return { ...body, event: { ...(body.event as object), text: reworded('签收 1', dice, 0.7, words) } };
    case 'interactive': {
      const { actions, view } = body;
      const { private_metadata, state } = (view ?? {}) as Record<string, unknown>;
      const other = reworded({ private_metadata, state }, dice, 0.3, words);
      return {
        ...body,
        ...(view !== undefined && { view: { ...(view as object), ...other } }),
        ...(actions !== undefined && { actions: reworded(actions, dice, 0.4, words) }),
      };
    }
  }
}

test(`${PAYLOADS} mutated payloads (seed ${SEED}) crash nothing and change nothing in another’s name`, async () => {
  const dice = chances(SEED);
  const statuses = new Map<number, number>();
  let n = 0;
  const next = (): Payload | null => {
    if (n >= PAYLOADS || failures.length > 0) return null;
    n += 1;
    const fresh = renewed(dice.pick(recorded), n);
    const given = dice.happens(0.12) ? fresh : disguised(fresh, dice);
    return { ...given, body: spoilt(given, dice) };
  };
  const sendAll = async () => {
    for (let payload = next(); payload; payload = next()) {
      if (typeof payload.body !== 'object' || payload.body === null) continue;
      if (n % 2 === 0) {
        const acknowledged = socket.deliver(`e${n}`, payload.type, payload.body);
        // Slack's own client answers nothing that it cannot read.
        if (payload.type !== 'events_api' || payload.body.event) await acknowledged;
      } else {
        const status = await post(encoded(payload));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendAll));

  expect(failures).toEqual([]);
  expect(harm).toEqual([]);
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 400)).toEqual([]);

  const { db } = world.storage;
  const people = await activeMembers(db, (await ensureOffice(db)).id);
  const forged = (await db.select().from(auditEvents)).filter(({ source, memberId }) => {
    const act = heard.get(source);
    const person = people.find(({ id }) => id === memberId);
    return act && (act.team !== world.sandbox.teamId || act.user !== person?.slackId);
  });
  expect(forged).toEqual([]);
  expect(await changedWithout(db, 'audit_events')).toEqual([]);
  expect(await changedWithout(db, 'inbox')).toEqual([]);
}, 600_000);
