/** Something the person did or asked that cannot be done; the message is Chinese and safe to show. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** A failure that no retry can mend; the queue gives up at once and the desk is told. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** The message of anything thrown, for logs and for people who run the command line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
