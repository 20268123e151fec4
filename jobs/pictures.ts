import { setTimeout as pause } from 'node:timers/promises';
import type { Message, MessagePicture } from '../src/chat/message.ts';
import { withImages } from '../src/chat/pictures.ts';
import { ChatFailure, type Post, type Posted } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { messageOf } from '../src/errors.ts';
import { chartSchema } from '../src/files/chart.ts';

/** Longer than this no message waits for its pictures; the lease of its row is four times as long. */
const PATIENCE_MS = 15_000;
/** Slack refuses a picture that it has not looked through yet; it needs about a second. In milliseconds. */
const PAUSES_MS = [300, 1_000, 2_000];
const NOT_READY = 'invalid_blocks';
/** The blocks are ours to mend; what is owed is in the text too. */
const UNSHOWABLE: readonly string[] = [
  NOT_READY,
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
];

/** The message with its pictures, drawn and uploaded. What cannot be had in time is left out, or said in words. */
export async function illustrate(context: Context, message: Message): Promise<Message> {
  const { pictures = [] } = message;
  if (pictures.length === 0) return message;
  const ids = new Map<MessagePicture, string>();
  const all = Promise.all(
    pictures.map(async (picture) => {
      const id = await uploaded(context, picture);
      if (id !== null) ids.set(picture, id);
    }),
  );
  const stop = new AbortController();
  const late = pause(PATIENCE_MS, 'late' as const, { signal: stop.signal, ref: false }).catch(() => null);
  if ((await Promise.race([all, late])) === 'late')
    context.log.warn({ missing: pictures.length - ids.size }, 'pictures were not ready in time');
  stop.abort();
  return withImages(message, ids);
}

async function uploaded(
  { painter, slack, log }: Context,
  { name, chart }: MessagePicture,
): Promise<string | null> {
  try {
    const content = await painter.draw(chartSchema.parse(chart));
    return await slack.uploadFile({ name, content });
  } catch (error) {
    log.warn({ picture: name, reason: messageOf(error) }, 'a message goes out without a picture');
    return null;
  }
}

export interface Illustrated extends Post {
  /** The message before it was given its pictures. */
  plain: Message;
}

/**
 * Posts a message that may hold fresh pictures. Refused for its blocks it was not posted: it is tried again while Slack
 * still looks at the files, and at last without them; where Slack does not show its blocks at all, as its text.
 */
export async function postIllustrated(
  { slack, log }: Context,
  { plain, ...post }: Illustrated,
): Promise<Posted> {
  const isIllustrated = post.message.blocks.some(({ type }) => type === 'image');
  for (const waitMs of isIllustrated ? PAUSES_MS : []) {
    try {
      return await slack.post(post);
    } catch (error) {
      if (!(error instanceof ChatFailure) || error.code !== NOT_READY) throw error;
      await pause(waitMs);
    }
  }
  if (isIllustrated)
    log.warn({ delivery: post.deliveryId }, 'Slack took a message only without its pictures');
  const message = withImages(plain, new Map());
  try {
    return await slack.post({ ...post, message });
  } catch (error) {
    if (!(error instanceof ChatFailure) || !UNSHOWABLE.includes(error.code)) throw error;
    log.error({ delivery: post.deliveryId, code: error.code }, 'Slack takes a message only as plain text');
    return slack.post({ ...post, message: { text: message.text, blocks: [] } });
  }
}
