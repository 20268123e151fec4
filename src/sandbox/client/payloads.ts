import type { SandboxContext } from '../context.ts';
import type { ResponseTarget } from '../delivery/response-urls.ts';
import type { JsonObject } from '../json.ts';
import type { Conversation, SandboxPerson } from '../records.ts';
import { accountName } from '../slack-api/shapes.ts';

/** The fields that every interactive payload begins with. */
export function interactiveHead(context: SandboxContext, person: SandboxPerson): JsonObject {
  const { identity } = context.workspace;
  return {
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    user: {
      id: person.id,
      username: accountName(person),
      name: accountName(person),
      team_id: identity.teamId,
    },
    api_app_id: identity.appId,
    token: identity.verificationToken,
  };
}

export function newResponseUrl(
  context: SandboxContext,
  kind: 'commands' | 'actions',
  target: ResponseTarget,
): string {
  return `${context.url()}/${kind}/${context.workspace.identity.teamId}/${context.responseUrls.issue(target)}`;
}

/** The name that payloads give a conversation; Slack hides who is in a direct message, and what a private channel is called. */
export function nameInPayload(conversation: Conversation): string {
  if (conversation.kind === 'channel') return conversation.name;
  return conversation.kind === 'im' ? 'directmessage' : 'privategroup';
}
