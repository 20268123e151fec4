import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { slackFilesIn } from '../block-kit/slack-files.ts';
import { ClientError } from '../client/client-error.ts';
import { attachFile, shareFile } from '../client/uploads.ts';
import type { SandboxContext } from '../context.ts';
import { fileTypeOf, isImage } from '../file-types.ts';
import { LARGEST_FILE_BYTES, personSees } from '../files.ts';
import type { JsonObject } from '../json.ts';
import { sendFile } from '../slack-api/file-transfer.ts';
import { actAs } from './acting.ts';
import type { FileView, UploadAnswer } from './contract.ts';
import type { Room } from './room.ts';

const shared = z.object({
  as: z.string(),
  channel: z.string(),
  name: z.string().min(1),
  thread: z.string().optional(),
  text: z.string().optional(),
});
const attached = z.object({
  as: z.string(),
  blockId: z.string(),
  actionId: z.string(),
  name: z.string().min(1),
});
const wanted = z.object({ as: z.string(), id: z.string(), save: z.string().optional() });

/** Files that people share, put into forms, and save. */
export const files: Room = {
  uploads: {
    upload: async (context, query, request): Promise<UploadAnswer> => {
      const { as, channel, name, thread, text } = shared.parse(Object.fromEntries(query));
      actAs(context, as);
      const { file } = await shareFile(context, as, channel, {
        name,
        bytes: bytesOf(request),
        ...(text && { comment: text }),
        ...(thread && { thread }),
      });
      return { file: seeFile(context, as, file.id) };
    },

    'upload-to-form': async (context, query, request): Promise<UploadAnswer> => {
      const { as, name, ...place } = attached.parse(Object.fromEntries(query));
      actAs(context, as);
      const file = await attachFile(context, as, place, { name, bytes: bytesOf(request) });
      return { file: seeFile(context, as, file.id) };
    },
  },

  downloads: {
    file: async (context, query, response) => {
      const { as, id, save } = wanted.parse(Object.fromEntries(query));
      const file = context.workspace.files.get(id);
      if (!file || !personSees(context, as, file)) throw new ClientError('看不到这个文件，可能已经删除');
      await sendFile(context, file, response, save !== undefined);
    },
  },
};

/** A file as the acting person gets it from the page. */
export function seeFile(context: SandboxContext, person: string, id: string): FileView {
  const file = context.workspace.files.get(id);
  if (!file) return { id, name: '', mimetype: '', size: 0, url: '', isImage: false, isDeleted: true };
  return {
    id,
    name: file.name,
    mimetype: fileTypeOf(file.name).mimetype,
    size: file.size,
    url: addressOf(person, id),
    isImage: isImage(file.name),
  };
}

/** The blocks with addresses for the pictures that lie in the workspace. */
export function withPictures(person: string, blocks: JsonObject[]): JsonObject[] {
  const copy = structuredClone(blocks);
  for (const { id, image } of slackFilesIn(copy)) image.image_url = addressOf(person, id);
  return copy;
}

function addressOf(person: string, id: string): string {
  return `/page/file?${new URLSearchParams({ as: person, id })}`;
}

/** What is said to be too large is not even read, so that the page gets an answer and no broken connection. */
function bytesOf(request: IncomingMessage): IncomingMessage {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE_BYTES)
    throw new ClientError(`文件太大，最多 ${LARGEST_FILE_BYTES / 1_000_000} MB`);
  return request;
}
