import { messageOf } from '../errors.ts';

/** Resolves with what it found, in a few words; rejects with what is wrong. */
export type Check = () => Promise<string> | string;

export interface Finding {
  ok: boolean;
  why: string;
}

export interface Readiness {
  ready: boolean;
  checks: Record<string, Finding>;
}

/** Whoever asks gives up after 2 s at the latest. */
const DEADLINE_MS = 1_500;

/**
 * Asks all checks at once. One that hangs is given up at the deadline and asked again only when it has ended: who asks
 * every few seconds would otherwise use up the connections of what is already in trouble.
 */
export function readinessOf(
  checks: Record<string, Check>,
  deadlineMs: number = DEADLINE_MS,
): () => Promise<Readiness> {
  const asked = Object.entries(checks).map(([name, check]) => [name, onceAtATime(check)] as const);
  return async () => {
    const late = new AbortController();
    const deadline = noAnswer(deadlineMs, late.signal);
    const findings = await Promise.all(
      asked.map(async ([name, ask]) => [name, await Promise.race([ask(), deadline])] as const),
    );
    late.abort();
    return { ready: findings.every(([, { ok }]) => ok), checks: Object.fromEntries(findings) };
  };
}

function onceAtATime(check: Check): () => Promise<Finding> {
  let running: Promise<Finding> | null = null;
  return () => {
    running ??= find(check).finally(() => {
      running = null;
    });
    return running;
  };
}

async function find(check: Check): Promise<Finding> {
  try {
    return { ok: true, why: await check() };
  } catch (error) {
    return { ok: false, why: reasonOf(error) };
  }
}

/** One line. Where a host has several addresses, what failed at each is one level deeper and the message is empty. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (messageOf(first).split('\n')[0] ?? '').slice(0, 200) || 'failed without a word';
}

function noAnswer(deadlineMs: number, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ ok: false, why: `no answer within ${deadlineMs / 1_000} s` }),
      deadlineMs,
    );
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
