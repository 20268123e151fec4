import { z } from 'zod';

/**
 * The parts of Slack's payloads that are used. A form field that is sent twice arrives as an array, and is refused
 * here like any other wrong type.
 */

const id = z.string().min(1);

/** What one element of a form holds, or what was chosen in it. */
const elementState = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string().optional() }).nullish(),
  selected_options: z.array(z.object({ value: z.string().optional() })).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_channel: z.string().nullish(),
  selected_channels: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).nullish(),
  rich_text_value: z.unknown().optional(),
  files: z.array(z.object({ id })).nullish(),
});

/** By block id, then by action id. */
const state = z.object({ values: z.record(z.string(), z.record(z.string(), elementState)) }).nullish();

const view = z.object({
  id,
  type: z.string(),
  hash: z.string().default(''),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
  state,
});

const person = z.object({ id, team_id: z.string().nullish() });
const team = z.object({ id }).nullish();

export const commandPayload = z.object({
  command: id,
  text: z.string().default(''),
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: id,
  response_url: id,
});

export const actionPayload = z.object({
  team,
  user: person,
  trigger_id: id,
  response_url: z.string().optional(),
  channel: z.object({ id }).nullish(),
  message: z.object({ ts: id, thread_ts: z.string().optional() }).nullish(),
  container: z
    .object({
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
    })
    .nullish(),
  view: view.nullish(),
  state,
  actions: z.tuple([elementState.extend({ action_id: id })]).rest(z.unknown()),
});

export const formPayload = z.object({ team, user: person, trigger_id: z.string().optional(), view });

/** A file as Slack describes it; one of another workspace, or taken away, comes with little more than its id. */
const fileObject = z
  .object({
    id,
    name: z.string().nullish(),
    mimetype: z.string().nullish(),
    size: z.number().nullish(),
  })
  .transform((file) => ({
    id: file.id,
    name: file.name ?? '',
    mimetype: file.mimetype ?? '',
    size: file.size ?? 0,
  }));

export const messagePayload = z.object({
  channel: id,
  channel_type: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  hidden: z.boolean().optional(),
  text: z.string().nullish(),
  ts: id,
  thread_ts: z.string().optional(),
  files: z.array(fileObject).nullish(),
});

export const eventPayload = z.object({
  type: z.string(),
  user: z.union([z.string(), z.object({ id })]).optional(),
  channel: z.union([z.string(), z.object({ id })]).optional(),
  tab: z.string().optional(),
  view: z.object({ hash: z.string().default(''), private_metadata: z.string().default('') }).nullish(),
});

export const envelopePayload = z.object({
  team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
  event_id: z.string().optional(),
  event: z.looseObject({ type: z.string() }),
});
