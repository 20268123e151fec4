import type { Methods } from './method.ts';

export const authMethods: Methods = {
  'auth.test': ({ context }) => {
    const { identity } = context.workspace;
    return {
      url: `https://${identity.teamDomain}.slack.com/`,
      team: identity.teamName,
      user: identity.botName,
      team_id: identity.teamId,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    };
  },

  'apps.connections.open': ({ context }) => ({
    url: context.url().replace('http:', 'ws:') + context.socketMode.newTicket(),
  }),
};
