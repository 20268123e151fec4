import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Account } from './embedded-account.ts';
import type { Binaries } from './embedded-binaries.ts';

const run = promisify(execFile);

/** Role and database of the bot on its own cluster. */
export const ROLE = 'duban';
export const DATABASE = 'duban';

/** One initialised PostgreSQL data folder, with the password of its only role. */
export interface Cluster {
  /** What PostgreSQL calls the data directory. */
  dir: string;
  logFile: string;
  password: string;
}

/** Where the cluster of a data folder lives: `password`, `server.log` and the folder `cluster`. */
export function clusterHome(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

/**
 * The cluster of `dataDir`, initialised now if there is none.
 *
 * @throws UserError when the folder holds data of another PostgreSQL version, is incomplete, or cannot be
 *   read or written
 */
export async function prepareCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  log: Log,
): Promise<Cluster> {
  const home = clusterHome(dataDir);
  if (!(await exists(home))) await createCluster(dataDir, binaries, account, log);
  await checkVersion(home, account);
  return {
    dir: path.join(home, 'cluster'),
    logFile: path.join(home, 'server.log'),
    password: await readPassword(home),
  };
}

/**
 * Initialises beside the final place and renames, so a crash half-way leaves nothing that looks like a
 * database, and of two first starts at once the second finds the first one's folder and drops its own.
 */
async function createCluster(dataDir: string, binaries: Binaries, account: Account, log: Log): Promise<void> {
  await removeAbandoned(dataDir);
  const draft = path.join(dataDir, `${DRAFT_PREFIX}${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(draft, { mode: 0o700 });
    await account.own(draft);
    await initialise(draft, binaries, account);
    await rename(draft, clusterHome(dataDir));
    log.info({ dataDir }, 'initialised the embedded database');
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isTaken(error)) throw explain(error, dataDir);
  }
}

async function initialise(draft: string, binaries: Binaries, account: Account): Promise<void> {
  const passwordFile = path.join(draft, 'password');
  await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  await account.own(passwordFile);
  const { file, args, options } = account.command(binaries.initdb, [
    `--pgdata=${path.join(draft, 'cluster')}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The built-in provider needs no locale from the system and never changes its sort order with it.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
    '--no-instructions',
  ]);
  await run(file, args, options);
}

const DRAFT_PREFIX = 'postgres.new-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Drafts of starts that were killed. A young one may belong to a start that is still at work. */
async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    const draft = path.join(dataDir, name);
    const made = await stat(draft).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > ABANDONED_AFTER_MS)
      await rm(draft, { recursive: true, force: true });
  }
}

async function checkVersion(home: string, account: Account): Promise<void> {
  const file = path.join(home, 'cluster', 'PG_VERSION');
  const found = (await readOwn(file, home)).trim();
  if (found === account.version) return;
  throw new UserError(
    `数据文件夹 ${home} 属于 PostgreSQL ${found}，而当前程序内置的是 PostgreSQL ${account.version}，两者不能混用。` +
      `请换回原来的 Duban 版本导出数据，或把该文件夹移走后重新导入。`,
  );
}

async function readPassword(home: string): Promise<string> {
  return (await readOwn(path.join(home, 'password'), home)).trim();
}

async function readOwn(file: string, home: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'EACCES')
      throw new UserError(`没有权限读取 ${file}：数据文件夹属于另一个系统用户。请用原来的用户启动。`);
    throw new UserError(
      `数据文件夹 ${home} 不完整（缺少 ${file}）。请从备份恢复，或把该文件夹移走，Duban 会重新建立。`,
    );
  }
}

function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes(codeOf(error));
}

function explain(error: unknown, dataDir: string): Error {
  const reason = messageOf(error);
  if (codeOf(error) === 'ENOSPC' || reason.includes('No space left on device')) {
    return new UserError(`磁盘空间不足，无法在 ${dataDir} 建立数据库。请清理磁盘后重试。`);
  }
  return new UserError(`无法在 ${dataDir} 建立数据库：${reason.trim()}`);
}

/** The `code` that Node puts on system errors, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
}
