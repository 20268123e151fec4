import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import { cleanName } from '../file-types.ts';
import type { OfficeFiles, StageOwnFiles } from '../stage.ts';
import type { Room } from './room.ts';

/** All files of one upload together; each has its own limit when it is read. */
const LARGEST_UPLOAD_BYTES = 16 * 1024 * 1024;

const mode = z.object({ dryRun: z.enum(['true', 'false']) });
const wanted = z.object({ file: z.enum(['roster', 'proposals']) });

/** One's own office: the sample files to begin with, the check, and the new beginning. */
export const office: Room = {
  uploads: {
    office: async (context, query, request) => {
      const { dryRun } = mode.parse(Object.fromEntries(query));
      const ownFiles = ownFilesOf(context);
      const files = await readFiles(request);
      return dryRun === 'true' ? ownFiles.check(files) : ownFiles.begin(files);
    },
  },
  downloads: {
    'office-sample': async (context, query, response) => {
      const { file } = wanted.parse(Object.fromEntries(query));
      const { name, bytes } = await ownFilesOf(context).sample(file);
      response.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${file}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      response.end(bytes);
    },
  },
};

function ownFilesOf(context: SandboxContext): StageOwnFiles {
  const found = context.stage()?.ownFiles;
  if (!found) throw new ClientError('这里没有办公室，只有工作区');
  return found;
}

async function readFiles(request: IncomingMessage): Promise<OfficeFiles> {
  const form = await readForm(request);
  const notice = form.get('notice');
  return {
    roster: await fileOf(form.get('roster'), '花名册'),
    proposals: await fileOf(form.get('proposals'), '提案'),
    ...(notice !== null && { notice: await fileOf(notice, '通知规则') }),
  };
}

async function fileOf(part: File | string | null, what: string): Promise<OfficeFiles['roster']> {
  if (part === null || typeof part === 'string') throw new ClientError(`请选择${what}文件`);
  return { name: cleanName(part.name), bytes: Buffer.from(await part.arrayBuffer()) };
}

/** @throws ClientError for what is no form, or too large */
async function readForm(request: IncomingMessage): Promise<FormData> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) throw new ClientError('文件必须以 multipart/form-data 上传');
  const body = await readBytes(request);
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new ClientError('上传的内容不完整，请重新选择文件再试');
  }
}

/** What is said to be too large is not read, and what turns out to be is read to its end and dropped: the page gets an answer and no broken connection. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () =>
    new ClientError(`上传的文件合计超过 ${LARGEST_UPLOAD_BYTES / 1024 / 1024} MB，请删去图片和多余的内容`);
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_UPLOAD_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= LARGEST_UPLOAD_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > LARGEST_UPLOAD_BYTES) throw tooLarge();
  return Buffer.concat(chunks);
}
