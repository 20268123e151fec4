import { slackFilesIn } from '../block-kit/slack-files.ts';
import type { SandboxContext } from '../context.ts';
import { isImage } from '../file-types.ts';
import { botSees } from '../files.ts';
import type { JsonObject } from '../json.ts';

/** Pictures in these blocks that Slack would not show: not there, not the bot's to see, or no picture. */
export function problemsWithPictures(context: SandboxContext, blocks: JsonObject[], at: string): string[] {
  return slackFilesIn(blocks).flatMap(({ id, pointer }) => {
    const file = context.workspace.files.get(id);
    return file && botSees(context, file) && isImage(file.name)
      ? []
      : [`[ERROR] invalid slack file [json-pointer:${at}${pointer}]`];
  });
}
