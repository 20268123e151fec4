import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look } from '../support/scrape.ts';
import { openWorld, type World } from '../support/world.ts';

const PASSWORD = 'a password of the desk';

let world: World;

describe('the board of the queue', () => {
  const as = (password: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`desk:${password}`).toString('base64')}` },
  });
  beforeAll(async () => {
    world = await openWorld();
    await world.stopBot();
    await world.startBot({ ops: { host: '127.0.0.1', port: 0, boardPassword: PASSWORD } });
  });
  afterAll(() => world.close());

  test.each([
    ['no password', {}],
    ['a wrong password', as('a password of the desl')],
    ['an empty password', as('')],
  ])('is not shown to %s, in any part', async (_who, init) => {
    for (const page of [
      '/queues',
      '/queues/api/queues',
      '/queues/static/js/x.js',
      '/queues/../queues/api/queues',
    ]) {
      const { status, text, headers } = await look(world.app.opsPort, page, init);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(text).toBe('a password is needed\n');
    }
  });

  test('shows the queue’s jobs to who knows it', async () => {
    await world.goTo('2022-04-06T08:45');
    const page = await look(world.app.opsPort, '/queues', as(PASSWORD));
    expect(page.status).toBe(200);
    expect(page.text).toContain('<base href="/queues/"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.text)?.[1];
    expect((await look(world.app.opsPort, `/queues/${script}`, as(PASSWORD))).status).toBe(200);
    const { text } = await look(world.app.opsPort, '/queues/api/queues', as(PASSWORD));
    const [queue] = JSON.parse(text).queues;
    expect(queue).toMatchObject({ name: 'duban', readOnlyMode: true });
    expect(Object.keys(queue.counts)).toEqual(expect.arrayContaining(['waiting', 'active', 'failed']));
  });

  test('makes wait who goes on guessing, and nobody else', async () => {
    const { opsPort } = world.app;
    const from = (localAddress: string, password: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const to = { host: '127.0.0.1', port: opsPort, path: '/queues', localAddress, ...as(password) };
        get(to, (response) => resolve(response.resume().statusCode)).once('error', reject);
      });
    const guesses: (number | undefined)[] = [];
    for (let guess = 0; guess < 12; guess += 1) guesses.push(await from('127.0.0.2', `guess ${guess}`));
    expect([guesses[0], guesses.at(-1)]).toEqual([401, 429]);
    expect(await from('127.0.0.2', PASSWORD)).toBe(429);
    expect(await from('127.0.0.3', PASSWORD)).toBe(200);
  });

  test('changes nothing', async () => {
    for (const path of [
      '/queues/api/queues/pause',
      '/queues/api/queues/duban/pause',
      '/queues/api/queues/duban/obliterate',
    ])
      expect((await look(world.app.opsPort, path, { method: 'PUT', ...as(PASSWORD) })).status).toBe(405);
    const { text } = await look(world.app.opsPort, '/queues/api/queues', as(PASSWORD));
    expect(JSON.parse(text).queues[0].isPaused).toBe(false);
  });

  test('is not there without a password of its own', async () => {
    await world.stopBot();
    const app = await world.startBot({ ops: { host: '127.0.0.1', port: 0, boardPassword: null } });
    expect((await look(app.opsPort, '/queues', as(''))).status).toBe(404);
  });
});
