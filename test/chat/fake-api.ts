import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiCall {
  /** Path below `/api/`, such as `chat.postMessage`, or the whole path for anything else. */
  method: string;
  /** Form fields, or the JSON body's fields as text. */
  fields: Record<string, string>;
  authorization: string | undefined;
}

export type ApiAnswer = (call: ApiCall, response: ServerResponse) => void;

export interface FakeApi extends AsyncDisposable {
  /** With a trailing slash, as `apiUrl` takes it. */
  url: string;
  origin: string;
  calls: ApiCall[];
  /** Resolves with the next call of this method, or one that has been made already. */
  called(method: string): Promise<ApiCall>;
  /** What the method answers from now on; without one it answers `unknown_method`. */
  on(method: string, answer: ApiAnswer | object): void;
}

/** A small HTTP server in the place of Slack's Web API and its response addresses. */
export async function startFakeApi(): Promise<FakeApi> {
  const answers = new Map<string, ApiAnswer>();
  const calls: ApiCall[] = [];
  const waiting: { method: string; resolve: (call: ApiCall) => void }[] = [];

  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const answer = answers.get(call.method) ?? json({ ok: false, error: 'unknown_method' });
    answer(call, response);
    for (const waiter of waiting.filter(({ method }) => method === call.method)) waiter.resolve(call);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `${origin}/api/`,
    origin,
    calls,
    called(method) {
      const made = calls.find((call) => call.method === method);
      return made ? Promise.resolve(made) : new Promise((resolve) => waiting.push({ method, resolve }));
    },
    on(method, answer) {
      answers.set(method, typeof answer === 'function' ? (answer as ApiAnswer) : json(answer));
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export function json(body: object, headers: Record<string, string> = {}): ApiAnswer {
  return (_call, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function status(code: number, headers: Record<string, string> = {}, body = ''): ApiAnswer {
  return (_call, response) => {
    response.writeHead(code, headers);
    response.end(body);
  };
}

async function readCall(request: IncomingMessage): Promise<ApiCall> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const fields: Record<string, string> = isJson
    ? Object.fromEntries(Object.entries(JSON.parse(body)).map(([key, value]) => [key, textOf(value)]))
    : Object.fromEntries(new URLSearchParams(body));
  const path = request.url ?? '';
  return { method: path.replace(/^\/api\//, ''), fields, authorization: request.headers.authorization };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
