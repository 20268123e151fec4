import type { ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import { type Message, type MessagePicture, section } from './blocks.ts';
import { cut } from './text.ts';

/** Slack's limit. Source: docs.slack.dev/reference/block-kit/blocks/image-block. */
const MAX_ALT = 2_000;

/**
 * The message with the pictures that have been uploaded, each below its block, by the ids of their files. Of the others
 * nothing is left, but of those that stand alone the words.
 */
export function withImages(message: Message, fileIds: ReadonlyMap<MessagePicture, string>): Message {
  const { pictures = [], text, blocks } = message;
  const below = (block: KnownBlock) =>
    pictures
      .filter(({ under }) => under === block.block_id)
      .flatMap((picture): (ImageBlock | SectionBlock)[] => {
        const id = fileIds.get(picture);
        if (id !== undefined)
          return [{ type: 'image', slack_file: { id }, alt_text: cut(picture.alt, MAX_ALT) }];
        return picture.alone ? [section(picture.alt)] : [];
      });
  return { text, blocks: blocks.flatMap((block): KnownBlock[] => [block, ...below(block)]) };
}
