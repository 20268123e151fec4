import type { IncomingMessage, Server } from 'node:http';
import {
  type CustomRoute,
  HTTPModuleFunctions,
  HTTPReceiver,
  type ReceiverProcessEventErrorHandlerArgs,
} from '@slack/bolt';
import type { Log } from '../log.ts';
import type { Connection } from './connection.ts';
import { describeError } from './describe-error.ts';
import { libraryLog } from './library-log.ts';
import { NotTaken } from './not-taken.ts';

export interface HttpMode {
  kind: 'http';
  signingSecret: string;
  /** 0 takes any free port. */
  port: number;
  /** Address to listen on; all of them when absent. */
  host?: string;
  /** Other paths served on the same port, such as a health check. */
  routes?: CustomRoute[];
}

/** Slack asks for a signature not older than this; one from the future is just as wrong. */
const MAX_AHEAD_SECONDS = 300;
/** Slack hangs up after 3 s and sends again; what is still running then may finish and answer into the void. */
const NO_ACK_TIMEOUT_MS = 60_000;
const FORM = 'application/x-www-form-urlencoded';
const ENDPOINT = '/slack/events';
/** Addresses are relative to any base. */
const BASE = 'http://localhost';

/** Slack's requests over HTTP, on `/slack/events`. */
export function httpConnection(mode: HttpMode, log: Log): Connection {
  const receiver = new HTTPReceiver({
    signingSecret: mode.signingSecret,
    endpoints: ENDPOINT,
    logger: libraryLog(log),
    customRoutes: mode.routes ?? [],
    unhandledRequestTimeoutMillis: NO_ACK_TIMEOUT_MS,
    processEventErrorHandler: async (failure) => refuse(failure, log),
  });
  guardRequests(receiver);
  let server: Server | undefined;

  return {
    receiver,
    async start() {
      server = await listen(receiver, mode);
      const address = server.address();
      return typeof address === 'object' && address ? { port: address.port } : {};
    },
    isConnected: () => server !== undefined,
    async stop(drained, deadline) {
      if (!server) return;
      const closing = server;
      server = undefined;
      const closed = receiver.stop();
      await Promise.race([drained, deadline]);
      closing.closeIdleConnections();
      await Promise.race([closed, deadline]);
      closing.closeAllConnections();
      await closed;
    },
  };
}

async function listen(receiver: HTTPReceiver, mode: HttpMode): Promise<Server> {
  try {
    return await receiver.start({ port: mode.port, ...(mode.host && { host: mode.host }) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new Error(`port ${mode.port} is taken by another process`, { cause: error });
    if (code === 'EACCES')
      throw new Error(`port ${mode.port} may not be used by this user`, { cause: error });
    throw error;
  }
}

/**
 * What Bolt does not do: it takes signatures from the future, refuses a content type with a charset, fails loudly at an
 * address that is none (`//`), and looks into a body that is `null` where nobody catches the error, which would end the
 * process.
 */
function guardRequests(receiver: HTTPReceiver): void {
  const handle = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    // A refused body is read to its end, or its connection would never become idle.
    response.once('finish', () => request.resume());
    if (isFromTheFuture(request)) {
      response.writeHead(401).end();
      return;
    }
    if (!URL.canParse(request.url ?? '/', BASE)) {
      response.writeHead(404).end();
      return;
    }
    if (request.headers['content-type']?.toLowerCase().startsWith(`${FORM};`))
      request.headers['content-type'] = FORM;
    // What Bolt throws at other addresses it catches itself, as long as it is thrown at once.
    if (!isForBolt(request)) handle(request, response);
    else
      void faultOfBody(request).then((status) => {
        if (status === null) handle(request, response);
        else response.writeHead(status).end();
      });
  };
}

function isForBolt({ method, url = '/' }: IncomingMessage): boolean {
  return method === 'POST' && new URL(url, BASE).pathname === ENDPOINT;
}

/** The status with which a body is refused, or null. It is kept with the request: Bolt does not read it again. */
async function faultOfBody(request: IncomingMessage): Promise<number | null> {
  try {
    const read = await HTTPModuleFunctions.bufferIncomingMessage(
      request,
      HTTPModuleFunctions.defaultBodyLimit,
    );
    return HTTPModuleFunctions.parseHTTPRequestBody(read) === null ? 400 : null;
  } catch (error) {
    // What is no JSON at all is refused by Bolt, after its signature.
    return HTTPModuleFunctions.isRawBodyError(error) ? error.statusCode : null;
  }
}

function isFromTheFuture(request: IncomingMessage): boolean {
  const timestamp = Number(request.headers['x-slack-request-timestamp'] ?? 0);
  return timestamp > Date.now() / 1_000 + MAX_AHEAD_SECONDS;
}

/** True: Bolt has nothing left to do. */
function refuse({ error, response }: ReceiverProcessEventErrorHandlerArgs, log: Log): boolean {
  if (!(error instanceof NotTaken))
    log.error({ failure: describeError(error) }, 'a request from Slack failed');
  else log.warn({ reason: error.message }, 'a request from Slack was not taken');
  if (response.headersSent) return true;
  const worthRetrying = !(error instanceof NotTaken) || error.worthRetrying;
  response.writeHead(
    error instanceof NotTaken ? error.status : 500,
    worthRetrying ? {} : { 'x-slack-no-retry': '1' },
  );
  response.end();
  return true;
}
