import { execFile } from 'node:child_process';
import { chown, lchown, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Binaries } from './embedded-binaries.ts';

const run = promisify(execFile);

/** How to run a PostgreSQL program: as ourselves, or, when we are root, as another system user. */
export interface Account {
  /** The command line, and the options for spawn, that run `file` under this account. */
  command(file: string, args: string[]): { file: string; args: string[]; options: SpawnAs };
  /** Gives a file or folder that we made to the account. */
  own(target: string): Promise<void>;
  /** PostgreSQL's major version, asked under this account: proof that it reaches the programs and the folder. */
  version: string;
}

interface SpawnAs {
  uid?: number;
  gid?: number;
  cwd: string;
  env: Record<string, string>;
}

interface Ids {
  name: string;
  uid: number;
  gid: number;
}

/** A clean environment: PGDATA, PGPORT and their like would bend the programs, and messages are read in English. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Chooses who runs PostgreSQL on `dataDir`. PostgreSQL refuses to run as root, so root hands it to the owner
 * of the existing cluster, or to `postgres`, a new system user `duban`, or `nobody`.
 *
 * @param home the folder of the cluster; it need not exist
 * @throws UserError when the programs do not run at all, or no other user can be used
 */
export async function chooseAccount(
  dataDir: string,
  home: string,
  binaries: Binaries,
  log: Log,
): Promise<Account> {
  if (process.getuid?.() !== 0) return proveOurselves(dataDir, binaries);
  const ids = await chooseIds(home, log);
  const account = await firstThatWorks([asUser(ids), asUserThroughWalls(ids)], dataDir, binaries);
  await takeFromRoot(home, account);
  return account;
}

type Unproven = Omit<Account, 'version'>;

const asOurselves: Unproven = {
  command: (file, args) => ({ file, args, options: { cwd: '/', env: ENVIRONMENT } }),
  own: async () => {},
};

function asUser(ids: Ids): Unproven {
  return {
    command: (file, args) => ({
      file,
      args,
      options: { uid: ids.uid, gid: ids.gid, cwd: '/', env: ENVIRONMENT },
    }),
    own: (target) => chown(target, ids.uid, ids.gid),
  };
}

/**
 * A clone below /root (mode 0700) is closed to every other user, programs and data alike. The user then keeps
 * one of root's powers, to pass closed folders. The securebit is for access(2), by which PostgreSQL looks for
 * its own programs and which otherwise ignores that power.
 */
function asUserThroughWalls(ids: Ids): Unproven {
  const become = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  const keep = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return {
    command: (file, args) => ({
      file: 'setpriv',
      args: [...become, ...keep, '--', file, ...args],
      options: { cwd: '/', env: ENVIRONMENT },
    }),
    own: (target) => chown(target, ids.uid, ids.gid),
  };
}

async function firstThatWorks(candidates: Unproven[], dataDir: string, binaries: Binaries): Promise<Account> {
  const failures: string[] = [];
  for (const candidate of candidates) {
    try {
      return await prove(candidate, dataDir, binaries);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  throw new UserError(
    `PostgreSQL 不能以 root 身份运行，改用其他系统用户时又无法访问 ${dataDir} 或 ${binaries.postgres}。` +
      `请用普通用户启动，或把程序和 DATA_DIR 放到其他用户可以进入的目录（例如 /srv），或用 DATABASE_URL 指定已有的 PostgreSQL。` +
      `（${failures.join('；')}）`,
  );
}

async function proveOurselves(dataDir: string, binaries: Binaries): Promise<Account> {
  try {
    return await prove(asOurselves, dataDir, binaries);
  } catch (error) {
    throw new UserError(
      `内置的 PostgreSQL 在本机无法运行：${messageOf(error)}。可以用 DATABASE_URL 指定已有的 PostgreSQL。`,
    );
  }
}

/** `initdb --show` writes nothing, and finds and runs the other programs as a real start does. */
async function prove(candidate: Unproven, dataDir: string, binaries: Binaries): Promise<Account> {
  const script = 'cd "$1" && exec "$2" --show --pgdata=unused';
  const { file, args, options } = candidate.command('/bin/sh', [
    '-c',
    script,
    'sh',
    dataDir,
    binaries.initdb,
  ]);
  const { stderr } = await run(file, args, options).catch((error: { stderr?: string; message: string }) => {
    throw new Error(error.stderr?.trim() || error.message);
  });
  const version = /^VERSION=(\d+)/m.exec(stderr)?.[1];
  if (version === undefined) throw new Error(stderr.trim());
  return { ...candidate, version };
}

async function chooseIds(home: string, log: Log): Promise<Ids> {
  const owner = await stat(home).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const existing = (await findUser('postgres')) ?? (await findUser('duban'));
  if (existing !== null) return existing;
  const made = await createUser(log);
  const ids = made ?? (await findUser('nobody'));
  if (ids === null) {
    throw new UserError(
      'PostgreSQL 不能以 root 身份运行，系统里也没有可用的其他用户。请用普通用户启动，或用 DATABASE_URL 指定已有的 PostgreSQL。',
    );
  }
  return ids;
}

async function createUser(log: Log): Promise<Ids | null> {
  const args = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    'duban',
  ];
  try {
    await run('useradd', args, { env: ENVIRONMENT });
    log.info('created the system user duban to run PostgreSQL');
  } catch (error) {
    log.warn(
      { reason: messageOf(error).trim() },
      'could not create a system user; PostgreSQL runs as nobody',
    );
  }
  return findUser('duban');
}

async function findUser(name: string): Promise<Ids | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name);
  if (fields === undefined) return null;
  return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** A backup restored by root belongs to root; PostgreSQL insists on owning its files. */
async function takeFromRoot(home: string, account: Account): Promise<void> {
  const owner = await stat(home).catch(() => null);
  if (owner === null || owner.uid !== 0) return;
  await account.own(home);
  const ids = await stat(home);
  for (const entry of await readdir(home, { recursive: true }))
    await lchown(path.join(home, entry), ids.uid, ids.gid);
}
