import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastMoment, type Moment } from '../../src/chat/in-time.ts';
import { createSlack, type Slack } from '../../src/chat/slack.ts';
import { systemClock } from '../../src/clock.ts';
import { createLog } from '../../src/log.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
let slack: Slack;
beforeEach(async () => {
  api = await startFakeApi();
  api.on('chat.postMessage', { ok: true, channel: 'C1', ts: '1.1' });
  slack = createSlack({ token: 'xoxb-1', apiUrl: api.url, log: createLog('silent') });
});
afterEach(() => api[Symbol.asyncDispose]());

const message = { text: '【提醒】区教育局', blocks: [] };
const post = (before: Moment) => slack.post({ channel: 'C1', message, deliveryId: 'd-1', before });
const past: Moment = { isPast: () => true };
const inMs = (ms: number): Moment => {
  const end = performance.now() + ms;
  return { isPast: () => performance.now() > end };
};
const TOO_LATE = { kind: 'transient', code: 'too_late' };

/** What a process sees of being stopped and going on. */
function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a post that begins in time arrives whole', async () => {
  await expect(post(lastMoment(systemClock))).resolves.toEqual({ channel: 'C1', ts: '1.1' });
  expect(api.calls.map(({ fields }) => [fields.text, fields.metadata])).toEqual([
    [message.text, '{"event_type":"delivery","event_payload":{"delivery_id":"d-1"}}'],
  ]);
});

test('a process that stood still after its row was made sure of posts nothing', async () => {
  await expect(post(past)).rejects.toMatchObject(TOO_LATE);
  expect(api.calls).toEqual([]);
});

test.each([
  ['over a new connection', false],
  ['over one that stands', true],
])('nor does one that stood still on the way, %s', async (_how, connected) => {
  if (connected) await post(lastMoment(systemClock));
  api.calls.length = 0;
  const posting = post(inMs(40));
  standStill(60);
  await expect(posting).rejects.toMatchObject(TOO_LATE);
  expect(api.calls).toEqual([]);
});

test('calls that only look are made at any time', async () => {
  api.on('conversations.open', { ok: true, channel: { id: 'D1' } });
  await post(past).catch(() => undefined);
  await expect(slack.openDirect('U1')).resolves.toBe('D1');
});

test('a file whose id took long to be kept is not shared', async () => {
  api.on('files.getUploadURLExternal', { ok: true, file_id: 'F1', upload_url: `${api.origin}/upload` });
  api.on('/upload', (_call, response) => response.end());
  api.on('files.completeUploadExternal', { ok: true });
  const file = { name: '台账.xlsx', content: Buffer.from('x') };
  const sharing = slack.shareFile({ file, channel: 'D1', comment: '' }, async () => past);
  await expect(sharing).rejects.toMatchObject(TOO_LATE);
  expect(api.calls.map(({ method }) => method)).not.toContain('files.completeUploadExternal');
});

test('a moment passes also while the machine sleeps, and while its clock is set back', () => {
  let now = new Date('2022-04-06T09:00:00+08:00');
  const before = lastMoment({ now: () => now });
  expect(before.isPast()).toBe(false);
  now = new Date('2022-04-06T09:01:00+08:00');
  expect(before.isPast()).toBe(true);
  const steady = performance.now;
  performance.now = () => steady.call(performance) + 60_000;
  now = new Date('2022-04-06T08:00:00+08:00');
  expect(before.isPast()).toBe(true);
  performance.now = steady;
});
