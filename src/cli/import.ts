import { importText } from '../../templates/import-report.ts';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { addDays, dateIn, instantAt } from '../domain/calendar.ts';
import { UserError } from '../errors.ts';
import { importFiles } from '../importing.ts';
import { ZONE } from '../office.ts';
import { openStorage } from '../storage.ts';
import { commandLog, readDate, readOptions, runCommand } from './command-line.ts';
import { readOfficeFiles } from './input-file.ts';

const OPTIONS = {
  notice: { type: 'string' },
  roster: { type: 'string' },
  proposals: { type: 'string' },
  date: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

const USAGE = `用法：npm run import -- --notice 规则.yaml --roster 名册.xlsx --proposals 提案清单.xlsx
  --notice 文件      规则文件（.yaml），例如 templates/notices/maonan-2022-3.yaml
  --roster 文件      单位和人员名册（.xlsx 或 .csv）
  --proposals 文件   提案清单（.xlsx 或 .csv）
  --date 年-月-日    按这一天导入，默认今天；改办的交办日期从这一天算
  --dry-run          只检查并列出变化，不保存
三种文件可以只给一种。再次导入同一份文件不会重复。`;

/** `npm run import`: brings the office's rules, people and proposals in line with files. The bot may be running. */
await runCommand(async (args) => {
  const options = readOptions(args, OPTIONS, USAGE);
  if (!options) return 0;
  const now = options.date ? instantAt(ZONE, readDate('--date', options.date), '12:00') : systemClock.now();
  const dryRun = options['dry-run'] ?? false;
  const files = await readOfficeFiles(options);
  if (Object.keys(files).length === 0) throw new UserError(`请写明要导入的文件。\n\n${USAGE}`);

  const config = readConfig();
  const storage = await openStorage(config, commandLog(config), { exclusive: false });
  try {
    const result = await importFiles(storage.db, { ...files, dryRun, now });
    const today = dateIn(ZONE, now);
    if (today > result.notice.closes) {
      result.warnings.push(
        `${today} 已在规则文件的结束日期 ${result.notice.closes} 之后，不会再有提醒。在沙盒里试用，请加上 --date ${addDays(result.notice.assigned, 9)} 这样的日期。`,
      );
    }
    if (config.chat.kind === 'sandbox' && result.changes.some(({ what }) => what === 'member'))
      result.warnings.push('沙盒页面上的人员名单在下次启动时更新。');
    console.log(importText(result, dryRun));
    return 0;
  } finally {
    await storage.close();
  }
});
