import { z } from 'zod';
import { act } from '../client/actions.ts';
import { runCommand } from '../client/commands.ts';
import { closeForm, submitForm } from '../client/forms.ts';
import { suggest } from '../client/suggestions.ts';
import { changeMembership, edit, markRead, openTab, remove, say } from '../client/talk.ts';
import { actAs } from './acting.ts';
import type { SuggestAnswer } from './contract.ts';
import { seeConversation } from './conversation.ts';
import { gesture, look, type Room } from './room.ts';
import { seeHome, seeModal, seeWorkspace } from './sights.ts';

const as = z.string();
const place = { as, channel: z.string() };
const surface = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: z.string(), ts: z.string() }),
  z.object({ kind: z.literal('modal') }),
  z.object({ kind: z.literal('home') }),
]);
const answer = z.union([z.string(), z.array(z.string()), z.null()]);

const acting = z.object({ as: z.string().default('') });

/** What the acting person sees and does in conversations, forms and the App Home. */
export const talk: Room = {
  looks: {
    workspace: look(acting, (context, { as }) => seeWorkspace(context, as)),
    conversation: look(
      acting.extend({
        id: z.string(),
        newest: z.coerce.number().int().positive().optional(),
        thread: z.string().optional(),
      }),
      (context, { as, ...wanted }) => seeConversation(context, as, wanted),
    ),
    modal: look(acting, (context, { as }) => seeModal(context, as)),
    home: look(acting, (context, { as }) => seeHome(context, as)),
  },
  gestures: {
    /** Text that begins with a slash is a command, as in Slack's own composer. */
    send: gesture(
      z.object({ ...place, text: z.string(), thread: z.string().optional() }),
      async (context, { as, channel, text, thread }) => {
        actAs(context, as);
        const [, command, rest] = /^\s*(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
        if (command)
          return await runCommand(context, {
            person: as,
            channel,
            command,
            text: rest ?? '',
            ...(thread && { threadTs: thread }),
          });
        say(context, as, channel, text, thread);
        return { ok: true };
      },
    ),

    edit: gesture(
      z.object({ ...place, ts: z.string(), text: z.string().min(1) }),
      async (context, { as, channel, ts, text }) => {
        actAs(context, as);
        edit(context, as, channel, ts, text);
        return { ok: true };
      },
    ),

    delete: gesture(z.object({ ...place, ts: z.string() }), async (context, { as, channel, ts }) => {
      actAs(context, as);
      remove(context, as, channel, ts);
      return { ok: true };
    }),

    act: gesture(
      z.object({
        as,
        surface,
        blockId: z.string(),
        actionId: z.string(),
        answer,
        quietly: z.boolean().optional(),
      }),
      (context, body) => {
        actAs(context, body.as);
        return act(context, body.as, body.surface, body);
      },
    ),

    suggest: gesture(
      z.object({ as, surface, blockId: z.string(), actionId: z.string(), query: z.string() }),
      (context, body): Promise<SuggestAnswer> => suggest(context, body.as, body.surface, body),
    ),

    submit: gesture(z.object({ as }), (context, body) => {
      actAs(context, body.as);
      return submitForm(context, body.as);
    }),

    'close-form': gesture(z.object({ as, all: z.boolean().optional() }), async (context, body) => {
      await closeForm(context, body.as, body.all);
      return { ok: true };
    }),

    'open-tab': gesture(z.object({ as, tab: z.enum(['home', 'messages']) }), async (context, body) => {
      openTab(context, body.as, body.tab);
      return { ok: true };
    }),

    read: gesture(z.object(place), async (context, { as, channel }) => {
      markRead(context, as, channel);
      return { ok: true };
    }),

    membership: gesture(
      z.object({ ...place, user: z.string(), member: z.boolean() }),
      async (context, body) => {
        changeMembership(context, body.channel, body.user, body.member);
        return { ok: true };
      },
    ),
  },
};
