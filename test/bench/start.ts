import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

export interface Started {
  /** Seconds from the command to the line that says where to look. */
  seconds: number;
  /** Where to look. */
  url: string;
  /** Resident memory in MB of the bot's process, without npm and PostgreSQL. */
  memory(): number;
  stop(): Promise<void>;
}

/** `npm start` on a data folder, as a person types it. */
export async function npmStart(dataDir: string): Promise<Started> {
  const start = performance.now();
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(npm, 'exit');
  if (!npm.stdout) throw new Error('npm start has no output');
  for await (const line of createInterface(npm.stdout)) {
    const url = /^督办已启动.*(http:\S+)/.exec(line)?.[1];
    if (url) {
      const seconds = (performance.now() - start) / 1000;
      npm.stdout.resume();
      return { seconds, url, memory: () => memoryOf(npm), stop: () => stopGroup(npm, exited) };
    }
  }
  throw new Error('npm start ended before it was ready');
}

/** Seconds that Node takes to start with tsx and do nothing: what the machine asks before we begin. */
export async function bareStart(): Promise<number> {
  const start = performance.now();
  await once(spawn(process.execPath, ['--import', 'tsx', '-e', ''], { stdio: 'ignore' }), 'exit');
  return (performance.now() - start) / 1000;
}

function memoryOf(npm: ChildProcess): number {
  const lines = execFileSync('ps', ['-eo', 'pgid=,rss=,args='], { encoding: 'utf8' }).split('\n');
  const bot = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[1]) === npm.pid && /^\S*node .*src\/main\.ts$/.test(found?.[3] ?? ''));
  if (bot.length !== 1) throw new Error(`${bot.length} processes look like the bot`);
  return Number(bot[0]?.[2]) / 1024;
}

async function stopGroup(npm: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (npm.pid === undefined) return;
  process.kill(-npm.pid, 'SIGTERM');
  await exited;
  // npm may go first: the data folder is free once the whole group is gone.
  for (;;) {
    try {
      process.kill(-npm.pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
