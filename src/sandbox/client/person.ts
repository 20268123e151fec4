import { Readable } from 'node:stream';
import { type Answer, type Values, valueFor } from '../block-kit/answers.ts';
import { readable, textOfBlocks } from '../block-kit/plain-text.ts';
import { elementsOf } from '../block-kit/walk.ts';
import type { SandboxContext } from '../context.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import type { EphemeralRecord, MessageRecord } from '../records.ts';
import { valuesOf, withValues } from '../view-object.ts';
import type { Workspace } from '../workspace.ts';
import { act, labelOf, type Surface } from './actions.ts';
import { type GestureResult, runCommand } from './commands.ts';
import { closeForm, type SubmitResult, submitForm } from './forms.ts';
import { heldFor } from './held.ts';
import { type Suggestions, suggest } from './suggestions.ts';
import { changeMembership, conversationOf, edit, markRead, openTab, personOf, remove, say } from './talk.ts';
import { attachFile, shareFile } from './uploads.ts';

/** A message as one person sees it. `shown` is every word they can read, blocks included, with entities decoded. */
export interface SeenMessage {
  channel: string;
  ts: string;
  from: string;
  text: string;
  shown: string;
  blocks: JsonObject[];
  threadTs: string | null;
  onlyForYou: boolean;
  edited: boolean;
  metadata: JsonObject | null;
  /** By name. */
  files: string[];
}

/** A modal or App Home as one person sees it. */
export interface SeenView {
  id: string;
  callbackId: string;
  title: string;
  shown: string;
  blocks: JsonObject[];
  /** By block id, then action id, in the shape of `state.values`. */
  values: Values;
}

/**
 * One person's Slack, for tests that read like a story. Gestures resolve when the bot has acknowledged them; wait
 * for what follows with `sandbox.until`. Everything thrown names what was looked for and what was there.
 */
export class Person {
  readonly id: string;
  readonly #context: SandboxContext;

  constructor(context: SandboxContext, id: string) {
    this.id = personOf(context, id).id;
    this.#context = context;
  }

  /** Says something in a channel (id or name) or in `dm`, the direct message with the bot. */
  say(where: string, text: string, options: { thread?: string } = {}): SeenMessage {
    return this.#seen(say(this.#context, this.id, where, text, options.thread));
  }

  edit(message: SeenMessage, text: string): SeenMessage {
    return this.#seen(edit(this.#context, this.id, message.channel, message.ts, text));
  }

