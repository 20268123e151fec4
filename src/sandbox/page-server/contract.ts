/**
 * What the page and the sandbox say to each other, as JSON over `/page/<name>`: GET looks at something, POST does it.
 * Only types live here, because the page is bundled for the browser and must not pull the server in.
 *
 * Every look takes `?as=<person id>`; instants are ISO 8601 in UTC, dates are `2022-04-06` in the office's zone.
 */
import type { JsonObject } from '../json.ts';

/** A short text in both languages of the page. */
export interface Words {
  zh: string;
  en: string;
}

/** GET workspace: the frame of the page for the acting person. */
export interface FrameView {
  team: string;
  bot: { id: string; name: string; connected: boolean };
  people: { id: string; name: string; group: string; title: string; unread: number }[];
  conversations: { id: string; name: string; unread: number; members: string[]; isPrivate: boolean }[];
  /** Null for somebody unknown. */
  dm: { unread: number } | null;
  clock: { now: string; move: MoveView | null };
  /** The bot's slash commands, for the composer's completion; null when the bot did not say. */
  commands: CommandView[] | null;
  /** Whom to act as when nobody was chosen yet; '' when there is nobody. */
  newcomer: string;
  /** What the bot did that Slack would not take. */
  troubles: { at: string; message: string }[];
}

export interface CommandView {
  /** `/duban` */
  command: string;
  /** One line under the command. */
  hint: Words;
  /** What may stand after it, in the words people type: `签收`, `状态 …`. */
  verbs: { verb: string; hint: Words }[];
}

/**
 * GET conversation?id=: a channel's id, a direct message's id, or `dm` for the one with the bot. Oldest first.
 * `newest` limits it to the last so many messages of the channel, with all replies to them; `thread` adds one thread.
 */
export interface ConversationView {
  id: string;
  name: string;
  kind: 'channel' | 'im';
  messages: MessageView[];
  /** How many messages of the channel come before these. */
  earlier: number;
  /** The last message the person had read; '' is none. */
  readUpTo: string;
}

export interface MessageView {
  ts: string;
  /** A person's id, the bot's, or USLACKBOT. */
  from: string;
  name: string;
  text: string;
  /** Every word that can be read, blocks included, with entities decoded. */
  shown: string;
  fromBot: boolean;
  /** Joined, left and the like: shown small. */
  system: boolean;
  /** Only the acting person sees it. */
  ephemeral: boolean;
  edited: boolean;
  threadTs?: string;
  /** A reply that is shown in the channel, too. */
  broadcast?: boolean;
  blocks: JsonObject[];
  attachments?: JsonObject[];
  files: FileView[];
  /** What the elements hold, as in Slack's `state.values`. */
  values: ElementValues;
}

export type ElementValues = { [blockId: string]: { [actionId: string]: JsonObject } };

export interface FileView {
  id: string;
  name: string;
  mimetype: string;
  /** Bytes. */
  size: number;
  /** Where the page shows or saves it, on the sandbox's own address; with `&save` a picture is saved, too. */
  url: string;
  /** Whether a browser may show it. */
  isImage: boolean;
  /** It was shared and is gone since; nothing else of it is known. */
  isDeleted?: true;
}

/** GET modal: the form on top of the acting person's stack; its state is inside, as in Slack's `view.state`. */
export interface ModalView {
  /** How many forms lie on each other. */
  depth: number;
  view: JsonObject | null;
}

/** GET home. */
export interface HomeView {
  view: JsonObject | null;
  hash?: string;
}

/** The answer to most gestures that reach the bot. `errors` are per block of the open form. */
export interface GestureAnswer {
  ok: boolean;
  /** Slack's word: `operation_timeout`, `dispatch_failed` … */
  error?: string;
  errors?: { [blockId: string]: string };
}

/** The answer to `submit`: what came of sending the form on top. `errors` are by block id; `from` says who found them. */
export type SubmitAnswer =
  | { result: 'closed' | 'updated' | 'pushed' | 'cleared' }
  | { result: 'errors'; from: 'form' | 'bot'; errors: { [blockId: string]: string } }
  | { result: 'failed'; error: string };

/** POST upload?as=&channel=&thread=&name=&text= with the bytes as body (application/octet-stream): shares a file in a conversation, `text` being said with it. POST upload-to-form?as=&blockId=&actionId=&name= puts one into a file_input. */
export interface UploadAnswer {
  file: FileView;
}

/** POST suggest {as, surface, blockId, actionId, query}: what the bot offers in an external select. */
export interface SuggestAnswer {
  options: JsonObject[];
  groups?: { label: JsonObject; options: JsonObject[] }[];
  /** Slack's word when the bot gave no good answer. */
  error?: string;
}

// --- the time machine ---

export interface MoveView {
  from: string;
  to: string;
  at: string;
}

export type PlaySpeed = 'hour' | 'day';

/** GET time. */
export interface TimeView {
  now: string;
  zone: string;
  /** Today in the office's zone. */
  date: string;
  isWorkingDay: boolean;
  /** `清明节`, `周六`, `调休上班`; empty on an ordinary working day. */
  dayName: string;
  move: MoveView | null;
  /** A simulated hour or day per real second, or null when time runs on by itself. */
  playing: PlaySpeed | null;
  /** When the bot next has something to send, as far as is known now. */
  nextSending: string | null;
  /** The next working day, 09:00. */
  nextWorkingMorning: string;
  /** The first and the last date of the notice's year. */
  story: { opens: string; closes: string };
}

