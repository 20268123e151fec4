import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { type OpsServer, say, serve } from '../../src/ops/server.ts';

let server: OpsServer;
const here = { host: '127.0.0.1', port: 0 };

beforeEach(async () => {
  server = await serve(
    {
      '/well': (_request, response) => say(response, 200, 'ok'),
      '/below/': (request, response) => say(response, 200, request.url ?? ''),
      '/broken': () => Promise.reject(new Error('a secret reason')),
    },
    here,
  );
});
afterEach(() => server.close());

const ask = async (path: string, method = 'GET') => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return [response.status, await response.text()];
};

test.each([
  ['/well', 200, 'ok'],
  ['/well?from=here', 200, 'ok'],
  ['/wellness', 404, 'not found\n'],
  ['/well/', 404, 'not found\n'],
  ['/below', 200, '/below'],
  ['/below/', 200, '/below/'],
  ['/below/a/b?c=1', 200, '/below/a/b?c=1'],
  ['/belowground', 404, 'not found\n'],
  ['/', 404, 'not found\n'],
  ['/broken', 500, 'failed\n'],
])('%s is answered with %i', async (path, status, body) => {
  expect(await ask(path)).toEqual([status, body]);
});

test.each([
  ['127.0.0.1:1', 200],
  ['localhost', 200],
  ['[::1]:9090', 200],
  ['evil.example', 403],
  ['127.0.0.1.evil.example:80', 403],
  ['localhost.evil.example', 403],
])('to who asks for the host “%s”, the answer is %i', async (host, status) => {
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const asked = request({ port: server.port, host: '127.0.0.1', path: '/well', headers: { host } });
    asked
      .once('response', (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end();
  });
  expect(await answered).toBe(status);
});

test('no other site may frame a page', async () => {
  const { headers } = await fetch(`http://127.0.0.1:${server.port}/well`);
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
});

test('a page is looked at, nothing else', async () => {
  expect(await ask('/well', 'HEAD')).toEqual([200, '']);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    expect(await ask('/below/a', method)).toEqual([405, '']);
});

test('a port that is taken is named, with the setting to change', async () => {
  const second = serve({}, { ...here, port: server.port });
  await expect(second).rejects.toThrow(UserError);
  await expect(second).rejects.toThrow(/端口已被占用.*OPS_PORT/);
});
