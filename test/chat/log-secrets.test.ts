import { pino } from 'pino';
import { expect, test } from 'vitest';
import { describeError } from '../../src/chat/describe-error.ts';
import { createListener } from '../../src/chat/listener.ts';
import { createSlack } from '../../src/chat/slack.ts';
import { startFakeApi, status } from './fake-api.ts';
import { command, Desk, messageEvent, SIGNING_SECRET, signed } from './heard.ts';

test('the log never holds what people typed, tokens, addresses for answers or signatures', async () => {
  await using api = await startFakeApi();
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const desk = new Desk();
  const slack = createSlack({ token: 'xoxb-secret', apiUrl: api.url, log });
  const listener = createListener({
    mode: { kind: 'http', signingSecret: SIGNING_SECRET, port: 0, host: '127.0.0.1' },
    token: 'xoxb-secret',
    apiUrl: api.url,
    slack,
    commands: ['/duban'],
    handle: desk.handle,
    log,
  });
  const { port } = await listener.start();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const form = new URLSearchParams(
    command({ text: '内部情况', response_url: `${api.origin}/respond-secret` }),
  );

  desk.does(() => Promise.reject(new Error('Failed query: insert into reports\nparams: 内部情况')));
  await signed(url, form.toString());
  await signed(url, JSON.stringify(messageEvent({ text: '内部情况' })));
  await signed(url, `${form}&text=内部情况`);
  await signed(url, form.toString(), { secret: 'guess' });
  api.on('chat.postMessage', status(500, {}, '内部情况'));
  await slack.post({ channel: 'C1', message: { text: '内部情况', blocks: [] } }).catch(() => undefined);
  await listener.stop(5_000);

  const written = lines.join('');
  expect(written).toContain('Failed query: insert into reports');
  for (const secret of ['内部情况', 'xoxb-secret', 'respond-secret', SIGNING_SECRET, 't.1']) {
    expect(written).not.toContain(secret);
  }
});

test('an error is described with its causes, without the lines that hold values', () => {
  const cause = Object.assign(new Error('duplicate key\nDetail: (12)'), { code: '23505' });
  const described = describeError(new TypeError('insert failed\nparams: 12', { cause }));
  expect(described).toMatchObject({
    name: 'TypeError',
    message: 'insert failed',
    cause: { message: 'duplicate key', code: '23505' },
  });
  expect(described.frames[0]).toMatch(/^at /);
  expect(describeError('text')).toEqual({ name: 'string', message: '', frames: [] });
});
