import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPainter } from '../../src/files/painter.ts';
import { createLog } from '../../src/log.ts';
import { members } from '../../src/store/schema.ts';
import { assignmentsOn, openForm } from '../support/report.ts';
import { look } from '../support/scrape.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** Weeks of an office in which much goes wrong, and then: is anything secret in what is written down about it? */

const TYPED = '内部情况：征地补偿款尚未到位';
const BOARD_PASSWORD = 'a password of the desk';
const lines: string[] = [];
/** What the queue held while jobs failed. */
let queued: string;
let world: World;
let watchman: ReturnType<typeof createServer>;
let heartbeatUrl: string;
const as = (id: string) => world.sandbox.as(id);
const roster = (name: string) =>
  readFile(new URL(`../../templates/sample-office/${name}`, import.meta.url), 'utf8');

/** Statements that need a table fail while it has another name, with all that they were to write. */
async function without(table: string, during: () => Promise<unknown>): Promise<void> {
  await world.storage.db.execute(sql.raw(`alter table ${table} rename to elsewhere`));
  await during();
  await world.storage.db.execute(sql.raw(`alter table elsewhere rename to ${table}`));
}

async function report(id: string): Promise<void> {
  await as(id).command('/yuebao');
  await world.sandbox.until('the form', () => as(id).modal());
  for (const assignment of assignmentsOn(openForm(as(id))))
    as(id).fill({
      [`progress/${assignment}`]: TYPED,
      [`problems/${assignment}`]: TYPED,
      [`plan/${assignment}`]: TYPED,
    });
}

beforeAll(async () => {
  watchman = createServer((_, response) => response.writeHead(500).end()).listen(0, '127.0.0.1');
  await vi.waitUntil(() => watchman.address());
  heartbeatUrl = `http://127.0.0.1:${(watchman.address() as AddressInfo).port}/beat-0f1e2d3c`;
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  world = await openWorld({ log, painter: createPainter() });
  await world.stopBot();
  const ops = { host: '127.0.0.1', port: 0, boardPassword: BOARD_PASSWORD };
  await world.startBot({ ops, heartbeatUrl });
  await goWrong();
});
afterAll(async () => {
  await world.close();
  watchman.close();
});

async function goWrong(): Promise<void> {
  const { faults } = world.sandbox;
  const desk = as('U01DESK');
  for (const kind of ['server-error', 'drop-before', 'drop-after-accept', 'rate-limit'] as const)
    faults.add({ kind, times: 4 });
  faults.add({ kind: 'refuse', error: 'user_disabled', method: 'chat.postMessage', channel: 'U01WJJ' });
  faults.add({ kind: 'refuse', error: 'invalid_blocks', method: 'chat.postMessage', channel: 'U01NYJ' });
  await world.goTo('2022-04-06T09:40');
  faults.add({ kind: 'refuse', error: 'token_revoked', times: 20 });
  await world.goTo('2022-04-07T10:00');
  faults.endAll();

  // Acts that are saved, and acts that cannot be.
  await tell(world.sandbox, as('U01EDU'), `1号已签收，${TYPED}`);
  await as('U01EDU').command('/duban', `沟通 1 电话 4月5日 ${TYPED}`);
  await without('registrations', () => as('U01EDU').command('/duban', '签收 2'));
  await without('audit_events', () => as('U01EDU').command('/duban', `沟通 2 电话 4月5日 ${TYPED}`));
  await report('U01ZSJ');
  await without('report_entries', () => as('U01ZSJ').submit());
  await report('U01ZSJ');
  await as('U01ZSJ').submit();
  await as('U01EDU').command('/duban', '联络员 13800138000');

  // A roster with other telephone numbers, read, refused, confirmed while it cannot be saved, confirmed.
  const changed = (await roster('roster.csv')).replaceAll('0668-00002', '0668-76002');
  await desk.upload('dm', { name: '名册.csv', bytes: Buffer.from(changed.replace('U01EDU', '也不是')) });
  await world.sandbox.until('a refusal', () => latest(desk).shown.includes('没有导入'));
  await desk.upload('dm', { name: '名册.csv', bytes: Buffer.from(changed) });
  await world.sandbox.until('a question', () => latest(desk).shown.includes('还没有导入'));
  const asked = latest(desk);
  await without('members', () => desk.click(asked, '确认导入'));
  await press(world.sandbox, desk, asked, '确认导入');

  // Jobs that fail with what they were to write, and are kept by the queue.
  const { db } = world.storage;
  await world.goTo('2022-04-08T08:39');
  await db.execute(sql`alter table deliveries add constraint none check (kind <> 'reminder') not valid`);
  await world.goTo('2022-04-08T08:40');
  queued = await queueContent();
  await db.execute(sql`alter table deliveries drop constraint none`);
  await desk.command('/duban', '电话单');
  await desk.command('/duban', '拟稿');
  await world.goTo('2022-04-11T09:10');

  // Requests that nobody signed, and those that Slack did, over HTTP.
  await world.stopBot();
  const { botToken, signingSecret, apiUrl } = world.sandbox;
  const ops = { host: '127.0.0.1', port: 0, boardPassword: BOARD_PASSWORD };
  const chat = { kind: 'http' as const, botToken, signingSecret, port: 0, apiUrl };
  const { port } = await world.startBot({ chat, ops, heartbeatUrl });
  world.sandbox.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  await as('U01EDU').command('/duban', `沟通 3 电话 4月6日 ${TYPED}`);
  const body = new URLSearchParams({ command: '/duban', text: TYPED, user_id: 'U01EDU' });
  await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body });
  await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: `{"text":"${TYPED}"` });
  await without('registrations', () => as('U01EDU').command('/duban', `沟通 3 电话 4月7日 ${TYPED}`));
}

