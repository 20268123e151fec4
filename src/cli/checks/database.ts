import { sql } from 'drizzle-orm';
import type { Config } from '../../config.ts';
import { messageOf, UserError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { backendAt, openBackend } from '../../queue/backend.ts';
import type { Storage } from '../../storage.ts';
import type { SchemaState } from '../../store/database.ts';
import { type Finding, fault, fine, note } from './finding.ts';

/** Workers promote jobs and lend out rows by their own clocks, so those have to agree. */
const MAX_SKEW_MS = 2_000;
/** How long to wait for a Redis that does not answer. */
const PATIENCE_MS = 3_000;

export function checkSchema({ pending, steps, newer }: SchemaState): Finding {
  if (newer) return fault('数据库是更新的版本建立的', '请用那个版本的程序，或换一个数据库。');
  if (pending === steps) return note('数据库是空的', '运行 npm start 或 npm run import 时会自动建立。');
  if (pending > 0)
    return note(`数据库结构落后${pending}步`, '启动时会自动更新，也可以先运行 npm run migrate。');
  return fine('数据库结构是最新的');
}

export async function checkDatabaseClock({ db }: Pick<Storage, 'db'>): Promise<Finding> {
  const before = Date.now();
  const { rows } = await db.execute<{ ms: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms`,
  );
  const skew = Math.round(Number(rows[0]?.ms ?? Number.NaN) - (before + Date.now()) / 2);
  return Math.abs(skew) <= MAX_SKEW_MS
    ? fine('本机时钟与数据库一致')
    : fault(
        `本机时钟与数据库相差 ${(Math.abs(skew) / 1000).toFixed(1)} 秒`,
        '请在两台机器上打开网络校时（NTP）。',
      );
}

export async function checkQueue(config: Config, storage: Pick<Storage, 'url'>, log: Log): Promise<Finding> {
  const place = backendAt(config.redisUrl, storage.url);
  const settings = place.kind === 'redis' ? { ...place, patienceMs: PATIENCE_MS } : place;
  const name = config.redisUrl ? 'Redis' : '数据库';
  try {
    const backend = await openBackend(settings, 'producer', log);
    backend.close();
    if (backend.evicts !== null)
      return note(
        `任务队列在 ${name}，但 maxmemory-policy 是 ${backend.evicts}，内存紧张时会丢任务`,
        '请在 Redis 上执行 CONFIG SET maxmemory-policy noeviction，并写进配置文件。',
      );
    return fine(`任务队列在${config.redisUrl ? ` ${name}` : name}，可以使用`);
  } catch (error) {
    return fault(
      '任务队列不能使用',
      error instanceof UserError ? error.message : messageOf(error).replaceAll(settings.url, '…'),
    );
  }
}
