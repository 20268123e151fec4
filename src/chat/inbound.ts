import type { HomeView, ModalView } from '@slack/types';
import type { FormValues } from './form.ts';
import type { Message } from './message.ts';
import type { ChatFile } from './slack-port.ts';

/**
 * Something a person did, whichever way Slack delivered it. Texts are what the person typed: entities undone, control
 * characters and lone surrogates gone.
 */
export type Inbound = Origin & (InboundCommand | InboundAction | InboundForm | InboundMessage | InboundEvent);

export interface Origin {
  /**
   * The same for every redelivery of the same act, so remembering it makes handling idempotent. A form's id covers
   * its answers: sent again after a correction it is another act.
   */
  id: string;
  /** Workspace id, `T…`. */
  team: string;
  /** Who did it, `U…`; empty for events that nobody did, such as the app's removal. */
  user: string;
}

export interface InboundCommand {
  kind: 'command';
  /** With its slash. */
  name: string;
  text: string;
  channel: string;
  triggerId: string;
  responseUrl: string;
}

/** A click on a button or a choice in a menu that stands in a message, a form or the Home tab. */
export interface InboundAction {
  kind: 'action';
  source: 'message' | 'form' | 'home';
  actionId: string;
  /** The button's value, the chosen option's value, the date…; null when a choice was taken back. */
  value: string | null;
  /** All chosen values, where several can be chosen. */
  values?: string[];
  triggerId: string;
  responseUrl?: string;
  channel?: string;
  messageTs?: string;
  threadTs?: string;
  viewId?: string;
  viewHash?: string;
  viewMetadata?: string;
  /** What the form, or the inputs of the message, hold at that moment. */
  viewValues?: FormValues;
}

/** A form sent in. */
export interface InboundForm {
  kind: 'form';
  callback: string;
  metadata: string;
  values: FormValues;
  viewId: string;
  hash: string;
  triggerId?: string;
}

/** A message typed by a person where the bot can read it. */
export interface InboundMessage {
  kind: 'message';
  channel: string;
  /** In the person's direct message with the bot. */
  direct: boolean;
  /** Slack's message id within the channel. */
  ts: string;
  /** The first message of the thread it was typed in. */
  threadTs?: string;
  text: string;
  /** What was attached; the bytes are fetched with `Slack.download`. */
  files: ChatFile[];
}

export type EventType =
  | 'app_home_opened'
  | 'member_joined_channel'
  | 'member_left_channel'
  /** The bot itself was removed from a public or a private channel. */
  | 'channel_left'
  | 'group_left'
  | 'team_join'
  | 'user_change'
  | 'app_uninstalled'
  | 'tokens_revoked';

export interface InboundEvent {
  kind: 'event';
  type: EventType;
  channel?: string;
  /** `home` or `messages`, for `app_home_opened`. */
  tab?: string;
  /** What the Home tab shows already. */
  viewHash?: string;
  viewMetadata?: string;
}

/**
 * What goes back to the person.
 *
 * - `message`: to a command, its reply, seen by the person alone unless `public`. To a click in a message, a private
 *   reply, or with `replace` the new content of that message or window. To a click or a form in a window, a window that says it.
 *   To a typed message, a reply in the same place, sent at most once: what must arrive is a delivery, not an answer.
 * - `form-errors`: shown at the fields, by block id; the form stays open. The act counts as not done.
 * - `form-update`: the window shows this view instead. `form-clear`: all windows close. `none`: this window closes.
 */
export type Answer =
  | { kind: 'none' }
  | { kind: 'message'; message: Message; public?: boolean; replace?: boolean }
  | { kind: 'form-errors'; errors: Record<string, string> }
  | { kind: 'form-update'; view: ModalView | HomeView }
  | { kind: 'form-clear' };

/** Handles one act: when the promise resolves, everything it changed is saved. */
export type Handle = (inbound: Inbound) => Promise<Answer>;
