import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { cut } from './text.ts';

/**
 * One message: `text` is the push preview and what is read where blocks cannot be drawn; `blocks` is what Slack draws.
 * Both are mrkdwn. `fitMessage` brings it within Slack's limits; every sender does that, templates need not.
 */
export interface Message {
  text: string;
  blocks: KnownBlock[];
  /** Drawn and uploaded right before the message is posted; without them it is complete all the same. */
  pictures?: readonly MessagePicture[];
}

export interface MessagePicture {
  /** The block_id of the block below which it stands. */
  under: string;
  /** Of the file, with its ending. */
  name: string;
  /** The same in words, for whoever does not see it. */
  alt: string;
  /** Nothing else in the message says it: where the picture cannot be had, its words take its place. */
  alone?: boolean;
  /** What it shows; to draw it is the business of whoever posts the message. */
  chart: unknown;
}

export interface SectionOptions {
  /** Shown at the right of the text. */
  accessory?: SectionBlockAccessory;
  /** Set for text that must not be read as mrkdwn, such as a report somebody typed. */
  plain?: boolean;
  id?: string;
}

/** A paragraph. `text` is mrkdwn unless `plain`. */
export function section(text: string, options: SectionOptions = {}): SectionBlock {
  return {
    type: 'section',
    text: options.plain ? plain(text) : mrkdwn(text),
    ...(options.accessory && { accessory: options.accessory }),
    ...(options.id && { block_id: options.id }),
  };
}

/** Short texts in two columns; each is mrkdwn. Slack takes ten of them, `fitMessage` splits longer lists. */
export function fields(texts: string[]): SectionBlock {
  return { type: 'section', fields: texts.map(mrkdwn) };
}

/** A heading, plain text of up to 150 characters. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text) };
}

/** Small grey text, mrkdwn. */
export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/**
 * A row of buttons and menus. Slack refuses two elements with one action id in a row, so repeated ids get `#2`, `#3`…;
 * the listener takes the suffix off again.
 */
export function actions(elements: ActionsBlockElement[], id?: string): ActionsBlock {
  const seen = new Map<string, number>();
  const distinct = elements.map((element) => {
    const action = element.action_id;
    if (!action) return element;
    const count = (seen.get(action) ?? 0) + 1;
    seen.set(action, count);
    return count === 1 ? element : { ...element, action_id: `${action}#${count}` };
  });
  return { type: 'actions', elements: distinct, ...(id && { block_id: id }) };
}

export interface ButtonOptions {
  text: string;
  /** The action id that arrives when it is clicked. */
  action: string;
  /** Comes back with the click, up to 2,000 characters. Carries ids only: anybody can forge it. */
  value?: string;
  style?: 'primary' | 'danger';
  /** What a screen reader says instead of the text, up to 75 characters: for a label that repeats. */
  spoken?: string;
  /** Opens this address as well. */
  url?: string;
  /** Asked before the click counts. */
  confirm?: { title: string; text: string; yes: string; no: string };
}

export function button(options: ButtonOptions): Button {
  return {
    type: 'button',
    text: plain(options.text),
    action_id: options.action,
    ...(options.value !== undefined && { value: options.value }),
    ...(options.style && { style: options.style }),
    ...(options.url && { url: options.url }),
    ...(options.spoken && { accessibility_label: cut(options.spoken, 75) }),
    ...(options.confirm && { confirm: confirmation(options.confirm) }),
  };
}

function confirmation(confirm: NonNullable<ButtonOptions['confirm']>): ConfirmationDialog {
  return {
    title: plain(confirm.title),
    text: plain(confirm.text),
    confirm: plain(confirm.yes),
    deny: plain(confirm.no),
  };
}

function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
