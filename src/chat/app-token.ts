import { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import { failureOf } from './failure-of.ts';
import { libraryLog } from './library-log.ts';

const OPEN = 'apps.connections.open';

/**
 * Asks Slack for a Socket Mode address, without connecting to it: the token is good and Socket Mode is switched on.
 *
 * @throws ChatFailure when it is not, or Slack cannot be asked
 */
export async function checkAppToken(options: {
  appToken: string;
  apiUrl: string | null;
  log: Log;
}): Promise<void> {
  const client = new WebClient(options.appToken, {
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: libraryLog(options.log),
    ...(options.apiUrl !== null && { slackApiUrl: options.apiUrl }),
  });
  try {
    await client.apps.connections.open();
  } catch (error) {
    throw failureOf(error, OPEN, false);
  }
}
