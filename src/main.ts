import { systemClock } from './clock.ts';
import { loadEnvFile, readConfig } from './config.ts';
import { type AwayError, messageOf, UserError } from './errors.ts';
import { createLog, type Log } from './log.ts';
import { type Patience, patiently, unlessStopped } from './patience.ts';
import { openStorage, sandboxDir } from './storage.ts';

/** The process: read the configuration, start, say where to look, stop on a signal. */
async function main(opened: (() => Promise<void>)[], stopping: AbortSignal): Promise<void> {
  loadEnvFile();
  const config = readConfig();
  const log = createLog(config.logLevel);
  // The database starts in its own process: the rest of the code is loaded meanwhile. Of the sandbox only when it is
  // wanted, so that a production bot works without the folder.
  const onLost = (problem: Error) => {
    if (problem instanceof UserError) console.error(problem.message);
    console.error('内置数据库已停止，督办随之退出；重新启动即可继续，已保存的内容不会丢失。');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  };
  const patience = patienceOf(stopping, log);
  const opening = patiently(patience, () => openStorage(config, log, { exclusive: true, onLost }));
  const loading = Promise.all([
    import('./app.ts'),
    config.chat.kind === 'sandbox' ? import('./sandbox/open.ts') : null,
  ]);
  const storage = await opening;
  opened.push(storage.close);
  const [{ startApp, forgetJobs }, sandboxModule] = await loading;

  const place = { port: config.chat.kind === 'socket' ? 0 : config.chat.port, dataDir: sandboxDir(config) };
  const opens = sandboxModule?.openSandbox(place, storage, log);
  const sandbox = opens ? await unlessStopped(stopping, opens) : null;
  if (sandbox) opened.push(sandbox.close);
  const chat = sandbox?.chat ?? config.chat;
  if (chat.kind === 'sandbox') throw new Error('the sandbox did not become a chat');
  const options = { config: { ...config, chat }, storage, clock: sandbox?.clock ?? systemClock, log };
  if (sandbox) {
    const running = sandbox.run({
      start: () => startApp({ ...options, lockMs: SANDBOX_LOCK_MS }),
      emptyQueue: () => forgetJobs(options),
    });
    await unlessStopped(stopping, running);
    console.log(`督办已启动，请用浏览器打开 ${sandbox.url}`);
    return;
  }
  const app = await startApp({ ...options, patience });
  opened.push(app.stop);
  const port = app.port === null ? '' : `，端口 ${app.port}`;
  console.log(`督办已连接 Slack${port}`);
}

/** Whoever moves time on after a crash waits for what was in hand then; there is no other process whose it could be. */
const SANDBOX_LOCK_MS = 5_000;

/** Waits for what is away, and says so: once on the console, each time in the log. */
function patienceOf(stopping: AbortSignal, log: Log): Patience {
  let told: string | null = null;
  return {
    stopping,
    onAway({ message, what, code }: AwayError, againMs: number) {
      log.warn({ what, code, againMs }, 'the start waits for what is away');
      if (told !== what) console.error(`${message}督办会一直重试，恢复后自动继续。`);
      told = what;
    },
  };
}

/** In the reverse order of opening, each at most once. */
async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
}

/** Just below the 30 s that process managers give. What is cut off then is done again at the next start. */
const EXIT_DEADLINE_MS = 29_000;

const opened: (() => Promise<void>)[] = [];
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), EXIT_DEADLINE_MS).unref();
    stopping.abort();
    void starting.finally(() => closeAll(opened)).finally(() => process.exit());
  });
}
const starting = main(opened, stopping.signal).catch(async (error: unknown) => {
  if (stopping.signal.aborted) return;
  console.error(error instanceof UserError ? error.message : `启动失败：${messageOf(error)}`);
  await closeAll(opened).catch(() => undefined);
  process.exit(1);
});
