import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import { newId } from './identity.ts';
import type { Journal } from './journal.ts';
import type { JsonObject } from './json.ts';
import type {
  Change,
  Conversation,
  Entry,
  EphemeralRecord,
  FileRecord,
  Identity,
  MessageRecord,
  SandboxPerson,
} from './records.ts';

/** A message that shares a file. */
export interface Share {
  channel: string;
  ts: string;
}

/**
 * What the workspace holds: people, conversations, messages, files, App Homes and the events the bot has not taken yet.
 * Lasting state changes only through `record`, which writes the journal first; replaying the journal rebuilds it.
 */
export class Workspace {
  readonly people = new Map<string, SandboxPerson>();
  readonly conversations = new Map<string, Conversation>();
  readonly homes = new Map<string, JsonObject>();
  readonly owedEvents = new Map<string, JsonObject>();
  readonly files = new Map<string, FileRecord>();
  readonly deletedFiles = new Set<string>();
  /** Whom somebody at the page has acted as. */
  readonly actedAs = new Set<string>();
  readonly #shares = new Map<string, Share[]>();
  readonly #messages = new Map<string, MessageRecord[]>();
  readonly #ephemerals: EphemeralRecord[] = [];
  readonly #readUpTo = new Map<string, string>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #journal: Journal<Entry> | null = null;
  #identity: Identity | null = null;
  #lastTs = 0n;
  readonly #clock: Clock;

  constructor(clock: Clock, entries: Entry[]) {
    this.#clock = clock;
    for (const entry of entries) this.#apply(entry);
  }

