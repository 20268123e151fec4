import type { InputBlock, InputBlockElement, PlainTextElement, PlainTextOption } from '@slack/types';

/** The action id of every input: a form's answers are read by block id, so it carries nothing. */
const ACTION = 'value';

export interface FieldOptions {
  /** Block id: the key of the answer in `readValues`, and where form errors are shown. Unique in the form. */
  id: string;
  label: string;
  /** Small text below the field. */
  hint?: string;
  /** Slack lets the form be sent with this field empty. */
  optional?: boolean;
}

export interface OptionChoice {
  /** Up to 75 characters. */
  text: string;
  /** Up to 150 characters. */
  value: string;
  description?: string;
}

/** A text field; `maxLength` is at most 3,000 characters, which is also Slack's own limit. */
export function textInput(
  field: FieldOptions & {
    multiline?: boolean;
    minLength?: number;
    maxLength?: number;
    initial?: string;
    placeholder?: string;
    /** The action id that arrives with the text when Enter is pressed; without it the text waits for the form. */
    onEnter?: string;
  },
): InputBlock {
  const block = input(field, {
    type: 'plain_text_input',
    action_id: field.onEnter ?? ACTION,
    multiline: field.multiline ?? false,
    ...(field.minLength !== undefined && { min_length: field.minLength }),
    ...(field.maxLength !== undefined && { max_length: field.maxLength }),
    ...(field.initial && { initial_value: field.initial }),
    ...(field.placeholder && { placeholder: plain(field.placeholder) }),
    ...(field.onEnter && { dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } }),
  });
  return field.onEnter ? { ...block, dispatch_action: true } : block;
}

/** A menu with one answer, up to 100 choices. */
export function select(
  field: FieldOptions & { choices: OptionChoice[]; initial?: string; placeholder?: string },
): InputBlock {
  const initial = chosen(field.choices, field.initial === undefined ? [] : [field.initial])[0];
  return input(field, {
    type: 'static_select',
    action_id: ACTION,
    options: field.choices.map(option),
    ...(initial && { initial_option: initial }),
    ...(field.placeholder && { placeholder: plain(field.placeholder) }),
  });
}

/** A menu with several answers, up to 100 choices. */
export function multiSelect(
  field: FieldOptions & { choices: OptionChoice[]; initial?: string[]; placeholder?: string },
): InputBlock {
  const initial = chosen(field.choices, field.initial ?? []);
  return input(field, {
    type: 'multi_static_select',
    action_id: ACTION,
    options: field.choices.map(option),
    ...(initial.length > 0 && { initial_options: initial }),
    ...(field.placeholder && { placeholder: plain(field.placeholder) }),
  });
}

/** Ticks, up to 10 choices. */
export function checkboxes(
  field: FieldOptions & { choices: OptionChoice[]; initial?: string[] },
): InputBlock {
  const initial = chosen(field.choices, field.initial ?? []);
  return input(field, {
    type: 'checkboxes',
    action_id: ACTION,
    options: field.choices.map(option),
    ...(initial.length > 0 && { initial_options: initial }),
  });
}

/** Radio buttons, up to 10 choices. */
export function radio(field: FieldOptions & { choices: OptionChoice[]; initial?: string }): InputBlock {
  const initial = chosen(field.choices, field.initial === undefined ? [] : [field.initial])[0];
  return input(field, {
    type: 'radio_buttons',
    action_id: ACTION,
    options: field.choices.map(option),
    ...(initial && { initial_option: initial }),
  });
}

/** A date; `initial` and the answer are `YYYY-MM-DD`. */
export function datePicker(field: FieldOptions & { initial?: string; placeholder?: string }): InputBlock {
  return input(field, {
    type: 'datepicker',
    action_id: ACTION,
    ...(field.initial && { initial_date: field.initial }),
    ...(field.placeholder && { placeholder: plain(field.placeholder) }),
  });
}

/** One person of the workspace; the answer is their user id. */
export function userSelect(field: FieldOptions & { initial?: string; placeholder?: string }): InputBlock {
  return input(field, {
    type: 'users_select',
    action_id: ACTION,
    ...(field.initial && { initial_user: field.initial }),
    ...(field.placeholder && { placeholder: plain(field.placeholder) }),
  });
}

/** Files from the person's disk, up to ten; the answer is a list of file ids. `types` are endings such as `pdf`. */
export function fileInput(field: FieldOptions & { types?: string[]; most?: number }): InputBlock {
  return input(field, {
    type: 'file_input',
    action_id: ACTION,
    ...(field.types && { filetypes: field.types }),
    max_files: field.most ?? 10,
  });
}

function input(field: FieldOptions, element: InputBlockElement): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label),
    element,
    optional: field.optional ?? false,
    ...(field.hint && { hint: plain(field.hint) }),
  };
}

/** Slack wants an initial option to equal one of the options exactly; values that are no longer offered are dropped. */
function chosen(choices: OptionChoice[], values: string[]): PlainTextOption[] {
  return choices.filter((choice) => values.includes(choice.value)).map(option);
}

function option(choice: OptionChoice): PlainTextOption {
  return {
    text: plain(choice.text),
    value: choice.value,
    ...(choice.description && { description: plain(choice.description) }),
  };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
