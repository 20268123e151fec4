import { access, constants } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { readGzipLines } from '../files/gzip-lines.ts';
import { openStorage } from '../storage.ts';
import { holdsAnything, othersConnected, restoreBackup } from '../store/restore.ts';
import { commandLog, readOptions, runCommand } from './command-line.ts';

const OPTIONS = { force: { type: 'boolean' } } as const;

const USAGE = `用法：npm run restore -- 文件
  --force   数据库里已有内容时，用备份替换它
恢复 npm run backup 写的文件。请先停止机器人。恢复后照常启动：备份之后已经发出的消息不会重发。`;

/** `npm run restore`: puts a backup into the database, wholly or not at all. The bot must not be running. */
await runCommand(async (args) => {
  const files = args.filter((arg) => !arg.startsWith('-'));
  const options = readOptions(
    args.filter((arg) => arg.startsWith('-')),
    OPTIONS,
    USAGE,
  );
  if (!options) return 0;
  const [file, another] = files;
  if (file === undefined || another !== undefined) throw new UserError(`请写明一个备份文件。\n\n${USAGE}`);
  await access(file, constants.R_OK).catch(() => {
    throw new UserError(`读不了 ${file}，请核对路径和权限。`);
  });

  const config = readConfig();
  const storage = await openStorage(config, commandLog(config), { exclusive: true, migrate: false });
  try {
    if ((await storage.schemaState()).newer)
      throw new UserError('数据库是更新的版本建立的，请用那个版本的程序，或换一个空的数据库。');
    if (config.database.kind === 'url' && (await othersConnected(storage.db)) > 0)
      throw new UserError('还有督办的程序连着这个数据库，请先停止机器人，再恢复。');
    if (!options.force && (await holdsAnything(storage.db)))
      throw new UserError(
        '数据库里已有内容，没有改动。请换一个空的数据库；确实要用备份替换现有的全部内容，请加上 --force。',
      );
    const { head, rows } = await restoreBackup(storage.db, readGzipLines(file)).catch(failed);
    console.log(
      `已恢复 ${head.takenAt} 的备份：${head.tables.length}张表，${rows}行。请启动机器人（npm start）：它会先核对备份之后发出过什么，再继续提醒。`,
    );
    return 0;
  } finally {
    await storage.close();
  }
});

/** What the database says of a failure holds the values of the statement: names and telephone numbers. */
function failed(error: unknown): never {
  if (error instanceof UserError) throw error;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const isFile = /^(Z_|EIO|EISDIR)/.test(code);
  throw new UserError(
    isFile
      ? `备份文件读不完整（${code}），没有恢复，数据库没有改动。请换一份备份。`
      : `恢复没有完成（${code}），数据库没有改动。`,
  );
}
