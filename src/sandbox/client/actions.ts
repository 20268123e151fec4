import { type Answer, initialValues, refusal, type Values, valueFor } from '../block-kit/answers.ts';
import { elementsOf } from '../block-kit/walk.ts';
import type { SandboxContext } from '../context.ts';
import type { ResponseTarget } from '../delivery/response-urls.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import type { MessageRecord } from '../records.ts';
import { wireMessage } from '../slack-api/shapes.ts';
import { valuesOf, withValues } from '../view-object.ts';
import { ClientError } from './client-error.ts';
import { failure, type GestureResult } from './commands.ts';
import { heldFor } from './held.ts';
import { interactiveHead, nameInPayload, newResponseUrl } from './payloads.ts';
import { conversationOf, personOf } from './talk.ts';

/** Where a person acts: a message they see, the modal on top, or their App Home. */
export type Surface = { kind: 'message'; channel: string; ts: string } | { kind: 'modal' } | { kind: 'home' };

/** Which element, and for everything but a button what was put into it. */
export interface Act {
  blockId: string;
  actionId: string;
  answer: Answer;
  /** Typed into an input that tells the bot only of Enter: remembered, and no more. */
  quietly?: boolean | undefined;
}

/** Uses one element and delivers `block_actions`, but for an input of a form that asked for nothing, which is only remembered. */
export async function act(
  context: SandboxContext,
  personId: string,
  surface: Surface,
  { blockId, actionId, answer, quietly }: Act,
): Promise<GestureResult> {
  const person = personOf(context, personId);
  const shown = lookUp(context, personId, surface);
  const { block, element } = elementAt(shown.blocks, blockId, actionId);

  const isButton = element.type === 'button';
  const place = { person: personId, surface: shown.id, blockId, actionId };
  const held = heldFor(context, place, element, shown.values[blockId]?.[actionId]);
  const value = isButton ? {} : valueFor(element, answer, held);
  const problem = isButton ? null : refusal(element, value);
  if (problem && block.type !== 'input') throw new ClientError(problem);
  const values =
    isButton || element.type === 'overflow' ? shown.values : remember(shown, blockId, actionId, value);
  if (block.type === 'input' && (block.dispatch_action !== true || quietly)) return { ok: true };

  const head = interactiveHead(context, person);
  const payload: JsonObject = {
    type: 'block_actions',
    ...head,
    trigger_id: context.triggers.issue(personId),
    ...shown.where(values),
    ...shown.withAction(values),
    actions: [actionOf(context, block, element, value)],
  };
  const outcome = await context.transport().send({ kind: 'interactive', payload });
  return outcome.acked ? { ok: true } : { ok: false, error: failure(outcome) };
}

/** What a person has in front of them. */
export interface Shown {
  /** A view's id, or a channel and a message. */
  id: string;
  blocks: JsonObject[];
  values: Values;
  keep: (values: Values) => void;
  /** The fields that tell the bot where something happened. */
  where: (values: Values) => JsonObject;
  /** The fields that only an action brings along. */
  withAction: (values: Values) => JsonObject;
}

/** @throws ClientError when it is not there any more */
export function elementAt(
  blocks: JsonObject[],
  blockId: string,
  actionId: string,
): { block: JsonObject; element: JsonObject } {
  const block = blocks.find((one) => one.block_id === blockId);
  const element = block && elementsOf(block).find(({ element: one }) => one.action_id === actionId)?.element;
  if (!block || !element) throw new ClientError('这里没有这个按钮或控件，可能内容已经更新');
  return { block, element };
}

/** @throws ClientError when there is nothing there for this person */
export function lookUp(context: SandboxContext, person: string, surface: Surface): Shown {
  switch (surface.kind) {
    case 'message':
      return shownMessage(context, person, surface.channel, surface.ts);
    case 'modal': {
      const view = context.modals.top(person);
      if (!view) throw new ClientError('没有打开的表单');
      return {
        ...shownView(view),
        keep: (values) => context.modals.replace(person, withValues(view, values)),
      };
    }
    case 'home': {
      const view = context.workspace.homes.get(person);
      if (!view) throw new ClientError('主页还是空的');
      return {
        ...shownView(view),
        ...chosen(context, surfaceKey(context, person, surface), objectsAt(view, 'blocks')),
      };
    }
  }
}

