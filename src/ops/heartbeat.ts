import type { Log } from '../log.ts';

/** Tells a watchman outside that the bot lives, so that silence raises the alarm. */
export interface Heartbeat {
  /** Sends a ping unless one went out within the last minute. Returns at once and never throws. */
  beat(): void;
  /** Gives up the ping that is under way. */
  stop(): Promise<void>;
}

export interface HeartbeatSettings {
  /** Secret: whoever knows it can feign life. */
  url: string;
  log: Log;
  timeoutMs?: number;
  /** Milliseconds since any moment, by a clock that is never set. */
  elapsed?: () => number;
}

/** What calls it comes every minute, a little early or late. */
const MINUTE_MS = 55_000;
const TIMEOUT_MS = 10_000;

export function createHeartbeat({
  url,
  log,
  timeoutMs = TIMEOUT_MS,
  elapsed = () => performance.now(),
}: HeartbeatSettings): Heartbeat {
  const stopping = new AbortController();
  let last = Number.NEGATIVE_INFINITY;
  let underway: Promise<void> = Promise.resolve();
  let failing = false;

  const ping = async () => {
    const failure = await get(url, AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]));
    if (stopping.signal.aborted) return;
    if (failure !== null && !failing) log.warn({ failure }, 'the watchman at HEARTBEAT_URL was not reached');
    if (failure === null && failing) log.info('the watchman at HEARTBEAT_URL is reached again');
    failing = failure !== null;
  };

  return {
    beat() {
      if (stopping.signal.aborted || elapsed() - last < MINUTE_MS) return;
      last = elapsed();
      underway = ping();
    },
    async stop() {
      stopping.abort();
      await underway;
    },
  };
}

/** Null, or why it failed, in words that do not contain the address. */
async function get(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal });
    await response.body?.cancel();
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    if (error instanceof DOMException) return error.name;
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the request failed';
  }
}
