import { ChatFailure } from './failure.ts';
import { failureOf, kindOfStatus, tooMany } from './failure-of.ts';
import { fitMessage, type Message } from './message.ts';

const METHOD = 'response_url';
const SLACK_HOOKS = /^hooks\.slack(-gov)?\.com$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Posts an answer to the address that came with an act. The address comes from outside, so it must be Slack's, or be
 * on the host of the API that the bot was told to use. Throws `ChatFailure`.
 */
export async function respondTo(
  responseUrl: string,
  message: Message,
  options: { apiUrl?: string; timeoutMs: number; replace?: boolean; public?: boolean },
): Promise<void> {
  if (!isAllowed(responseUrl, options.apiUrl)) {
    throw new ChatFailure('permanent', 'foreign_response_url', { method: METHOD });
  }
  const response = await send(responseUrl, options.timeoutMs, {
    ...fitMessage(message),
    response_type: options.public ? 'in_channel' : 'ephemeral',
    replace_original: options.replace ?? false,
  });
  if (response.status === 429) throw tooMany(METHOD, response.headers.get('retry-after'));
  if (!response.ok) {
    throw new ChatFailure(kindOfStatus(response.status, true), `http_${response.status}`, { method: METHOD });
  }
}

async function send(url: string, timeoutMs: number, body: object): Promise<Response> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    // An unread body would keep its connection out of the pool.
    await response.arrayBuffer();
    return response;
  } catch (error) {
    throw failureOf(error, METHOD, true);
  }
}

function isAllowed(responseUrl: string, apiUrl: string | undefined): boolean {
  const target = URL.canParse(responseUrl) ? new URL(responseUrl) : null;
  if (target?.username !== '') return false;
  if (target.protocol === 'https:' && target.port === '' && SLACK_HOOKS.test(target.hostname)) return true;
  if (apiUrl === undefined) return false;
  const api = new URL(apiUrl);
  if (target.protocol !== api.protocol) return false;
  return target.hostname === api.hostname || (LOOPBACK.test(target.hostname) && LOOPBACK.test(api.hostname));
}
