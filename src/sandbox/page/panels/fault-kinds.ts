import type { FaultKind, Words } from '../../page-server/contract.ts';

/** A field of the form that orders a fault. */
export type FaultField =
  | 'method'
  | 'channel'
  | 'user'
  | 'times'
  | 'skip'
  | 'retryAfter'
  | 'status'
  | 'error'
  | 'takesEffect'
  | 'again'
  | 'notice';

export interface KindOfFault {
  name: Words;
  /** One line: what happens. */
  what: Words;
  /** What it strikes: the bot's calls, what goes to the bot, or the connection. */
  strikes: 'calls' | 'deliveries' | 'connection';
  fields: readonly FaultField[];
}

const AIM = ['method', 'channel', 'user', 'times', 'skip'] as const;

/** Every kind of fault, in the order of the form. */
export const FAULT_KINDS: { [Kind in FaultKind]: KindOfFault } = {
  'rate-limit': {
    name: { zh: '限流 429', en: 'Rate limit 429' },
    what: {
      zh: 'Slack 说太快了，过几秒再来；什么也没有做。',
      en: 'Slack says: too fast, come back in some seconds. Nothing was done.',
    },
    strikes: 'calls',
    fields: [...AIM, 'retryAfter'],
  },
  'server-error': {
    name: { zh: '服务器错误 5xx', en: 'Server error 5xx' },
    what: {
      zh: 'Slack 自己出了错；可能做了，也可能没做。',
      en: 'Slack itself failed; it may have done it all the same.',
    },
    strikes: 'calls',
    fields: [...AIM, 'status', 'error', 'takesEffect'],
  },
  hang: {
    name: { zh: '不应答', en: 'No answer' },
    what: {
      zh: '请求收下了，一直不应答，直到结束这个故障。',
      en: 'The call is taken and not answered until the fault is ended.',
    },
    strikes: 'calls',
    fields: [...AIM, 'takesEffect'],
  },
  'drop-before': {
    name: { zh: '断线，没做', en: 'Cut before' },
    what: { zh: '线断了，什么也没有做。', en: 'The line is cut, and nothing was done.' },
    strikes: 'calls',
    fields: AIM,
  },
  'drop-after-accept': {
    name: { zh: '断线，已做', en: 'Cut after' },
    what: { zh: '已经做了，但应答在路上丢了。', en: 'It was done, but the answer is lost.' },
    strikes: 'calls',
    fields: AIM,
  },
  refuse: {
    name: { zh: '拒绝', en: 'Refuse' },
    what: { zh: 'Slack 用自己的错误词拒绝。', en: 'Slack refuses with a word of its own.' },
    strikes: 'calls',
    fields: [...AIM, 'error'],
  },
  twice: {
    name: { zh: '重复送达', en: 'Twice' },
    what: { zh: '同一件事送给机器人两次。', en: 'The same thing reaches the bot twice.' },
    strikes: 'deliveries',
    fields: [...AIM, 'again'],
  },
  'lose-ack': {
    name: { zh: '丢失确认', en: 'Lost ack' },
    what: {
      zh: '机器人收到并确认了，Slack 却不知道，会再送。',
      en: 'The bot took it and said so, but Slack does not know and sends it again.',
    },
    strikes: 'deliveries',
    fields: AIM,
  },
  disconnect: {
    name: { zh: '断开连接', en: 'Disconnect' },
    what: {
      zh: '立刻切断 Socket Mode 连接，并把重连的挡回去。',
      en: 'Cuts the Socket Mode connections at once, and turns away who comes back.',
    },
    strikes: 'connection',
    fields: ['times', 'notice'],
  },
};

/** Names on the wire worth offering, by what the fault strikes. */
export const CROSSINGS: { [what in KindOfFault['strikes']]: readonly string[] } = {
  calls: [
    'chat.postMessage',
    'chat.update',
    'chat.postEphemeral',
    'views.open',
    'views.update',
    'views.publish',
    'conversations.open',
    'conversations.history',
    'files.getUploadURLExternal',
    'response_url',
  ],
  deliveries: [
    'events_api',
    'events_api/message',
    'slash_commands',
    'interactive',
    'interactive/block_actions',
    'interactive/view_submission',
  ],
  connection: [],
};

/** What was typed into the form, each field as text; a checkbox is `yes` or empty. */
export type TypedFault = { [Field in FaultField]?: string };

/** The order of a fault, with only the fields that its kind has and that were filled in; null when a number is none. */
export function orderOf(kind: FaultKind, typed: TypedFault): object | null {
  const order: { [field: string]: unknown } = { kind };
  for (const field of FAULT_KINDS[kind].fields) {
    const text = typed[field]?.trim() ?? '';
    if (field === 'takesEffect') order[field] = text === 'yes';
    else if (field === 'retryAfter') order[field] = text === '' ? null : numberOrText(text);
    else if (text === '') continue;
    else if (field === 'times' || field === 'skip' || field === 'status') {
      const number = Number(text);
      if (!Number.isInteger(number) || number < (field === 'times' ? 1 : 0)) return null;
      order[field] = number;
    } else order[field] = text;
  }
  return order;
}

/** `Retry-After` may be senseless on purpose. */
function numberOrText(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