  get identity(): Identity {
    if (!this.#identity) throw new Error('The workspace has no identity yet');
    return this.#identity;
  }

  hasIdentity(): boolean {
    return this.#identity !== null;
  }

  keepIn(journal: Journal<Entry>): void {
    this.#journal = journal;
  }

  record(entry: Entry, change?: Change): void {
    this.#journal?.append(entry);
    this.#apply(entry);
    if (change) this.announce(change);
  }

  /** Forgets everything but who the workspace and its app are. */
  forget(): void {
    this.#journal?.rewrite([{ type: 'identity', identity: this.identity }]);
    for (const held of [
      this.conversations,
      this.homes,
      this.owedEvents,
      this.files,
      this.deletedFiles,
      this.actedAs,
      this.#shares,
      this.#messages,
      this.#readUpTo,
    ])
      held.clear();
    this.#ephemerals.length = 0;
    this.#lastTs = 0n;
  }

  announce(change: Change): void {
    this.#changes.emit('change', change);
  }

  /** Calls back after every change; returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void {
    this.#changes.on('change', listener);
    return () => void this.#changes.off('change', listener);
  }

  setPeople(people: SandboxPerson[]): void {
    this.people.clear();
    for (const person of people) this.people.set(person.id, person);
    this.announce({ kind: 'people' });
  }

  nameOf(user: string): string {
    if (user === this.identity.botUserId) return this.identity.botName;
    return this.people.get(user)?.name ?? user;
  }

  /** A message time stamp of Slack's form: seconds and microseconds of the simulated clock, never the same twice. */
  nextTs(): string {
    const now = BigInt(this.#clock.now().getTime()) * 1000n;
    this.#lastTs = now > this.#lastTs ? now : this.#lastTs + 1n;
    return formatTs(this.#lastTs);
  }

  /** The newest time stamp given out, as an instant; the clock must not start before it. */
  lastInstant(): Date {
    return new Date(Number(this.#lastTs / 1000n));
  }

  directMessageOf(user: string): Conversation | undefined {
    for (const conversation of this.conversations.values())
      if (conversation.kind === 'im' && conversation.members.includes(user)) return conversation;
    return undefined;
  }

  openDirectMessage(user: string): Conversation {
    const open = this.directMessageOf(user);
    if (open) return open;
    const conversation: Conversation = {
      id: newId('D'),
      name: 'directmessage',
      kind: 'im',
      members: [user, this.identity.botUserId],
    };
    this.record(
      { type: 'conversation', conversation },
      { kind: 'membership', channel: conversation.id, people: [user] },
    );
    return conversation;
  }

  channelNamed(name: string): Conversation | undefined {
    return [...this.conversations.values()].find((one) => one.kind !== 'im' && one.name === name);
  }

  /** Oldest first. */
  messagesIn(channel: string): readonly MessageRecord[] {
    return this.#messages.get(channel) ?? [];
  }

  messageAt(channel: string, ts: string): MessageRecord | undefined {
    return this.messagesIn(channel).find((message) => message.ts === ts);
  }

  repliesTo(channel: string, ts: string): MessageRecord[] {
    return this.messagesIn(channel).filter((message) => message.threadTs === ts && message.ts !== ts);
  }

  /** The messages that share a file, oldest first. */
  sharesOf(file: string): readonly Share[] {
    return this.#shares.get(file) ?? [];
  }

  ephemeralsFor(user: string, channel?: string): EphemeralRecord[] {
    return this.#ephemerals.filter(
      (one) => one.onlyFor === user && (channel === undefined || one.channel === channel),
    );
  }

  showEphemeral(message: EphemeralRecord): void {
    const at = this.#ephemerals.findIndex((one) => one.ts === message.ts && one.onlyFor === message.onlyFor);
    if (at >= 0) this.#ephemerals[at] = message;
    else this.#ephemerals.push(message);
    this.announce({ kind: 'message', channel: message.channel, people: [message.onlyFor] });
  }

  hideEphemeral(message: EphemeralRecord): void {
    const at = this.#ephemerals.findIndex((one) => one.ts === message.ts && one.onlyFor === message.onlyFor);
    if (at >= 0) this.#ephemerals.splice(at, 1);
    this.announce({ kind: 'message', channel: message.channel, people: [message.onlyFor] });
  }

  /** The `ts` of the last message the person had read; '' is none. */
  readUpTo(user: string, channel: string): string {
    return this.#readUpTo.get(`${channel}/${user}`) ?? '';
  }

  unreadBy(user: string, channel: string): number {
    const readUpTo = this.readUpTo(user, channel);
    const messages = this.messagesIn(channel);
    const firstUnread = messages.findLastIndex((message) => message.ts <= readUpTo) + 1;
    return messages.slice(firstUnread).filter((message) => message.user !== user).length;
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case 'identity':
        this.#identity = entry.identity;
        return;
      case 'conversation':
        this.conversations.set(entry.conversation.id, {
          ...entry.conversation,
          members: [...entry.conversation.members],
        });
        return;
      case 'joined':
        this.#membersOf(entry.channel).push(entry.user);
        return;
      case 'left': {
        const members = this.#membersOf(entry.channel);
        members.splice(members.indexOf(entry.user), 1);
        return;
      }
      case 'message':
        this.#keepMessage(entry.message);
        return;
      case 'changed': {
        const messages = this.#messages.get(entry.message.channel) ?? [];
        const at = messages.findIndex((one) => one.ts === entry.message.ts);
        if (at >= 0) messages[at] = entry.message;
        return;
      }
      case 'deleted': {
        const messages = this.#messages.get(entry.channel) ?? [];
        const at = messages.findIndex((one) => one.ts === entry.ts);
        const [gone] = at >= 0 ? messages.splice(at, 1) : [];
        for (const file of gone?.files ?? [])
          this.#shares.set(
            file,
            this.sharesOf(file).filter((share) => share.channel !== entry.channel || share.ts !== entry.ts),
          );
        return;
      }
      case 'file':
        this.files.set(entry.file.id, entry.file);
        return;
      case 'file-deleted':
        this.files.delete(entry.id);
        this.deletedFiles.add(entry.id);
        return;
      case 'acted-as':
        this.actedAs.add(entry.user);
        return;
      case 'read':
        this.#readUpTo.set(`${entry.channel}/${entry.user}`, entry.ts);
        return;
      case 'home':
        this.homes.set(entry.user, entry.view);
        return;
      case 'event':
        this.owedEvents.set(entry.id, entry.body);
        return;
      case 'event-settled':
        this.owedEvents.delete(entry.id);
        return;
    }
  }

  #membersOf(channel: string): string[] {
    const conversation = this.conversations.get(channel);
    if (!conversation) throw new Error(`No conversation ${channel}`);
    return conversation.members;
  }

  #keepMessage(message: MessageRecord): void {
    const messages = this.#messages.get(message.channel) ?? [];
    messages.push(message);
    this.#messages.set(message.channel, messages);
    for (const file of message.files ?? [])
      this.#shares.set(file, [...this.sharesOf(file), { channel: message.channel, ts: message.ts }]);
    const ts = parseTs(message.ts);
    if (ts > this.#lastTs) this.#lastTs = ts;
  }
}

function formatTs(micros: bigint): string {
  return `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}

function parseTs(ts: string): bigint {
  return BigInt(ts.replace('.', ''));
}
