import { type FilesCompleteUploadExternalArguments, type WebAPICallResult, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { download } from './download.ts';
import { ChatFailure, type FailureKind } from './failure.ts';
import { failureOf, UnreadableAnswer, waitAfter } from './failure-of.ts';
import { fetchInTime, inTime } from './in-time.ts';
import { libraryLog } from './library-log.ts';
import { fitMessage } from './message.ts';
import { respondTo } from './response-url.ts';
import {
  channelAnswer,
  fileAnswer,
  homeAnswer,
  identityAnswer,
  membersAnswer,
  openedAnswer,
  pageAnswer,
  postedAnswer,
  sharesAnswer,
  uploadAnswer,
  userAnswer,
  viewAnswer,
} from './slack-answers.ts';
import type { NewFile, Slack } from './slack-port.ts';
import { upload } from './upload.ts';

export { awayOf, ChatFailure, type FailureKind, reasonInChinese } from './failure.ts';
export type { Channel, ChatFile, Identity, NewFile, Post, Posted, Slack, User } from './slack-port.ts';
export { instantOf } from './slack-port.ts';

export interface SlackOptions {
  /** Bot token, `xoxb-…`. */
  token: string;
  /** Another API base than Slack's, such as `http://127.0.0.1:3000/api/`. */
  apiUrl?: string;
  log: Log;
  /** How long one call may take, in milliseconds. */
  timeoutMs?: number;
  /**
   * Told what became of each request, and the failure's code: a method of the Web API, or `upload`, `download` or
   * `response_url`.
   */
  onAnswer?: (method: string, outcome: SlackOutcome, code: string | null) => void;
}

export type SlackOutcome = 'ok' | FailureKind;

const DEFAULT_TIMEOUT_MS = 10_000;
/** The event type of the metadata that `post` attaches and `findPosted` looks for. */
const DELIVERY = 'delivery';
/**
 * How far Slack's clock may be behind ours when a message is looked up by the time it was sent. A machine whose clock
 * is hours ahead would else miss its own message and post it again; a day of one conversation is a page or two.
 */
const CLOCK_SKEW_MS = 24 * 3_600_000;
const PAGE = 200;
/** What Slack says of a file that was never completed, or is deleted. */
const GONE_FILE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted']);

/**
 * The Web API client. It never retries and never waits on its own: a retry of a post could say something twice, and a
 * pause after "too many" would hold up every other channel. Whoever owns the debt decides, by the failure's kind.
 */
export function createSlack(options: SlackOptions): Slack {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = new WebClient(options.token, {
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // A call that waited for others would leave later than whoever made it believes.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    fetch: fetchInTime(fetchWithRetryAfter),
    logger: libraryLog(options.log),
    ...(options.apiUrl && { slackApiUrl: options.apiUrl }),
  });

  const counted = async <T>(method: string, request: Promise<T>): Promise<T> => {
    try {
      const answer = await request;
      options.onAnswer?.(method, 'ok', null);
      return answer;
    } catch (error) {
      const failure = failureOf(error, method, false);
      options.onAnswer?.(method, failure.kind, failure.code);
      throw failure;
    }
  };

  const ask: typeof answerTo = (method, ...how) => counted(method, answerTo(method, ...how));

  const placeOf = async (channel: string) => (/^[UW]/.test(channel) ? slack.openDirect(channel) : channel);

  const sendBytes = async ({ name, content }: NewFile) => {
    const { id, url } = await ask(
      'files.getUploadURLExternal',
      () => client.files.getUploadURLExternal({ filename: name, length: content.byteLength }),
      uploadAnswer,
    );
    await counted('upload', upload(url, content, { timeoutMs, apiUrl: options.apiUrl ?? null }));
    return id;
  };

  const complete = (what: FilesCompleteUploadExternalArguments, how?: { posts: boolean }) =>
    ask('files.completeUploadExternal', () => client.files.completeUploadExternal(what), z.unknown(), how);

  const slack: Slack = {
    async identify() {
      return ask('auth.test', () => client.auth.test(), identityAnswer);
    },

    async post({ channel, threadTs, message, deliveryId, before }) {
      const { text, blocks } = fitMessage(message);
      const post = {
        channel,
        text,
        unfurl_links: false,
        unfurl_media: false,
        link_names: false,
        ...(blocks.length > 0 && { blocks }),
        ...(threadTs && { thread_ts: threadTs }),
        ...(deliveryId && { metadata: { event_type: DELIVERY, event_payload: { delivery_id: deliveryId } } }),
      };
      const call = () => client.chat.postMessage(post);
      return ask('chat.postMessage', () => inTime(before, call), postedAnswer, { posts: true });
    },

    async update({ channel, ts, message }) {
      await ask(
        'chat.update',
        () => client.chat.update({ channel, ts, ...fitMessage(message) }),
        z.unknown(),
      );
    },

    async findPosted({ channel, deliveryId, since, threadTs }) {
      const place = await placeOf(channel);
      const oldest = ((since.getTime() - CLOCK_SKEW_MS) / 1_000).toFixed(6);
      const range = { channel: place, oldest, include_all_metadata: true, limit: PAGE };
      const page = (cursor: string | undefined) => {
        const where = { ...range, ...(cursor && { cursor }) };
        return threadTs
          ? ask(
              'conversations.replies',
              () => client.conversations.replies({ ...where, ts: threadTs }),
              pageAnswer,
            )
          : ask('conversations.history', () => client.conversations.history(where), pageAnswer);
      };
      for await (const { messages } of pages(page)) {
        const found = messages.find(
          ({ metadata }) =>
            metadata?.event_type === DELIVERY && metadata.event_payload.delivery_id === deliveryId,
        );
        if (found) return { channel: place, ts: found.ts };
      }
      return null;
    },

    async openDirect(userId) {
      return ask('conversations.open', () => client.conversations.open({ users: userId }), openedAnswer);
    },

    async userByEmail(email) {
      try {
        return await ask('users.lookupByEmail', () => client.users.lookupByEmail({ email }), userAnswer);
      } catch (error) {
        if (error instanceof ChatFailure && error.code === 'users_not_found') return null;
        throw error;
      }
    },

    async user(userId) {
      return ask('users.info', () => client.users.info({ user: userId }), userAnswer);
    },

    async channelMembers(channel) {
      const page = (cursor: string | undefined) => {
        const where = { channel, limit: PAGE, ...(cursor && { cursor }) };
        return ask('conversations.members', () => client.conversations.members(where), membersAnswer);
      };
      const members: string[] = [];
      for await (const part of pages(page)) members.push(...part.members);
      return members;
    },

    async channelInfo(channel) {
      return ask('conversations.info', () => client.conversations.info({ channel }), channelAnswer);
    },

    async joinChannel(channel) {
      await ask('conversations.join', () => client.conversations.join({ channel }), z.unknown());
    },

    async file(id) {
      const { url: _, ...file } = await ask('files.info', () => client.files.info({ file: id }), fileAnswer);
      return file;
    },

    async download(id, maxBytes) {
      const { url } = await ask('files.info', () => client.files.info({ file: id }), fileAnswer);
      const limits = { token: options.token, maxBytes, timeoutMs, apiUrl: options.apiUrl ?? null };
      return counted('download', download(url, limits));
    },

    async uploadFile(file) {
      const id = await sendBytes(file);
      await complete({ files: [{ id, title: file.name }] });
      return id;
    },

    async shareFile({ file, channel, threadTs, comment }, reserved) {
      const place = await placeOf(channel);
      const id = await sendBytes(file);
      const before = await reserved(id);
      const share: FilesCompleteUploadExternalArguments = {
        files: [{ id, title: file.name }],
        channel_id: place,
        initial_comment: comment,
        ...(threadTs && { thread_ts: threadTs }),
      };
      await inTime(before, () => complete(share, { posts: true }));
      return place;
    },

    async findShared(fileId) {
      try {
        return (
          (await ask('files.info', () => client.files.info({ file: fileId }), sharesAnswer)) ?? 'not-yet'
        );
      } catch (error) {
        if (error instanceof ChatFailure && GONE_FILE.has(error.code)) return null;
        throw error;
      }
    },

    async openForm(triggerId, view) {
      return ask('views.open', () => client.views.open({ trigger_id: triggerId, view }), viewAnswer);
    },

    async pushForm(triggerId, view) {
      return ask('views.push', () => client.views.push({ trigger_id: triggerId, view }), viewAnswer);
    },

    async updateForm({ viewId, hash }, view) {
      const target = { view_id: viewId, ...(hash && { hash }) };
      await ask('views.update', () => client.views.update({ ...target, view }), z.unknown());
    },

    async publishHome(userId, view, hash) {
      const published = { user_id: userId, view, ...(hash && { hash }) };
      try {
        return await ask('views.publish', () => client.views.publish(published), homeAnswer);
      } catch (error) {
        if (hash && error instanceof ChatFailure && error.code === 'hash_conflict') return null;
        throw error;
      }
    },

    async respond(responseUrl, message, how = {}) {
      const limits = { timeoutMs, ...(options.apiUrl && { apiUrl: options.apiUrl }) };
      await counted('response_url', respondTo(responseUrl, message, { ...how, ...limits }));
    },
  };
  return slack;
}

/** Makes a call, checks that the answer is the documented one, and turns everything thrown into a `ChatFailure`. */
async function answerTo<T>(
  method: string,
  call: () => Promise<WebAPICallResult>,
  answer: z.ZodType<T>,
  { posts = false } = {},
): Promise<T> {
  try {
    const read = answer.safeParse(await call());
    if (read.success) return read.data;
    throw new UnreadableAnswer(z.prettifyError(read.error));
  } catch (error) {
    throw failureOf(error, method, posts);
  }
}

async function* pages<P extends { next?: string | undefined }>(
  page: (cursor: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: string | undefined;
  do {
    const current = await page(cursor);
    yield current;
    cursor = current.next;
  } while (cursor);
}

/** The client fails with an error of no class when a 429 has no usable `Retry-After`, so every 429 gets one. */
const fetchWithRetryAfter: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status !== 429) return response;
  const seconds = Math.ceil(waitAfter(response.headers.get('retry-after')) / 1_000);
  return new Response(await response.arrayBuffer(), {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  });
};
