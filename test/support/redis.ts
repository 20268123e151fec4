import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface TestRedis {
  url: string;
  /** Ends the server at once and keeps its port for `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Lets the server stand still, with its connections open, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends the server and removes its files. */
  close(): Promise<void>;
}

/**
 * Whether tests over Redis can run. Without a redis-server they are left out on a developer's machine; on the
 * build machine (`CI` is set) that would hide a whole backend, so there the first of them fails.
 */
export function redisIsHere(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0 || process.env.CI) return true;
  process.stderr.write('redis-server is not installed: the tests over Redis are left out\n');
  return false;
}

/** A Redis of the test's own on a free port. */
export async function testRedis(settings: string[] = []): Promise<TestRedis> {
  const dir = await mkdtemp(path.join(tmpdir(), 'duban-redis-'));
  const port = await freePort();
  let server = await launch(port, dir, settings);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start: async () => {
      server = await launch(port, dir, settings);
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    close: async () => {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, dir: string, settings: string[]): Promise<ChildProcess> {
  const server = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      dir,
      ...settings,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(server, 'spawn');
  for await (const line of createInterface(server.stdout)) {
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume();
      return server;
    }
  }
  throw new Error('redis-server ended before it was ready');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