  remove(message: SeenMessage): void {
    remove(this.#context, this.id, message.channel, message.ts);
  }

  /** Becomes a member of a channel. */
  join(channel: string): void {
    changeMembership(this.#context, channel, this.id, true);
  }

  /** Runs a slash command; `answer` is what appeared to this person where it was typed before the bot acknowledged. */
  async command(
    command: string,
    text = '',
    options: { in?: string; thread?: string } = {},
  ): Promise<GestureResult & { answer: SeenMessage | null }> {
    const channel = conversationOf(this.#context, this.id, options.in ?? 'dm').id;
    const before = this.messages(channel).length;
    const threadTs = options.thread;
    const result = await runCommand(this.#context, {
      person: this.id,
      channel,
      command,
      text,
      ...(threadTs && { threadTs }),
    });
    const fresh = this.messages(channel).slice(before);
    return { ...result, answer: fresh.findLast((message) => message.onlyForYou) ?? fresh.at(-1) ?? null };
  }

  /**
   * Uses an element of a message, of the modal on top, or of the App Home, found by its action id or by the label
   * on it. @param answer the choice, date or text for anything but a button
   */
  async click(
    on: SeenMessage | 'modal' | 'home',
    target: string,
    answer: Answer = null,
  ): Promise<GestureResult> {
    const { surface, place } = this.#find(on, target);
    return await act(this.#context, this.id, surface, { ...place, answer });
  }

  /** Types into an external select and returns what the bot offers; whatever it offered can then be chosen. */
  async suggest(on: SeenMessage | 'modal' | 'home', target: string, query: string): Promise<Suggestions> {
    const { surface, place } = this.#find(on, target);
    return await suggest(this.#context, this.id, surface, { ...place, query });
  }

  /** Shares a file in a channel or in `dm`. */
  async upload(
    where: string,
    {
      bytes,
      ...file
    }: { name: string; bytes: Uint8Array; title?: string; comment?: string; thread?: string },
  ): Promise<SeenMessage> {
    const { message } = await shareFile(this.#context, this.id, where, {
      ...file,
      bytes: Readable.from([bytes]),
    });
    return this.#seen(message);
  }

  /** Puts a file into a `file_input` of the modal on top, found as by `fill`. */
  async attach(field: string, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    const { place } = this.#find('modal', field);
    await attachFile(this.#context, this.id, place, { name, bytes: Readable.from([bytes]) });
  }

  /** The modal on top, or null. */
  modal(): SeenView | null {
    return seenView(this.#context.modals.top(this.id));
  }

  /** Fills in the modal on top; keys are block ids, action ids or labels. */
  fill(answers: { [field: string]: Answer }): this {
    for (const [field, answer] of Object.entries(answers)) {
      const view = this.#context.modals.top(this.id);
      if (!view) throw new Error(`No form is open to fill in "${field}"`);
      const { block, element } = find(objectsAt(view, 'blocks'), field);
      const values = valuesOf(view);
      const [blockId, actionId] = [stringAt(block, 'block_id'), stringAt(element, 'action_id')];
      const place = { person: this.id, surface: stringAt(view, 'id'), blockId, actionId };
      const held = heldFor(this.#context, place, element, values[blockId]?.[actionId]);
      const filled = { ...values[blockId], [actionId]: valueFor(element, answer, held) };
      this.#context.modals.replace(this.id, withValues(view, { ...values, [blockId]: filled }));
    }
    return this;
  }

  async submit(): Promise<SubmitResult> {
    return await submitForm(this.#context, this.id);
  }

  async close(): Promise<void> {
    await closeForm(this.#context, this.id);
  }

  /** What this person can read in a conversation, oldest first, the messages only for them among the others. */
  messages(where: string): SeenMessage[] {
    const { id } = conversationOf(this.#context, this.id, where);
    const all = [
      ...this.#context.workspace.messagesIn(id),
      ...this.#context.workspace.ephemeralsFor(this.id, id),
    ];
    return all.toSorted((one, other) => (one.ts < other.ts ? -1 : 1)).map((message) => this.#seen(message));
  }

  /** What the bot said in the direct message, oldest first. */
  inbox(): SeenMessage[] {
    return this.messages('dm').filter(
      (message) => message.from === this.#context.workspace.identity.botUserId,
    );
  }

  unread(where: string): number {
    return this.#context.workspace.unreadBy(this.id, conversationOf(this.#context, this.id, where).id);
  }

  read(where: string): void {
    markRead(this.#context, this.id, where);
  }

  /** Reads whatever there is to read. */
  readAll(): void {
    for (const { id, members } of this.#context.workspace.conversations.values())
      if (members.includes(this.id)) this.read(id);
  }

  /** Looks at the bot's App Home, of which the bot is told. */
  openHome(): void {
    openTab(this.#context, this.id, 'home');
  }

  home(): SeenView | null {
    return seenView(this.#context.workspace.homes.get(this.id));
  }

  #find(on: SeenMessage | 'modal' | 'home', target: string) {
    const surface: Surface =
      typeof on === 'string' ? { kind: on } : { kind: 'message', channel: on.channel, ts: on.ts };
    const blocks =
      typeof on === 'string' ? (on === 'modal' ? this.modal() : this.home())?.blocks : this.#fresh(on).blocks;
    const { block, element } = find(blocks ?? [], target);
    const place = { blockId: stringAt(block, 'block_id'), actionId: stringAt(element, 'action_id') };
    return { surface, place };
  }

  #fresh(message: SeenMessage): SeenMessage {
    const found = this.messages(message.channel).find((one) => one.ts === message.ts);
    if (!found) throw new Error(`The message "${message.shown}" is gone`);
    return found;
  }

  #seen(message: MessageRecord | EphemeralRecord): SeenMessage {
    const blocks = message.blocks ?? [];
    return {
      channel: message.channel,
      ts: message.ts,
      from: message.user,
      text: message.text,
      shown: shownText(this.#context.workspace, message),
      blocks,
      threadTs: message.threadTs ?? null,
      onlyForYou: 'onlyFor' in message,
      edited: message.edited !== undefined,
      metadata: message.metadata ?? null,
      files: (message.files ?? []).map((id) => this.#context.workspace.files.get(id)?.name ?? ''),
    };
  }
}

/** Every word of a message that can be read, people by their names. */
export function shownText(workspace: Workspace, { blocks = [], text }: MessageRecord): string {
  const words = blocks.length > 0 ? textOfBlocks(blocks) : readable(text);
  return words.replace(/@(U\w+)/g, (_, id: string) => `@${workspace.nameOf(id)}`);
}

function seenView(view: JsonObject | undefined): SeenView | null {
  if (!view) return null;
  const blocks = objectsAt(view, 'blocks');
  return {
    id: stringAt(view, 'id'),
    callbackId: stringAt(view, 'callback_id'),
    title: stringAt(objectAt(view, 'title'), 'text'),
    shown: textOfBlocks(blocks),
    blocks,
    values: valuesOf(view),
  };
}

/** @throws Error when no element, or more than one, answers to the name */
function find(blocks: JsonObject[], name: string): { block: JsonObject; element: JsonObject } {
  const all = blocks.flatMap((block) => elementsOf(block).map(({ element }) => ({ block, element })));
  const names = [
    (one: (typeof all)[number]) =>
      stringAt(one.block, 'block_id') === name && elementsOf(one.block).length === 1,
    (one: (typeof all)[number]) => stringAt(one.element, 'action_id') === name,
    (one: (typeof all)[number]) => labelOf(one.block, one.element) === name,
  ];
  const matches = names.map((matching) => all.filter(matching)).find((found) => found.length > 0) ?? [];
  const [match, another] = matches;
  if (match && !another) return match;
  const there = all
    .map((one) => `${stringAt(one.element, 'action_id')} (${labelOf(one.block, one.element)})`)
    .join(', ');
  throw new Error(
    `${another ? 'More than one element' : 'No element'} is called "${name}"; there are: ${there || 'none'}`,
  );
}
