import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { fitForm, fitHome } from './fit.ts';
import { cleanText } from './text.ts';

/** A form as it is opened: the window Slack draws. */
export interface Form {
  view: ModalView;
}

export interface ModalOptions {
  /** Comes back with the answers and says which form they belong to. */
  callback: string;
  /** Up to 24 characters, as are `submit` and `close`. */
  title: string;
  /** Required by Slack as soon as there is a field to fill in. */
  submit?: string;
  close?: string;
  blocks: KnownBlock[];
  /** Comes back with the answers, up to 3,000 characters. Carries ids only: it gives no authority. */
  metadata?: string;
}

/** A modal form, checked against Slack's limits; throws an error that lists every limit it breaks. */
export function modal(options: ModalOptions): ModalView {
  return fitForm({
    type: 'modal',
    callback_id: options.callback,
    title: plain(options.title),
    ...(options.submit && { submit: plain(options.submit) }),
    close: plain(options.close ?? '关闭'),
    blocks: options.blocks,
    ...(options.metadata && { private_metadata: options.metadata }),
  });
}

/** The Home tab of one person, within Slack's limits as a message is, and checked like `modal`. */
export function home(blocks: KnownBlock[], metadata?: string): HomeView {
  return fitForm({
    type: 'home',
    blocks: fitHome(blocks),
    ...(metadata && { private_metadata: metadata }),
  });
}

function plain(text: string) {
  return { type: 'plain_text' as const, text, emoji: false };
}

/** One field's answer: text, the chosen value or id, a date; a list where several can be chosen; null when empty. */
export type FormValue = string | string[] | null;
export type FormValues = Record<string, FormValue>;

/** What Slack sends for one element, in a form's state or in a click. Every element kind uses one of these keys. */
export interface ElementState {
  value?: string | null | undefined;
  selected_option?: { value?: string | undefined } | null | undefined;
  selected_options?: { value?: string | undefined }[] | null | undefined;
  selected_date?: string | null | undefined;
  selected_time?: string | null | undefined;
  selected_date_time?: number | null | undefined;
  selected_user?: string | null | undefined;
  selected_users?: string[] | null | undefined;
  selected_channel?: string | null | undefined;
  selected_channels?: string[] | null | undefined;
  selected_conversation?: string | null | undefined;
  selected_conversations?: string[] | null | undefined;
  rich_text_value?: unknown;
  files?: { id: string }[] | null | undefined;
}

/**
 * A form's answers by block id. A block with several elements (a row of menus) gives one answer per element, keyed
 * `block.action`. Date-times are Unix seconds, files are ids, rich text is its characters.
 */
export function readValues(values: Record<string, Record<string, ElementState>>): FormValues {
  const answers: FormValues = {};
  for (const [block, elements] of Object.entries(values)) {
    const entries = Object.entries(elements);
    for (const [action, state] of entries) {
      answers[entries.length === 1 ? block : `${block}.${action}`] = readElement(state);
    }
  }
  return answers;
}

/** The answer of one element. */
export function readElement(state: ElementState): FormValue {
  const many =
    state.selected_options?.flatMap((option) => option.value ?? []) ??
    state.selected_users ??
    state.selected_channels ??
    state.selected_conversations ??
    state.files?.map((file) => file.id);
  if (many) return many.map(cleanText);
  const one =
    state.value ??
    state.selected_option?.value ??
    state.selected_date ??
    state.selected_time ??
    state.selected_date_time?.toString() ??
    state.selected_user ??
    state.selected_channel ??
    state.selected_conversation ??
    (state.rich_text_value === undefined ? null : richText(state.rich_text_value));
  return one === null ? null : cleanText(one);
}

function richText(node: unknown): string {
  if (Array.isArray(node)) return node.map(richText).join('');
  if (typeof node !== 'object' || node === null) return '';
  const own = 'text' in node && typeof node.text === 'string' ? node.text : '';
  return own + ('elements' in node ? richText(node.elements) : '');
}
