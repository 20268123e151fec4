import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { bundle } from './bundle.ts';

const PAGE = new URL('../page/index.html', import.meta.url);

/** Only the page's own scripts run, and no other site may frame it. Pictures in messages may come from anywhere. */
const POLICY =
  "default-src 'self'; img-src 'self' http: https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Serves the page and its bundle; anything else is 404. */
export async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const file = await fileAt(path);
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(file.content);
}

async function fileAt(path: string): Promise<{ type: string; content: Uint8Array } | null> {
  switch (path) {
    case '/':
      return { type: 'text/html; charset=utf-8', content: await readFile(PAGE) };
    case '/app.js':
      return { type: 'text/javascript; charset=utf-8', content: (await bundle()).js };
    case '/app.css':
      return { type: 'text/css; charset=utf-8', content: (await bundle()).css };
    default:
      return null;
  }
}
