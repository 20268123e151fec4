import type { Slack } from '../chat/slack.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { dateIn } from '../domain/calendar.ts';
import { messageOf, UserError } from '../errors.ts';
import { createLog } from '../log.ts';
import { type Office, officeWithRules, ZONE } from '../office.ts';
import { openStorage, type Storage } from '../storage.ts';
import { loadFacts } from '../store/facts.ts';
import { ensureOffice } from '../store/offices.ts';
import { checkDatabaseClock, checkQueue, checkSchema } from './checks/database.ts';
import { type Finding, fault, fine } from './checks/finding.ts';
import { checkNode } from './checks/machine.ts';
import { checkGroup, checkHolidays, checkNotice, checkTeam } from './checks/office.ts';
import { checkDeliveries, checkPeople } from './checks/people.ts';
import { checkSlack } from './checks/slack.ts';
import { readOptions, runCommand } from './command-line.ts';

const USAGE = `用法：npm run doctor
检查程序、数据库、任务队列、Slack、规则文件、节假日和人员，并说明怎么办。机器人在不在运行都可以。
有 ✗ 时退出码为 1。`;

/** `npm run doctor`: looks at everything the bot needs, and says what to do. It changes nothing that people entered. */
await runCommand(async (args) => {
  if (!readOptions(args, {}, USAGE)) return 0;
  let notes = 0;
  let faults = 0;
  for await (const { mark, text, advice } of findings()) {
    if (mark === '！') notes += 1;
    if (mark === '✗') faults += 1;
    console.log(`${mark} ${text}${advice ? `\n  → ${advice.replaceAll('\n', '\n    ')}` : ''}`);
  }
  console.log(
    `\n${faults === 0 ? '没有必须处理的问题' : `有${faults}处必须处理（✗）`}${notes > 0 ? `，${notes}处请留意（！）` : ''}。`,
  );
  return faults === 0 ? 0 : 1;
});

async function* findings(): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node);
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield fault('设置有误', error.message);
    return;
  }
  // The findings say what is wrong; the log would say it a second time, for machines.
  const log = createLog('silent');
  const { chat } = config;
  const today = dateIn(ZONE, systemClock.now());
  let slack: Slack | null = null;
  let teamId: string | null = null;
  if (chat.kind === 'sandbox') {
    yield fine('聊天：本机沙盒（没有设置 SLACK_BOT_TOKEN），npm start 后在浏览器里使用');
  } else {
    const answer = await checkSlack(chat, log);
    yield* answer.findings;
    ({ slack, teamId } = answer);
  }

  let storage: Storage;
  try {
    storage = await openStorage(config, log, { exclusive: false, migrate: false });
  } catch (error) {
    yield fault('数据库不能使用', messageOf(error));
    yield* checkHolidays(null, today);
    return;
  }
  try {
    yield fine(config.database.kind === 'embedded' ? `数据文件夹：${config.dataDir}` : '已连接 DATABASE_URL');
    const schema = await storage.schemaState();
    yield checkSchema(schema);
    yield await checkDatabaseClock(storage);
    yield await checkQueue(config, storage, log);
    if (schema.pending === 0) yield* officeFindings(config, storage, slack, teamId);
    else yield* checkHolidays(null, today);
  } finally {
    await storage.close();
  }
}

async function* officeFindings(
  config: Config,
  { db }: Storage,
  slack: Slack | null,
  teamId: string | null,
): AsyncGenerator<Finding> {
  const isSandbox = config.chat.kind === 'sandbox';
  const now = systemClock.now();
  const row = await ensureOffice(db);
  if (!isSandbox) yield* checkTeam(row, teamId);
  let office: Office | null = null;
  try {
    office = officeWithRules(row);
    yield checkNotice(office, isSandbox);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    yield fault('数据库里的规则文件读不了', error.message);
  }
  yield* checkHolidays(office, dateIn(row.zone, now));
  if (row.noticeText === null) return;
  yield await checkGroup(row, config, slack);
  yield* await checkPeople(db, row.id, await loadFacts(db, row.id), slack);
  yield* await checkDeliveries(db, row.id, now, isSandbox);
}
