import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withoutValues } from '../errors.ts';
import type { SandboxContext } from './context.ts';
import { PageServer } from './page-server/page-server.ts';
import { servePrivateFile, takeUpload } from './slack-api/file-transfer.ts';
import { answerResponseUrl } from './slack-api/responses.ts';
import { answerApiCall } from './slack-api/web-api.ts';

/** For whoever uses the page: why is in the log. */
const UNEXPECTED = '这一步没有完成：数据库或机器人暂时没有回应。请稍后再试，原因见日志。';
const KEEP_ALIVE_MS = 60_000;

/** One HTTP server for the Web API, Socket Mode, response URLs and the page. It listens on 127.0.0.1 only. */
export async function startServer(
  context: SandboxContext,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const page = new PageServer(context);
  const server = createServer((request, response) => {
    route(context, page, request, response).catch((error: unknown) => {
      context.log.error({ err: withoutValues(error) }, 'The sandbox failed to answer a request');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: 'internal_error', message: UNEXPECTED }));
    });
  });
  // Longer than a bot keeps a connection that it does not use: closed under a request, it would leave open what became of it.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('upgrade', (request, socket, head) => {
    if (isLocal(request)) context.socketMode.upgrade(request, socket, head);
    else socket.destroy();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${listening}`,
    close: () =>
      new Promise((resolve) => {
        page.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function route(
  context: SandboxContext,
  page: PageServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  if (!isLocal(request)) response.writeHead(403).end('Ask for 127.0.0.1 or localhost');
  else if (pathname.startsWith('/api/')) await answerApiCall(context, request, response);
  else if (/^\/(commands|actions)\//.test(pathname)) await answerResponseUrl(context, request, response);
  else if (pathname.startsWith('/upload/v1/')) await takeUpload(context, request, response);
  else if (pathname.startsWith('/files-pri/')) await servePrivateFile(context, request, response);
  else await page.answer(request, response);
}

/** A name that some other site made point here would come with that name in `Host`. */
function isLocal(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
}

function portTaken(port: number): Error {
  return new Error(
    `Port ${port} on 127.0.0.1 is in use. Stop the other program or choose another port with PORT=<number> (端口 ${port} 已被占用，可用 PORT 换一个端口)`,
  );
}
