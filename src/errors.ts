/** Something the person did or asked that cannot be done; the message is Chinese and safe to show. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Something that the bot needs is away, and will be back without anybody's help. */
export class AwayError extends UserError {
  /** What is away, as its makers call it. */
  readonly what: string;
  /** Why, in one word: an error code. */
  readonly code: string;
  /** For how many milliseconds it asks to be left alone. */
  readonly waitMs: number;

  constructor(message: string, about: { what: string; code: string; waitMs?: number; cause?: unknown }) {
    super(message, { cause: about.cause });
    this.what = about.what;
    this.code = about.code;
    this.waitMs = about.waitMs ?? 0;
  }
}

/** A failure that no retry can mend; the queue gives up at once and the desk is told. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/**
 * The message of anything thrown, for logs and for people who run the command line: without the values of a statement,
 * which the database library repeats under it, names, telephone numbers and all.
 */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\nparams: .*$/s, '');
}

/** The same failure as somebody may keep it who stores errors whole, as the queue does. */
export function withoutValues(error: unknown): Error {
  const plain = new Error(messageOf(error), { cause: error });
  const frames =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  plain.stack = [`Error: ${plain.message}`, ...frames].join('\n');
  return plain;
}
