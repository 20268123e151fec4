import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import type { Json } from '../json.ts';
import type { Stage } from '../stage.ts';

export type Look = (context: SandboxContext, query: URLSearchParams) => object | Promise<object>;
export type Gesture = (context: SandboxContext, body: Json | undefined) => Promise<object>;

/** One part of the page's interface: what can be looked at and done, by the last part of the address. */
export interface Room {
  looks?: { [name: string]: Look };
  /** JSON in, JSON out. */
  gestures?: { [name: string]: Gesture };
  /** Uploads: the request's own bytes, not JSON. */
  uploads?: {
    [name: string]: (
      context: SandboxContext,
      query: URLSearchParams,
      request: IncomingMessage,
    ) => Promise<object>;
  };
  /** Downloads: the answer is not JSON. */
  downloads?: {
    [name: string]: (
      context: SandboxContext,
      query: URLSearchParams,
      response: ServerResponse,
    ) => Promise<void>;
  };
}

/** A look that reads its query by a schema. */
export function look<Query>(
  schema: z.ZodType<Query>,
  run: (context: SandboxContext, query: Query) => object | Promise<object>,
): Look {
  return (context, query) => run(context, schema.parse(Object.fromEntries(query)));
}

/** A gesture that reads its body by a schema. */
export function gesture<Body>(
  schema: z.ZodType<Body>,
  run: (context: SandboxContext, body: Body) => Promise<object>,
): Gesture {
  return (context, body) => run(context, schema.parse(body));
}

export const nothing = z.object({});

/** A part of what only the bot's side knows. @throws ClientError where the sandbox runs without a bot's side */
export function onStage<Part extends keyof Stage>(
  context: SandboxContext,
  part: Part,
): NonNullable<Stage[Part]> {
  const found = context.stage()?.[part];
  if (!found) throw new ClientError('这里没有办公室，只有工作区');
  return found;
}
