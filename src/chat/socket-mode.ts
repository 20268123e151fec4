import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver, type SocketModeReceiverProcessEventErrorHandlerArgs } from '@slack/bolt';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Connection } from './connection.ts';
import { describeError } from './describe-error.ts';
import { awayOf, ChatFailure } from './failure.ts';
import { failureOf } from './failure-of.ts';
import { libraryLog } from './library-log.ts';
import { NotTaken } from './not-taken.ts';

export interface SocketMode {
  kind: 'socket';
  /** App-level token, `xapp-…`. */
  appToken: string;
}

const OPEN = 'apps.connections.open';
/** The client's own event for whatever arrives. */
const MESSAGE = 'ws_message';
const CALL_TIMEOUT_MS = 10_000;
/** From the call for an address to Slack's hello. */
const CONNECT_TIMEOUT_MS = 20_000;
const MAX_PAUSE_MS = 30_000;

/** A connection that stands; `lost` resolves when it ends. */
interface SocketHeld {
  lost: Promise<void>;
}

/**
 * Slack's payloads over a WebSocket. The client's own reconnecting is off: it waits at least 5 s each time, and an
 * outage during a reconnect ends it with an unhandled rejection. Here a lost connection is replaced at once, then
 * with growing pauses of up to half a minute, until stopped.
 */
export function socketConnection(mode: SocketMode, apiUrl: string | undefined, log: Log): Connection {
  const receiver = new SocketModeReceiver({
    appToken: mode.appToken,
    logger: libraryLog(log),
    autoReconnectEnabled: false,
    processEventErrorHandler: async (failure) => leaveUnacknowledged(failure, log),
    installerOptions: {
      clientOptions: {
        retryConfig: { retries: 0 },
        timeout: CALL_TIMEOUT_MS,
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        ...(apiUrl && { slackApiUrl: apiUrl }),
      },
    },
  });
  const { client } = receiver;
  guardMessages(client, log);
  const stopping = new AbortController();
  let kept: Promise<void> = Promise.resolve();
  let connected = false;

  async function connect(): Promise<SocketHeld> {
    const lost = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    const tooLate = new AbortController();
    try {
      await Promise.race([
        client.start(),
        sleep(CONNECT_TIMEOUT_MS, undefined, { signal: tooLate.signal }).then(() => {
          throw new ChatFailure('transient', 'no_hello', { method: OPEN });
        }),
      ]);
    } catch (error) {
      await client.disconnect();
      throw error;
    } finally {
      tooLate.abort();
    }
    connected = true;
    // Heard also when it was lost before this line.
    void lost.then(() => {
      connected = false;
    });
    if (stopping.signal.aborted) await client.disconnect();
    return { lost };
  }

  async function keepConnected(first: SocketHeld): Promise<void> {
    let held: SocketHeld | null = first;
    while (held) {
      await held.lost;
      if (!stopping.signal.aborted) log.info('the connection to Slack was closed, connecting again');
      held = await reconnect();
    }
  }

  /** Null when it is time to stop. */
  async function reconnect(): Promise<SocketHeld | null> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        return await connect();
      } catch (error) {
        log.warn({ failure: describeError(error) }, 'could not connect to Slack again yet');
        await sleep(Math.min(1_000 * 2 ** failures, MAX_PAUSE_MS), undefined, stopping).catch(
          () => undefined,
        );
      }
    }
    return null;
  }

  return {
    receiver,
    async start() {
      try {
        kept = keepConnected(await connect());
        return {};
      } catch (error) {
        throw startError(error);
      }
    },
    isConnected: () => connected,
    async stop(drained, deadline) {
      await Promise.race([drained, deadline]);
      stopping.abort();
      await Promise.race([Promise.all([client.disconnect(), kept]), deadline]);
    },
  };
}

/** The client reads messages in a listener of its own, whose rejection nobody catches: one malformed message would end the process. */
function guardMessages(client: SocketModeReceiver['client'], log: Log): void {
  const readers = client.listeners(MESSAGE);
  client.removeAllListeners(MESSAGE);
  client.on(MESSAGE, async (...message: unknown[]) => {
    try {
      for (const read of readers) await read.apply(client, message);
    } catch (error) {
      log.warn({ failure: describeError(error) }, 'a message on the WebSocket could not be read');
    }
  });
}

function startError(error: unknown): Error {
  const failure =
    error === undefined
      ? new ChatFailure('transient', 'closed', { method: OPEN })
      : failureOf(error, OPEN, false);
  const away = awayOf(failure);
  if (away) return away;
  return new UserError(
    `Socket Mode 连不上（${failure.code}）：SLACK_APP_TOKEN 应为有 connections:write 权限的 xapp- 令牌，并在应用设置中打开 Socket Mode。`,
    { cause: error },
  );
}

/** True: acknowledge all the same, because sending it again would not help. */
function leaveUnacknowledged({ error }: SocketModeReceiverProcessEventErrorHandlerArgs, log: Log): boolean {
  if (!(error instanceof NotTaken)) {
    log.error({ failure: describeError(error) }, 'a payload from Slack failed');
    return false;
  }
  log.warn({ reason: error.message }, 'a payload from Slack was not taken');
  return !error.worthRetrying;
}
