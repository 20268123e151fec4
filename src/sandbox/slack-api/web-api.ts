import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxContext } from '../context.ts';
import { type JsonObject, stringAt } from '../json.ts';
import { type Answer, answerCall } from './answer.ts';
import { ApiError } from './api-error.ts';
import { Arguments, readArguments } from './arguments.ts';
import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Methods } from './method.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const METHODS: Methods = {
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...userMethods,
  ...viewMethods,
};

const APP_TOKEN_METHODS = new Set(['apps.connections.open']);
const TESTS_ONLY_TOKEN = new Set(['auth.test']);

/** What the app may do; Slack names it with every answer. */
const SCOPES = [
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
  'users:read.email',
];

/** Refusals that mean the bot sent something Slack will never take: they show on the page. */
const MALFORMED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'invalid_attachments',
  'invalid_metadata_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'view_too_large',
]);

/** Answers one call of `/api/<method>`: HTTP 200 with `ok` true or false, as Slack does for everything but rate limits. */
export async function answerApiCall(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = new URL(request.url ?? '/', 'http://sandbox').pathname.slice('/api/'.length);
  const reading = readArguments(request);
  const given = await reading.catch(() => ({}));
  await answerCall(
    context,
    response,
    { name, given, refusal: (error) => ok200({ ok: false, error }) },
    async () => ok200(await call(context, name, request, reading)),
  );
}

function ok200(body: JsonObject): Answer {
  return { status: 200, headers: { 'x-oauth-scopes': SCOPES.join(',') }, body };
}

async function call(
  context: SandboxContext,
  name: string,
  request: IncomingMessage,
  reading: Promise<JsonObject>,
): Promise<JsonObject> {
  try {
    const given = await reading;
    const method = METHODS[name];
    if (!method) {
      context.troubles.add(`The bot called ${name}, which the sandbox does not have`);
      throw new ApiError('unknown_method', { req_method: name });
    }
    authenticate(context, name, tokenOf(request, given));
    return { ok: true, ...method({ context, args: new Arguments(given) }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (MALFORMED.has(error.code))
      context.troubles.add(`Slack would refuse ${name} with ${error.code}${reasons(error)}`);
    return { ok: false, error: error.code, ...error.detail };
  }
}

function authenticate(context: SandboxContext, name: string, token: string): void {
  const { botToken, appToken } = context.workspace.identity;
  if (!token) throw new ApiError('not_authed');
  if (token !== botToken && token !== appToken) throw new ApiError('invalid_auth');
  const wanted = APP_TOKEN_METHODS.has(name) ? appToken : botToken;
  if (token !== wanted && !TESTS_ONLY_TOKEN.has(name)) throw new ApiError('not_allowed_token_type');
}

function tokenOf(request: IncomingMessage, given: JsonObject): string {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? stringAt(given, 'token');
}

function reasons(error: ApiError): string {
  const { errors } = error.detail;
  return Array.isArray(errors) ? `: ${errors.join('; ')}` : '';
}
