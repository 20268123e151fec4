import type { JsonObject } from '../json.ts';

/** A refusal with one of Slack's error strings; it becomes `{ ok: false, error }` with HTTP 200. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly detail: JsonObject;

  constructor(code: string, detail: JsonObject = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** The refusal that lists its reasons, as Slack does for blocks and views. */
export function refuse(code: string, messages: string[]): ApiError {
  return new ApiError(code, { errors: messages.map(bare), response_metadata: { messages } });
}

function bare(message: string): string {
  return message.replace(/^\[ERROR\] /, '');
}
