/** A table is in use, or two wait for each other. */
const LOCKED = /^(55P03|40P01)$/;
/** Connections fail, the server starts or stops, or has no connection left: it passes. A wrong password does not. */
const AWAY =
  /^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What the driver says without a code. */
const AWAY_WORDS = /^(timeout exceeded when trying to connect|timeout expired|Connection terminated\b.*)/;

/** The migration did not get its tables, and may try again. */
export function isLocked(error: unknown): boolean {
  return codesOf(error).some((code) => LOCKED.test(code));
}

/** In one word why the database cannot be used now, though it will be; null when only a person can mend it. */
export function whyAway(error: unknown): string | null {
  const code = codesOf(error).find((one) => AWAY.test(one) || LOCKED.test(one));
  if (code !== undefined) return code;
  return error instanceof Error && AWAY_WORDS.test(error.message) ? 'timeout' : null;
}

/** The codes of a failure and of what caused it, which the database library hides one deep. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
