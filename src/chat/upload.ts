import { ChatFailure } from './failure.ts';
import { kindOfStatus, tooMany } from './failure-of.ts';
import { isSlacks } from './hosts.ts';

const METHOD = 'upload';

export interface UploadOptions {
  timeoutMs: number;
  /** Another API base than Slack's; its host then takes the files, too. */
  apiUrl: string | null;
}

/**
 * Sends a file's bytes to the one-time address that Slack gave for them. No token goes with them: the address is the
 * permission.
 *
 * @throws ChatFailure `upload_address`, `timeout`, `connection_failed`, `ratelimited` or `http_…`
 */
export async function upload(address: string, content: Buffer, options: UploadOptions): Promise<void> {
  if (!isSlacks(address, options.apiUrl))
    throw new ChatFailure('permanent', 'upload_address', { method: METHOD });
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(content),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    await response.body?.cancel();
    if (response.status === 429) throw tooMany(METHOD, response.headers.get('retry-after'));
    if (!response.ok)
      throw new ChatFailure(kindOfStatus(response.status, false), `http_${response.status}`, {
        method: METHOD,
      });
  } catch (error) {
    if (error instanceof ChatFailure) throw error;
    const code =
      error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'connection_failed';
    throw new ChatFailure('transient', code, { method: METHOD, cause: error });
  }
}
