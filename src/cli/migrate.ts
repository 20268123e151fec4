import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { openStorage } from '../storage.ts';
import { commandLog, readOptions, runCommand } from './command-line.ts';

const USAGE = `用法：npm run migrate
把数据库结构更新到这个版本。机器人启动时也会自己更新。`;

/** `npm run migrate`: brings the schema up to date, as the bot does when it starts. */
await runCommand(async (args) => {
  if (!readOptions(args, {}, USAGE)) return 0;
  const config = readConfig();
  const storage = await openStorage(config, commandLog(config), { exclusive: false, migrate: false });
  try {
    const { pending, newer } = await storage.schemaState();
    if (newer) throw new UserError('数据库是更新的版本建立的，请用那个版本的程序。');
    await storage.migrate();
    console.log(pending === 0 ? '数据库结构已是最新。' : `数据库结构已更新（${pending}步）。`);
    return 0;
  } finally {
    await storage.close();
  }
});
