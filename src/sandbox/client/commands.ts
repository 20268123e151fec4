import { escapeText } from '../block-kit/plain-text.ts';
import type { SandboxContext } from '../context.ts';
import type { Outcome } from '../delivery/transport.ts';
import type { JsonObject } from '../json.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { respond } from '../slack-api/responses.ts';
import { accountName } from '../slack-api/shapes.ts';
import { nameInPayload, newResponseUrl } from './payloads.ts';
import { conversationOf, personOf } from './talk.ts';

/** How a gesture ended for the person: `error` is Slack's own word for why nothing came back. */
export type GestureResult = { ok: true } | { ok: false; error: string };

/** Runs a slash command. What it answers at once is shown where it was typed, to the person alone unless the bot says otherwise. */
export async function runCommand(
  context: SandboxContext,
  gesture: { person: string; channel: string; command: string; text: string; threadTs?: string },
): Promise<GestureResult> {
  const person = personOf(context, gesture.person);
  const conversation = conversationOf(context, person.id, gesture.channel);
  const tell = (text: string) => slackbotSays(context, person.id, conversation.id, text, gesture.threadTs);
  if (gesture.threadTs) {
    tell(`${gesture.command} is not supported in threads. Sorry!（话题里不能用命令）`);
    return { ok: false, error: 'not_supported_in_threads' };
  }
  if (context.commands && !context.commands.some((one) => one.command === gesture.command)) {
    tell(`${gesture.command} is not a valid command.（没有这个命令）`);
    return { ok: false, error: 'invalid_command' };
  }

  const { identity } = context.workspace;
  const target = { person: person.id, channel: conversation.id };
  const payload: JsonObject = {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: conversation.id,
    channel_name: nameInPayload(conversation),
    user_id: person.id,
    user_name: accountName(person),
    command: gesture.command,
    text: escapeText(gesture.text.trim()),
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(context, 'commands', target),
    trigger_id: context.triggers.issue(person.id),
  };
  const outcome = await context.transport().send({ kind: 'slash_commands', payload });
  if (!outcome.acked) {
    const error = failure(outcome);
    tell(`${gesture.command} failed with the error "${error}"（机器人没有应答）`);
    return { ok: false, error };
  }
  if (!outcome.body) return { ok: true };
  try {
    respond(context, target, outcome.body);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.troubles.add(
      `Slack would not show the answer to ${gesture.command}: ${error.code} ${JSON.stringify(error.detail)}`,
    );
    tell(`${gesture.command} failed with the error "${error.code}"（机器人的应答不合格式）`);
    return { ok: false, error: error.code };
  }
}

export function failure(outcome: Outcome & { acked: false }): string {
  switch (outcome.reason) {
    case 'http_timeout':
      return 'operation_timeout';
    case 'http_error':
      return 'http_service_error';
    case 'connection_failed':
      return 'dispatch_failed';
  }
}

/** What Slack itself tells the person, not the bot. */
function slackbotSays(
  context: SandboxContext,
  person: string,
  channel: string,
  text: string,
  threadTs?: string,
): void {
  context.workspace.showEphemeral({
    channel,
    ts: context.workspace.nextTs(),
    user: 'USLACKBOT',
    text,
    onlyFor: person,
    ...(threadTs && { threadTs }),
  });
}
