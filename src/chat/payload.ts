import { z } from 'zod';

/**
 * The parts of Slack's payloads that are used. A form field that is sent twice arrives as an array, and is refused
 * here like any other wrong type.
 */

/** Slack's ids, timestamps and addresses: ASCII without blanks. Nothing else reaches a database or a log as one. */
const id = z.string().regex(/^[\x21-\x7e]{1,1000}$/);
const perhapsId = z.union([id, z.literal('')]);

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
  hash: perhapsId.default(''),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
  state,
});

const person = z.object({ id, team_id: perhapsId.nullish() });
const team = z.object({ id }).nullish();

export const commandPayload = z.object({
  command: z.string().min(1),
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
  response_url: perhapsId.optional(),
  channel: z.object({ id }).nullish(),
  message: z.object({ ts: id, thread_ts: perhapsId.optional() }).nullish(),
  container: z
    .object({
      channel_id: perhapsId.optional(),
      message_ts: perhapsId.optional(),
      thread_ts: perhapsId.optional(),
    })
    .nullish(),
  view: view.nullish(),
  state,
  actions: z.tuple([elementState.extend({ action_id: id })]).rest(z.unknown()),
});

export const formPayload = z.object({ team, user: person, trigger_id: perhapsId.optional(), view });

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
  user: perhapsId.optional(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  hidden: z.boolean().optional(),
  text: z.string().nullish(),
  ts: id,
  thread_ts: perhapsId.optional(),
  files: z.array(fileObject).nullish(),
});

export const eventPayload = z.object({
  type: z.string(),
  user: z.union([perhapsId, z.object({ id })]).optional(),
  channel: z.union([perhapsId, z.object({ id })]).optional(),
  tab: z.string().optional(),
  view: z.object({ hash: perhapsId.default(''), private_metadata: z.string().default('') }).nullish(),
});

export const envelopePayload = z.object({
  team_id: perhapsId.nullish(),
  authorizations: z.array(z.object({ team_id: perhapsId.nullish() })).nullish(),
  event_id: perhapsId.optional(),
  event: z.looseObject({ type: z.string() }),
});
