import type { ServerResponse } from 'node:http';
import type { SandboxContext } from '../context.ts';
import { crossingOfCall } from '../faults/crossings.ts';
import type { CallSpec, Fault } from '../faults/fault.ts';
import { type JsonObject, stringAt } from '../json.ts';

/** What the bot is answered; a text is an HTML page. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: JsonObject | string;
}

/** What the bot asks for: a method of the Web API or a post to a response_url, with its arguments. */
export interface Call {
  name: string;
  given: JsonObject;
  /** A refusal that a fault orders, in the form that is usual here. */
  refusal: (error: string) => Answer;
}

/** Answers a call, with `carryOut` or as the fault wants it that strikes here, and takes note of it for the wire. */
export async function answerCall(
  context: SandboxContext,
  response: ServerResponse,
  call: Call,
  carryOut: () => Promise<Answer>,
): Promise<void> {
  const crossed = context.wire.begin('from-bot', call.name, call.given);
  const fault = context.faults.ofCall(() => crossingOfCall(context.workspace, call.name, call.given));
  if (fault) crossed.struckBy(fault.spec.kind);
  try {
    const answer = await (fault ? struck(fault, call, carryOut, response) : carryOut());
    if (answer) send(response, answer);
    else response.destroy();
    crossed.end(answer ? resultOf(answer) : 'dropped', answer && bodyOf(answer));
  } catch (error) {
    crossed.end('HTTP 500');
    throw error;
  }
}

/** The answer under a fault; null cuts the line. */
async function struck(
  fault: Fault<CallSpec>,
  call: Call,
  carryOut: () => Promise<Answer>,
  response: ServerResponse,
): Promise<Answer | null> {
  const { spec } = fault;
  switch (spec.kind) {
    case 'rate-limit':
      return tooMany(spec.retryAfter);
    case 'refuse':
      return call.refusal(spec.error);
    case 'server-error':
      if (spec.takesEffect) await carryOut();
      return outOfOrder(spec.status, spec.error ?? null);
    case 'hang': {
      const end = ended(fault, response);
      const answer = spec.takesEffect ? await carryOut() : null;
      await end;
      return response.destroyed ? null : answer;
    }
    case 'drop-before':
      return null;
    case 'drop-after-accept':
      await carryOut();
      return null;
    case 'disconnect':
      return outOfOrder(503, null);
  }
}

/** Waits until the fault is ended or the bot has lost its patience. */
async function ended(fault: Fault, response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const stopHolding = fault.hold(resolve);
    response.once('close', () => {
      stopHolding();
      resolve();
    });
  });
}

function tooMany(retryAfter: number | string | null): Answer {
  return {
    status: 429,
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    body: { ok: false, error: 'ratelimited' },
  };
}

function outOfOrder(status: number, error: string | null): Answer {
  return { status, body: error === null ? HTML_PAGE : { ok: false, error } };
}

/** As Slack's front door answers when nothing behind it does. */
const HTML_PAGE =
  '<!DOCTYPE html><html lang="en-us"><head><title>Server Error | Slack</title></head><body><h1>Server Error</h1></body></html>';

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'x-slack-req-id': crypto.randomUUID(),
    ...headers,
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function resultOf({ status, body }: Answer): string {
  if (typeof body === 'string') return `HTTP ${status}`;
  return body.ok === true ? 'ok' : stringAt(body, 'error');
}

function bodyOf({ body }: Answer): JsonObject {
  return typeof body === 'string' ? { html: body } : body;
}