/** GET calendar: the year of the notice in whole weeks, a day each. */
export interface CalendarView {
  days: CalendarDay[];
  /** The last date whose `planned` is known by now, while the rest is still being worked out: ask again. Null when all are. */
  plannedUntil: string | null;
}

export interface CalendarDay {
  date: string;
  kind: 'working' | 'rest' | 'holiday';
  dayName: string;
  /** Duties of the notice that fall due on this day. */
  due: { title: string; clause: string }[];
  /** Messages the bot sent by itself on that day, and those it will send if nobody does anything. Answers do not count. */
  sent: number;
  planned: number;
}

/** GET calendar-day?date=: what was and what will be sent, in the order of time. */
export interface CalendarDayView {
  date: string;
  messages: {
    at: string;
    state: 'sent' | 'planned' | 'held' | 'failed' | 'cancelled';
    /** `reminder`, `urgent`, `group`, `desk`, `digest` or `alarm`. */
    kind: string;
    to: string;
    title: string;
  }[];
}

/** POST advance {to}, cancel-move {}, play {speed}, pause {}. */
/** POST start-again {from?: date}: forgets the workspace and the office's records, and begins anew. */

// --- scenes and the other people ---

/** GET scenes. */
export interface ScenesView {
  scenes: SceneView[];
  /** The one set up last, while its explanation is still of use. */
  current: string | null;
  others: OthersView;
}

export interface SceneView {
  id: string;
  title: Words;
  /** Two or three sentences: what happened and what to look at. */
  story: Words;
  /** Where to look, each one click. `place` is a channel id, `dm` or `home`. */
  look: { label: Words; person: string; place: string }[];
}

/** The switch "let the others act". */
export interface OthersView {
  on: boolean;
  seed: number;
  /** What they did last, newest first. */
  lately: { at: string; who: string; what: string }[];
}

/** POST scene {id} starts again and moves to the situation; progress is the move's. POST others {on, seed?}. */

// --- for engineers ---

/** GET wire?after=<seq>: what crossed the wire, oldest first, the newest 200 at most. Tokens and secrets are masked, long bodies cut. */
export interface WireView {
  entries: WireEntry[];
}

export interface WireEntry {
  seq: number;
  /** By the simulated clock; `tookMs` is real time. */
  at: string;
  /** `to-bot`: an envelope or a signed request. `from-bot`: a Web API call or a response URL. */
  way: 'to-bot' | 'from-bot';
  /** `events_api/message`, `slash_commands//duban`, `interactive/block_actions`, `chat.postMessage`, `response_url` … */
  name: string;
  /** `pending`; then `ack`, `ok`, Slack's word for what went wrong, an HTTP status such as `HTTP 503`, or `dropped` for a line that was cut. */
  result: string;
  /** Milliseconds until the ack or the answer; null while pending. */
  tookMs: number | null;
  /** A fault that was injected here. */
  fault: string | null;
  sent: JsonObject;
  answered: JsonObject | null;
}

/** GET deliveries?state=&offset=: the bot's table, newest first, 50 a page. */
export interface DeliveriesView {
  counts: { [state: string]: number };
  rows: {
    id: string;
    kind: string;
    to: string;
    state: string;
    dueAt: string;
    sentAt: string | null;
    attempts: number;
    error: string | null;
  }[];
  total: number;
}

/** GET queue. */
export interface QueueView {
  backend: string;
  counts: { [state: string]: number };
}

/**
 * What can go wrong on purpose. With a call of the bot: `rate-limit`, `server-error`, `hang`, `drop-before` (the line
 * is cut and nothing was done), `drop-after-accept` (done, but the answer is lost), `refuse` (Slack's own error word).
 * With what goes to the bot: `twice`, `lose-ack` (the bot took it, Slack does not know). `disconnect` cuts the Socket
 * Mode connections at once and turns away who comes back, until it has struck `times` in all.
 */
export type FaultKind =
  | 'rate-limit'
  | 'server-error'
  | 'hang'
  | 'drop-before'
  | 'drop-after-accept'
  | 'refuse'
  | 'twice'
  | 'lose-ack'
  | 'disconnect';

/**
 * GET faults; POST fault {kind, method?, channel?, user?, times?, skip?} with, by kind, {retryAfter?, status?, error?,
 * takesEffect?, again?, notice?} as in src/sandbox/faults/fault.ts; POST end-fault {id}.
 */
export interface FaultsView {
  active: FaultView[];
}

export interface FaultView {
  id: string;
  kind: FaultKind;
  /** What it is limited to, by its name on the wire or the part before a slash: `chat.postMessage`, `response_url`, `events_api`; null is any. */
  method: string | null;
  channel: string | null;
  /** A person's id. */
  user: string | null;
  /** How often it still strikes; null until it is ended. */
  left: number | null;
  /** Seconds, for `rate-limit`, or the senseless text that is sent instead; null sends no Retry-After. */
  retryAfter: number | string | null;
  /** Slack's error word, for `refuse` and `server-error`; null is an HTML page. */
  error: string | null;
  struck: number;
}

// --- one's own office ---

/** POST office?dryRun=true|false as multipart/form-data: `roster` and `proposals`, .xlsx or .csv, and where it is another `notice`, .yaml. Applied, it starts again with them. GET office-sample?file=roster|proposals downloads the sample office's own, to begin with. */
export interface OfficeAnswer {
  ok: boolean;
  /** What is in the files, in Chinese. */
  summary: string[];
  /** Every bad cell at once. `file` is empty where no one file is at fault. */
  problems: { file: string; line: number | null; column: string | null; message: string }[];
}
