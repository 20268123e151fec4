import { hasSecondTable, isTooLong, problemsInBlocks } from '../block-kit/check.ts';
import type { SandboxContext } from '../context.ts';
import { isObject, type JsonObject, stringAt } from '../json.ts';
import type { Content } from '../messages.ts';
import { ApiError, refuse } from './api-error.ts';
import { Arguments } from './arguments.ts';
import type { ApiCall } from './method.ts';
import { problemsWithPictures } from './pictures.ts';

const LONGEST_TEXT = 40_000;
/** Slack names the error but not the number; far above anything a message needs. */
const LARGEST_METADATA_BYTES = 8_000;

/** What a message is to say, checked as Slack checks it. @throws ApiError no_text, msg_too_long, invalid_blocks and their kin */
export function readContent(call: ApiCall): Content {
  const { args } = call;
  const text = args.text('text');
  const blocks = readBlocks(call);
  const attachments = readAttachments(args);
  const metadata = readMetadata(args);
  if (!text.trim() && !blocks?.length && !attachments?.length) throw new ApiError('no_text');
  if (text.length > LONGEST_TEXT) throw new ApiError('msg_too_long');
  return {
    text,
    ...(blocks?.length && { blocks }),
    ...(attachments?.length && { attachments }),
    ...(metadata && { metadata }),
  };
}

/** The same for a message that comes as JSON: an ack body or a post to a response_url. */
export function readContentOf(context: SandboxContext, body: JsonObject): Content {
  return readContent({ context, args: new Arguments(body) });
}

/** @throws ApiError invalid_blocks_format, invalid_blocks, invalid_attachments, msg_blocks_too_long */
export function readBlocks({ context, args }: ApiCall): JsonObject[] | undefined {
  const blocks = args.json('blocks');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  const problems = problemsInBlocks(blocks);
  if (problems.length > 0) throw refuse('invalid_blocks', problems);
  const checked = blocks.filter(isObject);
  const pictures = problemsWithPictures(context, checked, '/blocks');
  if (pictures.length > 0) throw refuse('invalid_blocks', pictures);
  if (hasSecondTable(checked)) throw refuse('invalid_attachments', ['[ERROR] only_one_table_allowed']);
  if (isTooLong(checked)) throw new ApiError('msg_blocks_too_long');
  return checked;
}

function readAttachments(args: Arguments): JsonObject[] | undefined {
  const attachments = args.json('attachments');
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments)) throw new ApiError('invalid_attachments');
  if (attachments.length > 100) throw new ApiError('too_many_attachments');
  return attachments.filter(isObject);
}

function readMetadata(args: Arguments): JsonObject | undefined {
  const metadata = args.json('metadata');
  if (metadata === undefined || (isObject(metadata) && Object.keys(metadata).length === 0)) return undefined;
  if (!isObject(metadata) || !stringAt(metadata, 'event_type') || !isObject(metadata.event_payload))
    throw new ApiError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(metadata)) > LARGEST_METADATA_BYTES)
    throw new ApiError('metadata_too_large');
  return metadata;
}
