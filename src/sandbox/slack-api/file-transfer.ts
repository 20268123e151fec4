import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { SandboxContext } from '../context.ts';
import { TooManyBytes } from '../file-store.ts';
import { fileTypeOf, isImage } from '../file-types.ts';
import { botSees, LARGEST_FILE_BYTES } from '../files.ts';
import type { FileRecord } from '../records.ts';
import { boundaryIn, FirstPart, TornBody } from './multipart.ts';

/** Takes the bytes posted to an upload address, bare or as the one part of a form, as Slack does. */
export async function takeUpload(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const say = (status: number, text: string) =>
    response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
  const ticket = context.uploads.at(pathOf(request).split('/').at(-1) ?? '');
  if (!ticket || request.method !== 'POST') {
    say(404, 'Not found');
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE_BYTES) {
    say(413, 'Too large');
    return;
  }
  const boundary = boundaryIn(request.headers['content-type']);
  const bytes = boundary === null ? request : firstPart(request, boundary);
  try {
    ticket.size = await context.files.write(ticket.id, bytes, LARGEST_FILE_BYTES);
    say(200, `OK - ${ticket.size}`);
  } catch (error) {
    if (error instanceof TooManyBytes) say(413, 'Too large');
    else if (error instanceof TornBody) say(400, 'Torn');
    else throw error;
  }
}

/** Ends with an error when the request is broken off. */
function firstPart(request: IncomingMessage, boundary: string): FirstPart {
  const part = new FirstPart(boundary);
  pipeline(request, part).catch(() => {});
  return part;
}

/**
 * Serves `url_private` and `url_private_download`. Who comes without the bot's token, or for a file the bot cannot
 * see, is sent to sign in, and a program that follows gets a page instead of the file, as with Slack.
 */
export async function servePrivateFile(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  const id = /^\/files-pri\/T\w+-(F\w+)\//.exec(path)?.[1] ?? '';
  const file = context.workspace.files.get(id);
  const { botToken } = context.workspace.identity;
  if (request.headers.authorization !== `Bearer ${botToken}` || (file && !botSees(context, file)))
    response.writeHead(302, { location: `${context.url()}/?redir=${encodeURIComponent(path)}` }).end();
  else if (!file) response.writeHead(404, { 'content-type': 'text/html' }).end('File not found');
  else await sendFile(context, file, response, path.includes('/download/'));
}

/** Sends the bytes. A browser may show safe pictures and saves everything else; it never guesses what a file is. */
export async function sendFile(
  context: SandboxContext,
  file: FileRecord,
  response: ServerResponse,
  save = false,
): Promise<void> {
  const shown = !save && isImage(file.name);
  response.writeHead(200, {
    'content-type': fileTypeOf(file.name).mimetype,
    'content-length': file.size,
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeRfc5987(file.name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
  });
  await pipeline(context.files.read(file.id), response);
}

function encodeRfc5987(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://sandbox').pathname;
}
