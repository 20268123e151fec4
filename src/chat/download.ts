import { ChatFailure } from './failure.ts';
import { tooMany } from './failure-of.ts';
import { isSlacks } from './hosts.ts';

const METHOD = 'download';

export interface DownloadOptions {
  token: string;
  maxBytes: number;
  timeoutMs: number;
  /** Another API base than Slack's; its host then serves the files, too. */
  apiUrl: string | null;
}

/**
 * Fetches a private file. The token goes to Slack's own hosts only, and is never sent on by a redirect: for a token
 * that may not read the file Slack redirects to its login page.
 *
 * @throws ChatFailure `file_too_large`, `file_not_readable`, `ratelimited`, `http_…`, `timeout` or
 * `connection_failed`
 */
export async function download(address: string, options: DownloadOptions): Promise<Buffer> {
  if (!isSlacks(address, options.apiUrl))
    throw new ChatFailure('permanent', 'file_not_readable', { method: METHOD });
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${options.token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    if (response.status === 429) throw tooMany(METHOD, response.headers.get('retry-after'));
    if (response.status >= 500)
      throw new ChatFailure('transient', `http_${response.status}`, { method: METHOD });
    if (!response.ok || !response.body)
      throw new ChatFailure('permanent', 'file_not_readable', { method: METHOD });
    return await read(response.body, options.maxBytes);
  } catch (error) {
    if (error instanceof ChatFailure) throw error;
    const code =
      error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'connection_failed';
    throw new ChatFailure('transient', code, { method: METHOD, cause: error });
  }
}

/** Stops at the limit: the size that was announced is not to be trusted. */
async function read(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > maxBytes) throw new ChatFailure('permanent', 'file_too_large', { method: METHOD });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
