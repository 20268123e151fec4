import type { ImageBlock, KnownBlock } from '@slack/types';
import type { Message, MessagePicture } from './blocks.ts';
import { cut } from './text.ts';

/** Slack's limit. Source: docs.slack.dev/reference/block-kit/blocks/image-block. */
const MAX_ALT = 2_000;

/** The message with the pictures that have been uploaded, each below its block, by the ids of their files. */
export function withImages(message: Message, fileIds: ReadonlyMap<MessagePicture, string>): Message {
  const images = (under: string | undefined): ImageBlock[] =>
    [...fileIds].flatMap(([picture, id]) =>
      picture.under === under
        ? [{ type: 'image', slack_file: { id }, alt_text: cut(picture.alt, MAX_ALT) }]
        : [],
    );
  return {
    text: message.text,
    blocks: message.blocks.flatMap((block): KnownBlock[] => [block, ...images(block.block_id)]),
  };
}
