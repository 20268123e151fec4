import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { UserError } from '../errors.ts';

export type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What stands at a path and, where it ends with a slash, below it. */
export type Pages = Record<string, Serve>;

export interface OpsServer {
  port: number;
  close(): Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
/** Loopback as browsers and programs name it in `Host`. */
const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/**
 * Serves pages to be looked at: nothing but GET and HEAD is taken, and nothing is kept by a browser. On an address of
 * this machine alone, nothing is served under another name: one that another site made point here, so that its own page
 * may read ours, would come with that name in `Host`.
 *
 * @throws UserError when the address cannot be had
 */
export async function serve(pages: Pages, at: { host: string; port: number }): Promise<OpsServer> {
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    response.setHeader('referrer-policy', 'no-referrer');
    // Browsers always name a host; a probe may speak HTTP/1.0.
    if (LOOPBACK.test(at.host) && !LOOPBACK_HOST.test(request.headers.host ?? 'localhost')) {
      say(response, 403, 'ask for 127.0.0.1 or localhost\n');
      return;
    }
    answer(pages, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else say(response, 500, 'failed\n');
    });
  });
  await listen(server, at);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function say(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function answer(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = pageAt(pages, (request.url ?? '/').split('?')[0] ?? '/');
  if (!page) say(response, 404, 'not found\n');
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  else await page(request, response);
}

function pageAt(pages: Pages, path: string): Serve | undefined {
  const found = Object.entries(pages).find(
    ([place]) => path === place || (place.endsWith('/') && `${path}/`.startsWith(place)),
  );
  return found?.[1];
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? '端口已被占用' : (error.code ?? error.message);
      reject(
        new UserError(
          `运行状况的端口打不开（${host}:${port}，${reason}）。请换一个 OPS_PORT，或核对 OPS_HOST。`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}
