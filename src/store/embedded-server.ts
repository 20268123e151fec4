import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../errors.ts';
import type { Account } from './embedded-account.ts';
import type { Binaries } from './embedded-binaries.ts';
import { type Cluster, codeOf } from './embedded-cluster.ts';

const run = promisify(execFile);

/** A PostgreSQL server that runs, or is starting, on a cluster. */
export interface Server {
  pid: number;
  port: number;
}

/** Settings of the server, by PostgreSQL's own names. */
export type ServerSettings = Record<string, string>;

/** What it takes to run a server. */
export interface Means {
  /** The data folder, by the name that people know. */
  dataDir: string;
  cluster: Cluster;
  binaries: Binaries;
  account: Account;
  /** Over the defaults. */
  settings: ServerSettings;
}

/** The only port that would do belongs to another program. */
export class PortTaken extends UserError {}

/** Small enough for the least of machines; nothing that trades safety of the data for speed. */
const SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '48MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  // Parallel queries want /dev/shm, of which containers have little.
  max_parallel_workers_per_gather: '0',
  // What the office writes stays out of the log: no statements, no values.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

const POLL_MS = 20;
const LOG_LIMIT_BYTES = 5_000_000;

/**
 * The server of the cluster as its `postmaster.pid` tells, or null. A file whose process is gone is left to
 * PostgreSQL, which replaces it; one whose number now belongs to some other program would stop PostgreSQL
 * from starting, so it is removed here.
 */
export async function findServer(cluster: Cluster): Promise<Server | null> {
  const pidFile = pidFileOf(cluster);
  const content = await readFile(pidFile, 'utf8').catch(() => '');
  const server = parsePidFile(content);
  if (server === null || !isAlive(server.pid)) return null;
  if (await isPostmasterOf(server.pid, cluster)) return { pid: server.pid, port: server.port };
  await removeStale(pidFile, content);
  return null;
}

/**
 * Starts a server on a port of 127.0.0.1 in its own session, so that neither Ctrl-C nor the end of this
 * process takes it away before its last client has finished, and waits until it accepts connections.
 *
 * @param wanted the only port that will do, or null for any that is free
 * @returns null when another process started a server on this cluster first
 * @throws PortTaken when another program listens on `wanted`
 * @throws UserError with the end of the server's log when it does not start
 */
export async function startServer(means: Means, wanted: number | null): Promise<Server | null> {
  const { cluster } = means;
  for (let attempt = 1; ; attempt += 1) {
    const written = await rotateLog(cluster.logFile);
    const port = wanted ?? (await freePort());
    const server = await launch(means, port);
    if (await becomesReady(server, cluster)) return { pid: server.pid, port };
    const reason = (await readFile(cluster.logFile, 'utf8')).slice(written);
    if (/postmaster\.pid" already exists|shared memory block .* still in use/.test(reason)) return null;
    if (!/could not bind/.test(reason)) throw explain(reason, cluster);
    if (wanted !== null) throw new PortTaken(`内置数据库原来的端口 ${wanted} 已被别的程序占用。`);
    if (attempt === 5) throw explain(reason, cluster);
  }
}

/** Stops the server: at once for its clients, but with everything committed on disk. Waits until it is gone. */
export async function stopServer(cluster: Cluster, server: Server): Promise<void> {
  signal(server.pid, 'SIGINT');
  if (await isGone(cluster, server, 60_000)) return;
  // Immediate shutdown: nothing committed is lost, the next start recovers from the log.
  signal(server.pid, 'SIGQUIT');
  if (await isGone(cluster, server, 10_000)) return;
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop`);
}

async function launch(
  { cluster, binaries, account, settings }: Means,
  port: number,
): Promise<ChildProcess & { pid: number }> {
  const all = { ...SETTINGS, ...settings, port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, options } = account.command(binaries.postgres, ['-D', cluster.dir, ...flags]);
  const log = await open(cluster.logFile, 'a', 0o600);
  try {
    await account.own(cluster.logFile);
    const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    if (child.pid === undefined) throw new Error('PostgreSQL has no process id');
    return Object.assign(child, { pid: child.pid });
  } finally {
    await log.close();
  }
}

/** False when the process ends first. A server that recovers from a crash may take minutes. */
async function becomesReady(server: ChildProcess & { pid: number }, cluster: Cluster): Promise<boolean> {
  for (const deadline = performance.now() + 300_000; performance.now() < deadline; await pause(POLL_MS)) {
    if (server.exitCode !== null || server.signalCode !== null) return false;
    const seen = parsePidFile(await readFile(pidFileOf(cluster), 'utf8').catch(() => ''));
    if (seen?.pid === server.pid && seen.ready) return true;
  }
  throw new UserError(
    `数据库五分钟内没有启动完成，可能仍在恢复数据。请稍后再试，详情见 ${cluster.logFile}。`,
  );
}

async function isGone(cluster: Cluster, server: Server, timeoutMs: number): Promise<boolean> {
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await pause(POLL_MS)) {
    const seen = parsePidFile(await readFile(pidFileOf(cluster), 'utf8').catch(() => ''));
    if (seen?.pid !== server.pid || !isAlive(server.pid)) return true;
  }
  return false;
}

function explain(reason: string, cluster: Cluster): UserError {
  if (reason.includes('No space left on device')) {
    return new UserError(`磁盘空间不足，数据库无法启动（${cluster.dir}）。请清理磁盘后重试。`);
  }
  const tail = reason.trim().split('\n').slice(-5).join('\n');
  return new UserError(`数据库无法启动，日志在 ${cluster.logFile}，最后几行是：\n${tail}`);
}

function pidFileOf(cluster: Cluster): string {
  return path.join(cluster.dir, 'postmaster.pid');
}

/** Lines of the file: process id, data folder, start time, port, socket folder, address, shared memory, status. */
function parsePidFile(content: string): (Server & { ready: boolean }) | null {
  const lines = content.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return null;
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** When the system does not show command lines, the file is believed: refusing to start loses nothing. */
async function isPostmasterOf(pid: number, cluster: Cluster): Promise<boolean> {
  const command = await commandLine(pid);
  if (command === null) return isAlive(pid);
  return command.includes('postgres') && command.includes(cluster.dir);
}

async function commandLine(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return run('ps', ['-p', String(pid), '-o', 'args=']).then(
    ({ stdout }) => stdout,
    () => null,
  );
}

/** Another start may have replaced the file since it was read; then it is put back. */
async function removeStale(pidFile: string, content: string): Promise<void> {
  const aside = `${pidFile}.${process.pid}`;
  try {
    await rename(pidFile, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== content) await link(aside, pidFile);
  await rm(aside);
}

/** @returns the length of the log in characters, so that a reader finds what the next start adds */
async function rotateLog(logFile: string): Promise<number> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) {
    await rename(logFile, `${logFile}.1`);
    return 0;
  }
  return size === 0 ? 0 : (await readFile(logFile, 'utf8')).length;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was given'));
      });
    });
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
