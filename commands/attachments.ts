import { ChatFailure } from '../src/chat/slack.ts';
import type { FileRef } from '../src/domain/facts.ts';
import type { Call } from './call.ts';

/** More than a form takes; an act that names more is no form of Slack's. */
const MOST = 10;

/** What the chat knows of attached files, in their order; null when one of them cannot be read. The bytes stay there. */
export async function fileRefs(call: Call, ids: readonly string[]): Promise<FileRef[] | null> {
  if (ids.length > MOST) return null;
  try {
    return await Promise.all(ids.map((id) => call.context.slack.file(id)));
  } catch (error) {
    if (error instanceof ChatFailure) return null;
    throw error;
  }
}
