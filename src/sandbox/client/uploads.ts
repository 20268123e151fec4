import { refusal } from '../block-kit/answers.ts';
import type { SandboxContext } from '../context.ts';
import { TooManyBytes } from '../file-store.ts';
import { cleanName } from '../file-types.ts';
import { keepFile, LARGEST_FILE_BYTES } from '../files.ts';
import { newId } from '../identity.ts';
import { objectsAt, stringAt } from '../json.ts';
import type { FileRecord, MessageRecord } from '../records.ts';
import { sharedFile } from '../slack-api/file-shapes.ts';
import { act, elementAt, lookUp } from './actions.ts';
import { ClientError } from './client-error.ts';
import { offer } from './held.ts';
import { conversationOf, personOf, say, threadIn } from './talk.ts';

/** docs.slack.dev/reference/block-kit/block-elements/file-input-element */
const LARGEST_FORM_FILE_BYTES = 10_000_000;

const MODAL = { kind: 'modal' } as const;

/** A file as it comes from a person's disk. */
export interface Upload {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** Shares a file in a conversation or a thread, with a word to it or without. */
export async function shareFile(
  context: SandboxContext,
  personId: string,
  wanted: string,
  upload: Upload & { title?: string; comment?: string; thread?: string },
): Promise<{ file: FileRecord; message: MessageRecord }> {
  const person = personOf(context, personId);
  threadIn(context, conversationOf(context, personId, wanted), upload.thread);
  const stored = await store(context, upload, LARGEST_FILE_BYTES);
  const file = keepFile(context, {
    ...stored,
    user: person.id,
    ...(upload.title && { title: upload.title }),
  });
  const message = say(context, personId, wanted, upload.comment ?? '', upload.thread, [file.id]);
  return { file, message };
}

/** Puts a file into a `file_input` of the modal on top, as far as the form takes it. */
export async function attachFile(
  context: SandboxContext,
  personId: string,
  { blockId, actionId }: { blockId: string; actionId: string },
  upload: Upload,
): Promise<FileRecord> {
  const person = personOf(context, personId);
  const before = lookUp(context, personId, MODAL);
  const { element } = elementAt(before.blocks, blockId, actionId);
  if (element.type !== 'file_input') throw new ClientError('这里不能放文件');
  const held = objectsAt(before.values[blockId]?.[actionId], 'files');
  const problem = refusal(element, {
    type: element.type,
    files: [...held, { name: cleanName(upload.name) }],
  });
  if (problem) throw new ClientError(problem);

  const stored = await store(context, upload, LARGEST_FORM_FILE_BYTES);
  const file = keepFile(context, { ...stored, user: person.id, inForm: true });
  const now = lookUp(context, personId, MODAL);
  const place = { person: personId, surface: now.id, blockId, actionId };
  offer(context, place, [sharedFile(context, file.id)]);
  const others = objectsAt(now.values[blockId]?.[actionId], 'files').map((one) => stringAt(one, 'id'));
  await act(context, personId, MODAL, { blockId, actionId, answer: [...others, file.id] });
  return file;
}

async function store(
  context: SandboxContext,
  { name, bytes }: Upload,
  most: number,
): Promise<Pick<FileRecord, 'id' | 'name' | 'size'>> {
  const id = newId('F');
  try {
    const size = await context.files.write(id, bytes, most);
    if (size > 0) return { id, name, size };
  } catch (error) {
    if (!(error instanceof TooManyBytes)) throw error;
    throw new ClientError(`文件太大，最多 ${most / 1_000_000} MB`);
  }
  context.files.remove(id);
  throw new ClientError('文件是空的');
}
