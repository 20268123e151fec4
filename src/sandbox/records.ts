import type { JsonObject } from './json.ts';

/** Somebody the sandbox lets you act as. `group` only sorts the list on the page. */
export interface SandboxPerson {
  id: string;
  name: string;
  email: string | null;
  group: string;
  title?: string;
}

export interface Conversation {
  id: string;
  name: string;
  /** `group` is a private channel: in Slack's events its name is still that of old. */
  kind: 'channel' | 'group' | 'im';
  members: string[];
}

/** What is known of a file beside its bytes. */
export interface FileRecord {
  id: string;
  name: string;
  title: string;
  /** Bytes. */
  size: number;
  /** Who uploaded it. */
  user: string;
  /** Unix seconds of the workspace's clock. */
  created: number;
  altText?: string;
  /** Put into a form of the bot, which may read it though it is shared nowhere. */
  inForm?: true;
}

export interface MessageRecord {
  channel: string;
  ts: string;
  user: string;
  text: string;
  subtype?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
  /** Ids of the files shared with it. */
  files?: string[];
  threadTs?: string;
  broadcast?: boolean;
  clientMsgId?: string;
  edited?: { user: string; ts: string };
}

/** A message only one person sees; like Slack's own it does not outlive the session. */
export interface EphemeralRecord extends MessageRecord {
  onlyFor: string;
}

/** The ids and secrets of the workspace and of its one app; kept, so that a bot's settings survive a restart. */
export interface Identity {
  teamId: string;
  teamDomain: string;
  teamName: string;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
}

/** One line of the journal: everything that outlives a restart happens through one of these. */
export type Entry =
  | { type: 'identity'; identity: Identity }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'joined'; channel: string; user: string }
  | { type: 'left'; channel: string; user: string }
  | { type: 'message'; message: MessageRecord }
  | { type: 'changed'; message: MessageRecord }
  | { type: 'deleted'; channel: string; ts: string }
  | { type: 'read'; channel: string; user: string; ts: string }
  | { type: 'acted-as'; user: string }
  | { type: 'file'; file: FileRecord }
  | { type: 'file-deleted'; id: string }
  | { type: 'home'; user: string; view: JsonObject }
  | { type: 'event'; id: string; body: JsonObject }
  | { type: 'event-settled'; id: string };

/** What the page and tests are told after something changed; `people` undefined means everybody may look. */
export interface Change {
  kind:
    | 'message'
    | 'membership'
    | 'read'
    | 'home'
    | 'modal'
    | 'clock'
    | 'trouble'
    | 'people'
    | 'delivery'
    /** The bot came to the workspace or left it. */
    | 'bot'
    /** The workspace has begun anew: nothing that was seen before is there any more. */
    | 'restart'
    | 'wire'
    | 'fault';
  channel?: string;
  people?: string[];
}
