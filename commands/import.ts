import { createHash } from 'node:crypto';
import { ChatFailure, reasonInChinese } from '../src/chat/slack.ts';
import { UserError } from '../src/errors.ts';
import { limits } from '../src/files/limits.ts';
import { type ImportFile, type ImportFiles, kindsOfFile } from '../src/import-files.ts';
import { importFiles } from '../src/importing.ts';
import { writeAudit } from '../src/store/audit.ts';
import { dropPendingImports, keepForImport, pendingImportsOf } from '../src/store/pending-imports.ts';
import { plainAnswer } from '../templates/answers.ts';
import { importFaults, importQuestion, importText } from '../templates/import-report.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';

const MAX_BYTES = limits.fileBytes;

const NAMES = { roster: '名册', proposals: '提案清单', notice: '规则文件' } as const;

/** R32: the desk gives the bot a new roster, list of proposals or rule file; nothing changes until it confirms. */
export const importing: Command = {
  verb: 'import',
  aliases: ['导入'],
  says: '把名册或提案清单（.xlsx、.csv）直接发给我，先核对、再确认导入',
  example: null,
  async run(call) {
    if (call.inbound.kind === 'message' && call.inbound.files.length > 0) return receiveFiles(call);
    return {
      say: plainAnswer(
        '请把名册或提案清单（.xlsx 或 .csv）作为附件发给我，可以一次发两个。我先列出会有哪些变化，您确认后才导入。',
      ),
    };
  },
};

/** Reads the files of a message as the import would, and asks. What is wrong with them is all told at once. */
export async function receiveFiles(call: Call): Promise<Outcome> {
  const files = await sortedFiles(await fetchFiles(call));
  try {
    const report = await importFiles(call.tx, { ...files, dryRun: true, now: call.now });
    const kept = Object.entries(files).map(([kind, file]: [string, ImportFile]) => ({
      kind: kind as keyof ImportFiles,
      name: file.name,
      content: Buffer.from(file.bytes),
    }));
    await keepForImport(call.tx, call.office.id, call.member.id, kept, call.now);
    const names = kept.map((file) => `${NAMES[file.kind]}“${file.name}”`);
    return { say: importQuestion(report, names, keyOf(kept)) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { say: importFaults(error.message) };
  }
}

/** 确认导入: what the files change now, which may be less than when they were read. */
export const confirmImport: Act = {
  verb: 'import',
  async run(call) {
    const files = await ownFiles(call);
    const given = Object.fromEntries(
      files.map((file) => [file.kind, { name: file.name, bytes: file.content }]),
    ) as ImportFiles;
    try {
      const report = await importFiles(call.tx, {
        ...given,
        dryRun: false,
        now: call.now,
        by: { memberId: call.member.id, source: call.inbound.id },
      });
      await dropPendingImports(call.tx, call.office.id, call.member.id);
      const lines = importText(report, false).split('\n');
      return { say: plainAnswer(`${lines.at(-2) ?? ''}${lines.at(-1) ?? ''}`), replace: true, replan: true };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { say: importFaults(error.message), replace: true };
    }
  },
};

/** 不导入: the files are forgotten. */
export const dropImport: Act = {
  verb: 'import',
  async run(call) {
    await ownFiles(call);
    await dropPendingImports(call.tx, call.office.id, call.member.id);
    await writeAudit(call.tx, [audited(call, 'drop-import', 'import')]);
    return { say: plainAnswer('没有导入，文件已丢弃。'), replace: true };
  },
};

/** The files that the clicked message is about; files sent later took their place. */
async function ownFiles(call: Call) {
  const files = await pendingImportsOf(call.tx, call.office.id, call.member.id);
  if (files.length === 0) throw new UserError('这些文件已经导入或丢弃，请重新发送。');
  if (keyOf(files) !== call.text) throw new UserError('您后来又发过别的文件，请在最近一次核对的结果里确认。');
  return files;
}

async function fetchFiles(call: Call): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const { id, name, size } of call.inbound.kind === 'message' ? call.inbound.files : []) {
    if (!/\.(xlsx|csv|ya?ml)$/i.test(name))
      throw new UserError(
        `“${name || '这个文件'}”不是 .xlsx 或 .csv 文件，没有读取。请另存为这两种格式后再发。`,
      );
    if (size > MAX_BYTES) throw new UserError(`“${name}”超过${MAX_BYTES / 1024 / 1024}MB，没有读取。`);
    try {
      files.push({ name, bytes: await call.context.slack.download(id, MAX_BYTES) });
    } catch (error) {
      if (!(error instanceof ChatFailure)) throw error;
      throw new UserError(`“${name}”没有取到：${reasonInChinese(error.code)}。请重新发送。`);
    }
  }
  return files;
}

/** Which file is which, told by their headers. */
async function sortedFiles(files: readonly ImportFile[]): Promise<ImportFiles> {
  const sorted: ImportFiles = {};
  for (const file of files) {
    const kinds = await kindsOfFile(file);
    if (kinds.length === 0)
      throw new UserError(
        `没有认出“${file.name}”是名册还是提案清单。名册的表头应有“单位”“联络员”，提案清单应有“案号”“案由”。`,
      );
    for (const kind of kinds) {
      if (sorted[kind])
        throw new UserError(`“${sorted[kind].name}”和“${file.name}”都是${NAMES[kind]}，请只发一个。`);
      sorted[kind] = file;
    }
  }
  return sorted;
}

function keyOf(files: readonly { kind: string; content: Buffer }[]): string {
  const hash = createHash('sha256');
  for (const { kind, content } of [...files].sort((one, other) => (one.kind < other.kind ? -1 : 1)))
    hash.update(kind).update(content);
  return hash.digest('hex').slice(0, 32);
}
