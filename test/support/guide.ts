import type { HomeView, ModalView } from '@slack/types';
import { createDispatch } from '../../commands/dispatch.ts';
import type { App } from '../../src/app.ts';
import type { Answer, Inbound } from '../../src/chat/listener.ts';
import type { Slack } from '../../src/chat/slack-port.ts';
import type { Context } from '../../src/context.ts';
import { UserError } from '../../src/errors.ts';
import { rosterFile } from './office.ts';

/** One thing that somebody did, and what came of it. */
export interface Step {
  act: Inbound;
  result: Result;
}

/** What an act was answered with: as an answer, or as a refusal in words; and the window that it opened. */
export interface Result {
  answer: Answer | { kind: 'refused'; reason: string };
  opened: ModalView | null;
}

export type Perform = (act: Inbound) => Promise<Result>;

/** The bot as the tour uses it: acts go in at the dispatch, and windows, tabs and files come to the tour's own hands. */
export interface Guide {
  context: Context;
  perform: Perform;
  /** The Home tab that an account was shown last. */
  homes: ReadonlyMap<string, HomeView>;
}

/** Nothing goes out while the tour lasts: what is owed waits as rows. */
export function guideOf(app: App): Guide {
  const windows = new Map<string, ModalView>();
  const homes = new Map<string, HomeView>();
  const open: Slack['openForm'] = async (triggerId, view) => {
    windows.set(triggerId, view);
    return 'V0TOUR';
  };
  const slack: Slack = {
    ...app.context.slack,
    openForm: open,
    pushForm: open,
    publishHome: async (userId, view) => {
      homes.set(userId, view);
      return 'h0';
    },
    file: async (id) => ({
      id,
      name: '附件.pdf',
      mimetype: 'application/pdf',
      size: 1_000,
      userId: id.replace('F0OF-', ''),
    }),
    download: async () => Buffer.from((await rosterFile()).bytes),
  };
  const { queue } = app.context;
  const context: Context = {
    ...app.context,
    slack,
    queue: { ...queue, add: async () => undefined, addMany: async () => undefined },
  };
  const dispatch = createDispatch(context);
  return {
    context,
    homes,
    async perform(act) {
      const opened = () => windows.get('triggerId' in act ? (act.triggerId ?? '') : '') ?? null;
      try {
        return { answer: await dispatch(act), opened: opened() };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { answer: { kind: 'refused', reason: error.message }, opened: opened() };
      }
    },
  };
}
