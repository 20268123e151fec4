import type { SandboxContext } from '../context.ts';
import type { JsonObject } from '../json.ts';
import type { Arguments } from './arguments.ts';

export interface ApiCall {
  context: SandboxContext;
  args: Arguments;
}

/** Answers a call with the fields beside `ok: true`, or throws an ApiError. */
export type Method = (call: ApiCall) => JsonObject;
export type Methods = { [name: string]: Method };
