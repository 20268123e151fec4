import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Names of fields that never reach a log line, however deep a library puts them (two levels are covered). */
const SECRET_FIELDS = [
  'token',
  'signingSecret',
  'response_url',
  'responseUrl',
  'trigger_id',
  'password',
  'authorization',
  'phone',
  'email',
  'text',
];

/**
 * The root logger: one JSON line per record on standard error, because the command line tools own standard
 * output. Each subsystem takes a child: `log.child({ subsystem: 'queue' })`.
 */
export function createLog(
  level: string,
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[redacted]',
      },
    },
    to,
  );
}