function shownView(view: JsonObject): Shown {
  return {
    id: stringAt(view, 'id'),
    blocks: objectsAt(view, 'blocks'),
    values: valuesOf(view),
    keep: () => {},
    where: (values) => ({
      container: { type: 'view', view_id: view.id },
      view: withValues(view, values),
    }),
    withAction: () => ({}),
  };
}

function shownMessage(context: SandboxContext, person: string, wanted: string, ts: string): Shown {
  const { workspace } = context;
  const conversation = conversationOf(context, person, wanted);
  const ephemeral = workspace.ephemeralsFor(person, conversation.id).find((message) => message.ts === ts);
  const message: MessageRecord | undefined = ephemeral ?? workspace.messageAt(conversation.id, ts);
  if (!message) throw new ClientError('这条消息不在了');
  const blocks = message.blocks ?? [];
  const target: ResponseTarget = {
    person,
    channel: conversation.id,
    original: { ts, onlyFor: ephemeral?.onlyFor ?? null },
    ...(message.threadTs && { threadTs: message.threadTs }),
  };
  return {
    id: `${conversation.id}/${ts}`,
    blocks,
    ...chosen(
      context,
      surfaceKey(context, person, { kind: 'message', channel: conversation.id, ts }),
      blocks,
    ),
    where: () => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: conversation.id,
        is_ephemeral: Boolean(ephemeral),
        ...(message.threadTs && { thread_ts: message.threadTs }),
      },
      channel: { id: conversation.id, name: nameInPayload(conversation) },
      ...(!ephemeral && { message: wireMessage(context, message) }),
    }),
    withAction: (values) => ({
      state: { values },
      response_url: newResponseUrl(context, 'actions', target),
    }),
  };
}

function chosen(context: SandboxContext, key: string, blocks: JsonObject[]): Pick<Shown, 'values' | 'keep'> {
  return {
    values: initialValues(blocks, context.choices.get(key)),
    keep: (values) => void context.choices.set(key, values),
  };
}

function remember(shown: Shown, blockId: string, actionId: string, value: JsonObject): Values {
  const values = { ...shown.values, [blockId]: { ...shown.values[blockId], [actionId]: value } };
  shown.keep(values);
  return values;
}

function actionOf(
  context: SandboxContext,
  block: JsonObject,
  element: JsonObject,
  value: JsonObject,
): JsonObject {
  const carried = [
    'placeholder',
    'initial_option',
    'initial_options',
    'initial_date',
    'initial_time',
    'initial_date_time',
    'confirm',
  ];
  const own = element.type === 'button' ? ['text', 'value', 'style', 'url', 'confirm'] : carried;
  return {
    ...Object.fromEntries(own.filter((key) => element[key] !== undefined).map((key) => [key, element[key]])),
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...value,
    action_ts: context.workspace.nextTs(),
  };
}

/** Under which `context.choices` keeps what a person chose on a surface; a newly published home starts afresh. */
export function surfaceKey(context: SandboxContext, person: string, surface: Surface): string {
  if (surface.kind === 'message') return `message/${person}/${surface.channel}/${surface.ts}`;
  return `${surface.kind}/${person}/${stringAt(context.workspace.homes.get(person), 'hash')}`;
}

/** The label a person reads on an element: a button's text, or the label or placeholder of another. */
export function labelOf(block: JsonObject, element: JsonObject): string {
  return (
    stringAt(objectAt(element, 'text'), 'text') ||
    stringAt(objectAt(block, 'label'), 'text') ||
    stringAt(objectAt(element, 'placeholder'), 'text')
  );
}
