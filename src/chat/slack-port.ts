import type { HomeView, ModalView } from '@slack/types';
import type { Moment } from './in-time.ts';
import type { Message } from './message.ts';

export interface Identity {
  /** Workspace id `T…` and name. */
  teamId: string;
  team: string;
  botUserId: string;
  /** What the token may do; empty when the workspace does not say. */
  scopes: string[];
}

/** Where a message is: Slack's channel id and the message's id within it. */
export interface Posted {
  channel: string;
  ts: string;
}

/** When a message was posted, by Slack's clock: its id says so. */
export function instantOf(ts: string): Date {
  return new Date(Number(ts) * 1_000);
}

export interface Post {
  /** A channel id, or a user id for the direct message with that person. */
  channel: string;
  /** The first message of a thread, to post in it. */
  threadTs?: string;
  message: Message;
  /** Travels with the message, unseen, so that `findPosted` recognises it. Readable by every app: no personal data. */
  deliveryId?: string;
  /** Later than this nothing is sent, and it fails with `too_late`. */
  before?: Moment;
}

export interface User {
  id: string;
  name: string;
  email: string | null;
  isBot: boolean;
  /** A guest account of this workspace, or a person of another one. */
  isGuest: boolean;
  isStranger: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  name: string;
  isMember: boolean;
  isArchived: boolean;
  isPrivate: boolean;
  isDirect: boolean;
  /** Shared with another organisation. */
  isShared: boolean;
}

/** A file that somebody attached. The bytes stay in Slack until they are asked for. */
export interface ChatFile {
  id: string;
  /** As the person named it: for people to read, never a path. */
  name: string;
  mimetype: string;
  /** Bytes, as Slack says. */
  size: number;
}

/** A file that the bot made. */
export interface NewFile {
  name: string;
  content: Buffer;
}

/** The Slack Web API, as far as the bot uses it. Every method throws `ChatFailure` and nothing else. */
export interface Slack {
  identify(): Promise<Identity>;
  post(post: Post): Promise<Posted>;
  update(update: Posted & { message: Message }): Promise<void>;
  /** The message posted with this delivery id at or after `since`, or null. In a thread only when `threadTs` is given. */
  findPosted(query: {
    channel: string;
    deliveryId: string;
    since: Date;
    threadTs?: string;
  }): Promise<Posted | null>;
  /** The channel id of the direct message with a person. */
  openDirect(userId: string): Promise<string>;
  userByEmail(email: string): Promise<User | null>;
  user(userId: string): Promise<User>;
  /** User ids of everybody in a channel, bots included. */
  channelMembers(channel: string): Promise<string[]>;
  channelInfo(channel: string): Promise<Channel>;
  joinChannel(channel: string): Promise<void>;
  file(id: string): Promise<ChatFile & { userId: string }>;
  /** The bytes of a file; fails with `file_too_large` beyond `maxBytes`, whatever size Slack named. */
  download(id: string, maxBytes: number): Promise<Buffer>;
  /** Uploads a file that nobody sees yet, to be named by the image block of a message. Gives its id. */
  uploadFile(file: NewFile): Promise<string>;
  /**
   * Posts a file with a comment in mrkdwn. A shared file carries no delivery id; its own id, told to `reserved` before
   * anything can be seen, is what `findShared` recognises it by; what that gives is the last moment to share
   * it. Gives the channel.
   */
  shareFile(
    share: { file: NewFile; channel: string; threadTs?: string; comment: string },
    reserved: (fileId: string) => Promise<Moment>,
  ): Promise<string>;
  /**
   * The message that shares a file of the bot's; 'not-yet' when the file is there and no message has it, which may
   * change within seconds; null when there is no such file.
   */
  findShared(fileId: string): Promise<Posted | 'not-yet' | null>;
  /** Opens a form within 3 seconds of the act that gave the trigger id; gives the view's id. */
  openForm(triggerId: string, view: ModalView): Promise<string>;
  /** Puts a window on top of the open one. */
  pushForm(triggerId: string, view: ModalView): Promise<string>;
  /** With `hash` it fails (`hash_conflict`) when the view has changed since. */
  updateForm(target: { viewId: string; hash?: string }, view: ModalView | HomeView): Promise<void>;
  /**
   * Shows a view on the Home tab of a person; gives the view's hash. With the `hash` of what it shows now, nothing
   * happens and null is given when the tab has changed since.
   */
  publishHome(userId: string, view: HomeView, hash?: string): Promise<string | null>;
  /** Answers an act through its response address (5 uses within 30 minutes): privately unless `public`. */
  respond(
    responseUrl: string,
    message: Message,
    options?: { replace?: boolean; public?: boolean },
  ): Promise<void>;
}
