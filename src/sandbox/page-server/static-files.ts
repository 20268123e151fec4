import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

const FOLDER = new URL('../page/', import.meta.url);

const TYPES: { [extension: string]: string } = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Only the page's own scripts run, and no other site may frame it. Pictures in messages may come from anywhere. */
const POLICY =
  "default-src 'self'; img-src 'self' http: https: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Serves a file of the page by its plain name; anything else is 404. */
export async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const type = TYPES[/^[a-z-]+\.([a-z]+)$/.exec(name)?.[1] ?? ''];
  const content = type ? await readFile(new URL(name, FOLDER)).catch(() => null) : null;
  if (!type || !content) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(content);
}
