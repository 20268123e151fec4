import { escapeMrkdwn } from '../../src/chat/message.ts';
import { ChatFailure } from '../../src/chat/slack.ts';
import { UserError } from '../../src/errors.ts';
import type { MakePaper } from './paper.ts';

/** What a scanned paper of several pages needs; the bot holds it in memory for a moment. */
const MAX_BYTES = 30 * 2 ** 20;

/** A unit's attachment, passed on to those who decide about it. */
export const attachment: MakePaper<'attachment'> = async ({ slack }, _office, { file, about }) => {
  const title = `${about}附件《${file.name}》`;
  try {
    const content = await slack.download(file.id, MAX_BYTES);
    return { name: file.name, content, comment: escapeMrkdwn(title) };
  } catch (error) {
    if (!(error instanceof ChatFailure) || error.kind !== 'permanent') throw error;
    throw new UserError(
      error.code === 'file_too_large'
        ? `${title}超过30MB，不能转发，请向承办单位索取。`
        : `${title}已读不到（可能已被删除），请向承办单位索取。`,
    );
  }
};
