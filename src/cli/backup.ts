import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { messageOf, UserError } from '../errors.ts';
import { writeGzipLines } from '../files/gzip-lines.ts';
import { openStorage } from '../storage.ts';
import { writeBackup } from '../store/backup.ts';
import { commandLog, readOptions, runCommand } from './command-line.ts';

const OPTIONS = { out: { type: 'string' }, force: { type: 'boolean' } } as const;

const USAGE = `用法：npm run backup -- --out 文件
  --out 文件   写到哪个文件
  --force      文件已存在时覆盖
备份数据库里的全部内容。机器人可以同时在运行。文件里有姓名、电话和报送的内容，只有本用户能读，请妥善保管。`;

/** `npm run backup`: everything the bot keeps, as of one instant, in one file. The bot may be running. */
await runCommand(async (args) => {
  const options = readOptions(args, OPTIONS, USAGE);
  if (!options) return 0;
  const { out, force = false } = options;
  if (out === undefined) throw new UserError(`请写明 --out，写到哪个文件。\n\n${USAGE}`);
  const there = await stat(out).catch(() => null);
  if (there?.isDirectory()) throw new UserError(`${out} 是文件夹，请写到文件，例如 ${out}/督办备份.gz`);
  if (there && !force) throw new UserError(`${out} 已经存在，没有改动。要覆盖请加上 --force。`);
  const folder = await stat(dirname(out)).catch(() => null);
  if (!folder?.isDirectory()) throw new UserError(`没有 ${dirname(out)} 这个文件夹，请先建好。`);

  const config = readConfig();
  const storage = await openStorage(config, commandLog(config), { exclusive: false, migrate: false });
  try {
    const { steps, pending, newer } = await storage.schemaState();
    if (newer) throw new UserError('数据库是更新的版本建立的，请用那个版本的程序备份。');
    if (pending === steps) throw new UserError('数据库还是空的，没有可以备份的内容。');
    const head = await writeGzipLines(out, (write) =>
      writeBackup(storage.db, systemClock.now(), write),
    ).catch((error: unknown) => {
      throw new UserError(`备份没有完成：${messageOf(error)}`);
    });
    const rows = head.tables.reduce((sum, table) => sum + table.rows, 0);
    const { size } = await stat(out);
    console.log(`已备份到 ${out}：${head.tables.length}张表，${rows}行，${Math.ceil(size / 1024)} KB。`);
    return 0;
  } finally {
    await storage.close();
  }
});
