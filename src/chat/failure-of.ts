import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { ChatFailure, type FailureKind } from './failure.ts';
import { TOO_LATE } from './in-time.ts';

/** Slack's own text for these: "It's possible some aspect of the operation succeeded before the error was raised." */
const UNCERTAIN_CODES = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);
const RATE_LIMIT_CODES = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
/** The bot itself is not let in, whatever it asks or whomever it writes to. */
const SHUT_OUT_CODES = new Set([
  'accesslimited',
  'account_inactive',
  'ekm_access_denied',
  'invalid_auth',
  'messages_tab_disabled',
  'missing_scope',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'team_added_to_org',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
]);
/** Errors raised before the request could leave. A lost route or broken encryption is not among them: it may come later. */
const NEVER_SENT = new RegExp(
  `^(${TOO_LATE}|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|.*CERT.*|.*SELF_SIGNED.*|UNABLE_TO_.*)$`,
);

const SECOND = 1_000;
const MIN_WAIT = SECOND;
const MAX_WAIT = 600 * SECOND;
/** Slack's limits are per minute; nobody means more than an hour. */
const SENSELESS = 3_600 * SECOND;
/** When Slack says "too many" without saying how long, or what cannot be meant. */
const USUAL_WAIT = 30 * SECOND;

/** Slack answered, but not with what the method is documented to answer. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/**
 * Whatever a call to Slack threw, as a `ChatFailure`. `posts` marks a call that must not be made twice: for it, every
 * failure after the request may have left is `ambiguous`; for the others the same failure is `transient`.
 */
export function failureOf(error: unknown, method: string, posts: boolean): ChatFailure {
  if (error instanceof ChatFailure) return error;
  const uncertain: FailureKind = posts ? 'ambiguous' : 'transient';
  const failure = (kind: FailureKind, code: string) => new ChatFailure(kind, code, { method, cause: error });
  const tooManyCalls = (waitMs: number) =>
    new ChatFailure('rate-limited', 'ratelimited', { method, retryAfterMs: waitMs, cause: error });

  if (error instanceof WebAPIRateLimitedError) return tooManyCalls(clampWait(error.retryAfter * SECOND));
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    // The client puts a body that is not JSON here, such as a proxy's error page.
    if (typeof code !== 'string' || !/^[a-z0-9_.-]+$/i.test(code))
      return failure(uncertain, 'unreadable_answer');
    if (RATE_LIMIT_CODES.has(code))
      return tooManyCalls(waitAfter(String(error.data.response_metadata?.retryAfter)));
    if (SHUT_OUT_CODES.has(code)) return failure('shut-out', code);
    return failure(UNCERTAIN_CODES.has(code) ? uncertain : 'permanent', code);
  }
  if (error instanceof WebAPIHTTPError)
    return failure(kindOfProxy(error.statusCode, uncertain), `http_${error.statusCode}`);
  if (error instanceof UnreadableAnswer) return failure(uncertain, 'unreadable_answer');
  const code = networkCode(error instanceof WebAPIRequestError ? error.original : error);
  return failure(
    NEVER_SENT.test(code) ? 'transient' : uncertain,
    code === 'TimeoutError' ? 'timeout' : code.toLowerCase(),
  );
}

/**
 * The Web API itself answers 200, 429 or 5xx; a 4xx comes from something on the way, which is mended, and says nothing of
 * the person written to. Only what is too large for it will always be.
 */
function kindOfProxy(status: number, uncertain: FailureKind): FailureKind {
  if (status === 413) return 'permanent';
  return status >= 500 || status === 408 ? uncertain : 'transient';
}

/** What an HTTP status other than 200 and 429 says about a one-time address of Slack's. */
export function kindOfStatus(status: number, posts: boolean): FailureKind {
  const refused = status >= 400 && status < 500 && status !== 408;
  if (refused) return 'permanent';
  return posts ? 'ambiguous' : 'transient';
}

/** What a 429 of one of Slack's addresses means. */
export function tooMany(method: string, retryAfter: string | null): ChatFailure {
  return new ChatFailure('rate-limited', 'ratelimited', { method, retryAfterMs: waitAfter(retryAfter) });
}

/** Milliseconds to wait after a `Retry-After` header: one second to ten minutes, half a minute when it makes no sense. */
export function waitAfter(retryAfter: string | null): number {
  const seconds = Number(retryAfter?.trim() || 'none');
  return clampWait(seconds * SECOND);
}

function clampWait(ms: number): number {
  if (Number.isNaN(ms) || ms > SENSELESS) return USUAL_WAIT;
  return Math.min(Math.max(ms, MIN_WAIT), MAX_WAIT);
}

/** The system's error code, which `fetch` hides one or two causes deep, or the error's name. */
function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown_error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? networkCode(error.cause) : error.name;
}
