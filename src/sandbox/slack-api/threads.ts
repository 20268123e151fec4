import type { Conversation } from '../records.ts';
import { ApiError } from './api-error.ts';
import type { ApiCall } from './method.ts';

/** The thread that a call's `thread_ts` names, by its first message. @throws ApiError thread_not_found */
export function threadOf({ context, args }: ApiCall, channel: Conversation): string | undefined {
  const ts = args.text('thread_ts');
  if (!ts) return undefined;
  const parent = context.workspace.messageAt(channel.id, ts);
  if (!parent) throw new ApiError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}
