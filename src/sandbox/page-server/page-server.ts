import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import { parseJson } from '../json.ts';
import type { Change } from '../records.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { readBody } from '../slack-api/arguments.ts';
import type { TimeTravel } from '../time-travel.ts';
import { GESTURES } from './gestures.ts';
import { seeConversation, seeHome, seeModal, seeWorkspace } from './sights.ts';
import { serveFile } from './static-files.ts';

const HEARTBEAT_MS = 15_000;

/** What the page asks of the sandbox. Everything is answered for the person it acts as, and shows no more than they may see. */
export class PageServer {
  readonly #context: SandboxContext;
  readonly #timeTravel: TimeTravel;
  readonly #listening = new Set<ServerResponse>();

  constructor(context: SandboxContext, timeTravel: TimeTravel) {
    this.#context = context;
    this.#timeTravel = timeTravel;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (!url.pathname.startsWith('/page/')) {
      await serveFile(url.pathname, response);
      return;
    }
    if (isForeign(request)) {
      sendJson(response, 403, { message: '只接受本页面发出的请求' });
      return;
    }
    try {
      const name = url.pathname.slice('/page/'.length);
      if (request.method === 'POST') sendJson(response, 200, await this.#gesture(name, request));
      else if (name === 'changes') this.#listen(url.searchParams.get('as'), response);
      else sendJson(response, 200, this.#look(name, url.searchParams));
    } catch (error) {
      if (error instanceof ClientError || error instanceof ApiError || error instanceof z.ZodError)
        sendJson(response, 400, {
          message: error instanceof z.ZodError ? z.prettifyError(error) : error.message,
        });
      else throw error;
    }
  }

  close(): void {
    for (const response of this.#listening) response.end();
  }

  #look(name: string, query: URLSearchParams): object | null {
    const person = query.get('as') ?? '';
    switch (name) {
      case 'workspace':
        return seeWorkspace(this.#context, this.#timeTravel, person);
      case 'conversation':
        return seeConversation(this.#context, person, query.get('id') ?? '');
      case 'modal':
        return seeModal(this.#context, person);
      case 'home':
        return seeHome(this.#context, person);
      default:
        throw new ClientError(`没有 ${name}`);
    }
  }

  async #gesture(name: string, request: IncomingMessage): Promise<object> {
    if (request.headers['content-type']?.split(';')[0] !== 'application/json')
      throw new ClientError('请求必须是 application/json');
    const body = parseJson(await readBody(request));
    if (name === 'advance') {
      await this.#timeTravel.advance(
        new Date(z.object({ to: z.iso.datetime({ offset: true }) }).parse(body).to),
      );
      return {};
    }
    const gesture = GESTURES[name];
    if (!gesture) throw new ClientError(`没有 ${name}`);
    return await gesture(this.#context, body);
  }

  /** Server-sent events: only what kind of thing changed, so that nothing leaks to who may not see it. */
  #listen(person: string | null, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    const stop = this.#context.workspace.onChange((change) => {
      response.write(`data: ${JSON.stringify(asSeenBy(person, change))}\n\n`);
    });
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS).unref();
    this.#listening.add(response);
    response.on('close', () => {
      stop();
      clearInterval(heartbeat);
      this.#listening.delete(response);
    });
  }
}

function asSeenBy(person: string | null, change: Change): { kind: string; channel?: string } {
  if (change.people && !change.people.includes(person ?? '')) return { kind: 'elsewhere' };
  return { kind: change.kind, ...(change.channel && { channel: change.channel }) };
}

/** Another site's page in the same browser can reach this port, too; browsers say where a request comes from. */
function isForeign(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  return (
    (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  );
}

function sendJson(response: ServerResponse, status: number, body: object | null): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
