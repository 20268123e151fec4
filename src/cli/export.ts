import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { instantAt } from '../domain/calendar.ts';
import { messageOf, UserError } from '../errors.ts';
import { type ExportStep, exportLedger } from '../exporting.ts';
import { officeWithRules, ZONE } from '../office.ts';
import { openStorage } from '../storage.ts';
import { ensureOffice } from '../store/offices.ts';
import { commandLog, readDate, readMonth, readOptions, runCommand } from './command-line.ts';

const OPTIONS = {
  out: { type: 'string' },
  month: { type: 'string' },
  date: { type: 'string' },
  force: { type: 'boolean' },
} as const;

const USAGE = `用法：npm run export -- --out 台账.xlsx
  --out 文件        写到哪个文件（.xlsx）
  --month 年-月     月报内容只要这一个月的，例如 2022-05；默认各月都要
  --date 年-月-日   期限和逾期按这一天算，默认今天
  --force           文件已存在时覆盖
导出提案、承办、答复、征询意见表、月报、催办、提醒和经办记录。机器人可以同时在运行。`;

/** `npm run export`: the ledger 台账 as a workbook, as the desk has it. The bot may be running. */
await runCommand(async (args) => {
  const options = readOptions(args, OPTIONS, USAGE);
  if (!options) return 0;
  const { out, force = false } = options;
  if (out === undefined) throw new UserError(`请写明 --out，写到哪个文件。\n\n${USAGE}`);
  const month = options.month === undefined ? null : readMonth('--month', options.month);
  const now = options.date ? instantAt(ZONE, readDate('--date', options.date), '12:00') : systemClock.now();
  await checkOut(out, force);

  const config = readConfig();
  const storage = await openStorage(config, commandLog(config), { exclusive: false });
  try {
    const office = officeWithRules(await ensureOffice(storage.db));
    if (!office)
      throw new UserError('还没有导入过规则文件、名册和提案清单，没有可以导出的内容。请先 npm run import。');
    const file = await exportLedger(storage.db, office, { month, contacts: true, now, onStep: report });
    await write(out, file.content, force);
    const sheets = file.sheets.map(({ name, rows }) => `${name}${rows}行`).join('、');
    console.log(`已写入 ${out}（${(file.content.length / 1024).toFixed(0)} KB）：${sheets}。`);
    return 0;
  } finally {
    await storage.close();
  }
});

/** How far it is, on the error output, so that the result stands alone on the other. */
function report(step: ExportStep): void {
  console.error(
    step.step === 'read'
      ? `已读取：提案${step.proposals}件，月报${step.entries}条，提醒${step.sendings}条，经办记录${step.events}条`
      : `已排好：${step.sheets}张表，共${step.rows}行，正在写入工作簿……`,
  );
}

/** @throws UserError before any work is done for a file that could not be written */
async function checkOut(out: string, force: boolean): Promise<void> {
  if (!/\.xlsx$/iu.test(out))
    throw new UserError(`--out 的文件名要以 .xlsx 结尾，例如 台账.xlsx（写的是 ${out}）`);
  const there = await stat(out).catch(() => null);
  if (there?.isDirectory()) throw new UserError(`${out} 是文件夹，请写到文件，例如 ${out}/台账.xlsx`);
  if (there && !force) throw new UserError(`${out} 已经存在，没有改动。要覆盖请加上 --force。`);
  const folder = await stat(dirname(out)).catch(() => null);
  if (!folder?.isDirectory()) throw new UserError(`没有 ${dirname(out)} 这个文件夹，请先建好。`);
}

/** A file that came to be in the meantime is not overwritten either. */
async function write(out: string, content: Buffer, force: boolean): Promise<void> {
  try {
    await writeFile(out, content, { flag: force ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST')
      throw new UserError(`${out} 刚刚已被别的程序写入，没有改动。要覆盖请加上 --force。`);
    throw new UserError(`${out} 写不进去：${messageOf(error)}`);
  }
}
