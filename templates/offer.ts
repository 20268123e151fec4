/** Where no window can open (a typed message brings no trigger): what would be asked, and a button that opens it. */

import { actions, button, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';

/** The text may hold what people typed; so may the value, which comes back with the click. */
export function formOffer(text: string, { label, action, value }: OfferedForm): Message {
  const safe = escapeMrkdwn(text);
  return {
    text: safe,
    blocks: [section(safe), actions([button({ text: label, action, value, style: 'primary' })])],
  };
}

export interface OfferedForm {
  label: string;
  /** One of ACTIONS. */
  action: string;
  value: string;
}