/** Everything that the queue keeps, as text. */
async function queueContent(): Promise<string> {
  const { db } = world.storage;
  const { rows } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'bullmq'`,
  );
  const content: string[] = [];
  for (const { name } of rows) {
    const found = await db.execute<{ line: string }>(
      sql.raw(`select row_to_json(one)::text as line from bullmq."${name}" one`),
    );
    content.push(...found.rows.map(({ line }) => line));
  }
  return content.join('\n');
}

/** What must stand nowhere but in the database and in Slack: by what it is called. */
async function secrets(): Promise<Record<string, RegExp>> {
  const { botToken, appToken, signingSecret } = world.sandbox;
  const people = await world.storage.db.select().from(members);
  const literally = (...texts: (string | null)[]) =>
    new RegExp(
      texts.flatMap((text) => (text ? [text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')] : [])).join('|'),
      'u',
    );
  return {
    'a token': literally(botToken, appToken, 'xoxb-', 'xapp-'),
    'the signing secret': literally(signingSecret),
    'an address for answers': /\/T[A-Z0-9]{6,}\/[\w-]{20,}/u,
    'a trigger': /\d{5,}\.\d{5,}\.[0-9a-f]{8,}/u,
    'a telephone number': literally(...people.map(({ phone }) => phone), '13800138000', '0668-76002'),
    'an e-mail address': literally(...people.map(({ email }) => email)),
    'what people typed': literally('内部情况', '征地补偿', encodeURIComponent('内部情况')),
    'a password': literally(BOARD_PASSWORD, 'beat-0f1e2d3c', new URL(world.storage.url).password),
  };
}

async function found(text: string): Promise<string[]> {
  return Object.entries(await secrets()).flatMap(([what, pattern]) => {
    const at = pattern.exec(text);
    return at ? [`${what}: ${text.slice(Math.max(0, at.index - 120), at.index + 60)}`] : [];
  });
}

test('the log holds no secret, at its lowest level', async () => {
  const written = lines.join('');
  // Much was written, of everything that went wrong.
  for (const word of [
    'a message did not go out',
    'a message was given up',
    'does not let the bot in',
    'Failed query',
    'job failed',
  ])
    expect(written).toContain(word);
  expect(await found(written)).toEqual([]);
});

test('the queue holds none', async () => {
  expect(queued.includes('Failed query: insert into')).toBe(true);
  expect(queued.includes('params:')).toBe(false);
  expect(await found(`${queued}${await queueContent()}`)).toEqual([]);
});

test('the pages for those who run the bot hold none', async () => {
  for (const path of ['/metrics', '/readyz', '/healthz'])
    expect(await found((await look(world.app.opsPort, path)).text)).toEqual([]);
});

test('the scan would find them', async () => {
  const { botToken, signingSecret } = world.sandbox;
  const [person] = await world.storage.db.select().from(members);
  const address = `${world.sandbox.url}/commands/T0ABCDEF/${'x'.repeat(24)}`;
  const all = [botToken, signingSecret, person?.phone, TYPED, BOARD_PASSWORD, address].join(' ');
  expect(await found(all)).toHaveLength(6);
});
