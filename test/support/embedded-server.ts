import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import pg from 'pg';

/** The process id of the PostgreSQL that runs, or ran last, on a data folder. */
export async function serverPid(dataDir: string): Promise<number> {
  const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return Number.parseInt(await readFile(file, 'utf8'), 10);
}

export async function killServer(dataDir: string): Promise<void> {
  process.kill(await serverPid(dataDir), 'SIGKILL');
}

/** Kills the process of one connection; the server then drops all the others, and recovers. */
export async function killBackend(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
}

/** Connects, and gives a promise that resolves when the server has dropped its connections. */
export async function watchServer(url: string): Promise<{ dropped: Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return { dropped: new Promise((resolve) => client.once('end', () => resolve())) };
}

/** Makes a server stand still, with all its connections; call the answer to let it go on. */
export async function freezeServer(dataDir: string): Promise<() => void> {
  const server = await serverPid(dataDir);
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server)], { encoding: 'utf8' });
  const all = [server, ...children.trim().split(/\s+/).map(Number)];
  const signal = (what: NodeJS.Signals) => {
    for (const pid of all) process.kill(pid, what);
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}

/** Kills a server and takes its port before anybody starts another one there. */
export async function killServerAndHoldPort(dataDir: string, url: string): Promise<Server> {
  await killServer(dataDir);
  for (;;) {
    const holder = createServer((socket) => socket.destroy());
    holder.listen(Number(new URL(url).port), '127.0.0.1');
    if (await once(holder, 'listening').catch(() => null)) return holder;
  }
}
