import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../log.ts';

/**
 * Our log for Bolt and the Web API client. Only warnings and errors pass, as one line of text: at lower levels these
 * libraries write whole requests and answers, which hold tokens and what people typed.
 */
export function libraryLog(log: Log): Logger {
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn(lineOf(parts)),
    error: (...parts) => log.error(lineOf(parts)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function lineOf(parts: unknown[]): string {
  return parts
    .flatMap((part) => (typeof part === 'string' ? part : part instanceof Error ? part.message : []))
    .join(' ');
}
