import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import { parseJson } from '../json.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { readBody } from '../slack-api/arguments.ts';
import { calendar } from './calendar.ts';
import { tellChanges } from './changes.ts';
import { files } from './files.ts';
import { inspect } from './inspect.ts';
import { office } from './office.ts';
import type { Room } from './room.ts';
import { scenes } from './scenes.ts';
import { serveFile } from './static-files.ts';
import { talk } from './talk.ts';
import { time } from './time.ts';

const ROOMS: readonly Room[] = [talk, time, calendar, inspect, files, office, scenes];

/** The rooms' lists, merged. Without a prototype, so that no address finds `constructor`. */
const LISTS = {
  looks: merged((room) => room.looks),
  gestures: merged((room) => room.gestures),
  uploads: merged((room) => room.uploads),
  downloads: merged((room) => room.downloads),
};

function merged<List extends object>(listOf: (room: Room) => List | undefined): List {
  return Object.assign(Object.create(null), ...ROOMS.map((room) => listOf(room)));
}

/** What the page asks of the sandbox. Everything is answered for the person it acts as, and shows no more than they may see. */
export class PageServer {
  readonly #context: SandboxContext;
  readonly #listening = new Set<ServerResponse>();

  constructor(context: SandboxContext) {
    this.#context = context;
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
      if (request.method === 'POST') sendJson(response, 200, await this.#do(name, url.searchParams, request));
      else if (name === 'changes') this.#listen(url.searchParams.get('as'), response);
      else await this.#show(name, url.searchParams, response);
    } catch (error) {
      if (isRefusal(error))
        sendJson(response, 400, {
          message: error instanceof z.ZodError ? z.prettifyError(error) : error.message,
        });
      else throw error;
    }
  }

  close(): void {
    for (const response of this.#listening) response.end();
  }

  async #show(name: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const download = LISTS.downloads[name];
    const look = LISTS.looks[name];
    if (download) await download(this.#context, query, response);
    else if (look) sendJson(response, 200, await look(this.#context, query));
    else throw new ClientError(`没有 ${name}`);
  }

  async #do(name: string, query: URLSearchParams, request: IncomingMessage): Promise<object> {
    const upload = LISTS.uploads[name];
    if (upload) return await upload(this.#context, query, request);
    if (request.headers['content-type']?.split(';')[0] !== 'application/json')
      throw new ClientError('请求必须是 application/json');
    const gesture = LISTS.gestures[name];
    if (!gesture) throw new ClientError(`没有 ${name}`);
    return await gesture(this.#context, parseJson(await readBody(request)));
  }

  #listen(person: string | null, response: ServerResponse): void {
    this.#listening.add(response);
    response.on('close', () => this.#listening.delete(response));
    tellChanges(this.#context.workspace, person, response);
  }
}

/** What the one at the page can mend. */
function isRefusal(error: unknown): error is Error {
  return [ClientError, UserError, ApiError, z.ZodError].some((kind) => error instanceof kind);
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

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
