import { z } from 'zod';

/** Limits: docs.slack.dev/reference/block-kit. Lengths are counted in UTF-16 units, never fewer than Slack counts. */

const nonEmpty = (max: number) => z.string().min(1).max(max);
const id = nonEmpty(255);
const url = z.string().min(1).max(3000);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm');

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: nonEmpty(max), emoji: z.boolean().optional() });

export const markdownText = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: nonEmpty(max), verbatim: z.boolean().optional() });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), markdownText(max)]);

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: plainText(75),
  value: nonEmpty(150),
  description: plainText(75).optional(),
});
const richOption = option.extend({ text: anyText(75), description: anyText(75).optional() });
const linkOption = option.extend({ url: url.optional() });
export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

const common = { action_id: id.optional(), confirm: confirm.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const maxSelected = { max_selected_items: z.int().min(1).optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  url: url.optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...common,
});
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  initial_option: option.optional(),
  ...choices,
  ...common,
  ...focus,
  ...placeholder,
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  initial_options: z.array(option).min(1).optional(),
  ...choices,
  ...maxSelected,
  ...common,
  ...focus,
  ...placeholder,
});
const loaded = { min_query_length: z.int().min(0).optional() };
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  initial_option: option.optional(),
  ...loaded,
  ...common,
  ...focus,
  ...placeholder,
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  initial_options: z.array(option).min(1).optional(),
  ...loaded,
  ...maxSelected,
  ...common,
  ...focus,
  ...placeholder,
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  initial_user: z.string().optional(),
  ...common,
  ...focus,
  ...placeholder,
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  initial_users: z.array(z.string()).optional(),
  ...maxSelected,
  ...common,
  ...focus,
  ...placeholder,
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
  ...common,
  ...focus,
  ...placeholder,
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  initial_channels: z.array(z.string()).optional(),
  ...maxSelected,
  ...common,
  ...focus,
  ...placeholder,
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(linkOption).min(1).max(5),
  ...common,
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  initial_date: date.optional(),
  ...common,
  ...focus,
  ...placeholder,
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  initial_time: time.optional(),
  timezone: z.string().optional(),
  ...common,
  ...focus,
  ...placeholder,
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  ...common,
  ...focus,
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).optional(),
  ...common,
  ...focus,
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
  ...common,
  ...focus,
});
const typed = { action_id: id.optional(), ...dispatch, ...focus, ...placeholder };
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  ...typed,
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  initial_value: z.string().optional(),
  ...typed,
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  initial_value: z.string().optional(),
  ...typed,
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  ...typed,
});
const lines = z.int().min(1).max(100).optional();
const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  initial_value: z
    .looseObject({ type: z.literal('rich_text'), elements: z.array(z.looseObject({ type: z.string() })) })
    .optional(),
  min_lines: lines,
  max_lines: lines,
  ...typed,
});
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: id.optional(),
  filetypes: z.array(nonEmpty(50)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});
export const image = z.strictObject({
  type: z.literal('image'),
  image_url: url.optional(),
  slack_file: z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ url })]).optional(),
  alt_text: nonEmpty(2000),
});

/** Which element may stand where: docs.slack.dev/reference/block-kit/block-elements, "Works with block types". */
export const accessory = z.discriminatedUnion('type', [
  button,
  image,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  channelsSelect,
  multiChannelsSelect,
  overflow,
  datepicker,
  timepicker,
  checkboxes,
  radioButtons,
]);

export const actionElement = z.discriminatedUnion('type', [
  button,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  channelsSelect,
  multiChannelsSelect,
  overflow,
  datepicker,
  timepicker,
  datetimepicker,
  checkboxes,
  radioButtons,
]);

export const contextElement = z.discriminatedUnion('type', [image, plainText(2000), markdownText(2000)]);

export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  usersSelect,
  multiUsersSelect,
  channelsSelect,
  multiChannelsSelect,
  datepicker,
  timepicker,
  datetimepicker,
  checkboxes,
  radioButtons,
  fileInput,
  richTextInput,
]);
