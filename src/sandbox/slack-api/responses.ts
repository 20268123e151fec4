import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxContext } from '../context.ts';
import type { ResponseTarget } from '../delivery/response-urls.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { changeMessage, type Draft, deleteMessage, postMessage, showOnlyTo } from '../messages.ts';
import { type Answer, answerCall } from './answer.ts';
import { ApiError } from './api-error.ts';
import { readBody } from './arguments.ts';
import { readContentOf } from './content.ts';

/** Takes a post to a `response_url`; a refusal is HTTP 404 for a dead address and 400 for a bad message, as Slack's. */
export async function answerResponseUrl(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = new URL(request.url ?? '/', 'http://sandbox').pathname.split('/').at(-1) ?? '';
  const target = context.responseUrls.peek(secret);
  const reading = readBody(request);
  const body = parseJson(await reading.catch(() => ''));
  const given = {
    ...(target && { channel: target.channel, user: target.person }),
    ...(isObject(body) && body),
  };
  await answerCall(context, response, { name: 'response_url', given, refusal }, async () => {
    try {
      await reading;
      if (!isObject(body)) throw new ApiError('invalid_payload');
      respond(context, context.responseUrls.use(secret), body);
      return { status: 200, body: { ok: true } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      context.troubles.add(`Slack would refuse a post to a response_url with ${error.code}`);
      return refusal(error.code, error.detail);
    }
  });
}

const DEAD = new Set(['not_found', 'expired_url', 'used_url']);

function refusal(error: string, detail: JsonObject = {}): Answer {
  return { status: DEAD.has(error) ? 404 : 400, body: { ok: false, error, ...detail } };
}

/** Says what an ack body or a post to a response_url asks for. @throws ApiError when Slack would not take it */
export function respond(context: SandboxContext, target: ResponseTarget, body: JsonObject): void {
  const { workspace } = context;
  const onlyFor = target.original?.onlyFor;
  const posted = onlyFor ? undefined : workspace.messageAt(target.channel, target.original?.ts ?? '');
  const whispered = workspace
    .ephemeralsFor(onlyFor ?? '', target.channel)
    .find((one) => one.ts === target.original?.ts);
  if (body.delete_original === true && (posted || whispered)) {
    if (posted) deleteMessage(context, posted);
    if (whispered) workspace.hideEphemeral(whispered);
    return;
  }
  const content = readContentOf(context, body);
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : target.threadTs;
  const draft: Draft = {
    ...content,
    channel: target.channel,
    user: workspace.identity.botUserId,
    ...(threadTs && { threadTs }),
  };
  const replaces = body.replace_original === true;
  if (replaces && posted) changeMessage(context, posted, content, null);
  else if (replaces && whispered) showOnlyTo(context, whispered.onlyFor, draft, whispered.ts);
  else if (body.response_type === 'in_channel') postMessage(context, draft);
  else showOnlyTo(context, target.person, draft);
}
