import { systemClock } from './clock.ts';
import { loadEnvFile, readConfig } from './config.ts';
import { messageOf, UserError } from './errors.ts';
import { createLog } from './log.ts';
import { openStorage, sandboxDir } from './storage.ts';

/** The process: read the configuration, start, say where to look, stop on a signal. */
async function main(opened: (() => Promise<void>)[]): Promise<void> {
  loadEnvFile();
  const config = readConfig();
  const log = createLog(config.logLevel);
  // The database starts in its own process: the rest of the code is loaded meanwhile. Of the sandbox only when it is
  // wanted, so that a production bot works without the folder.
  const onLost = () => {
    console.error('内置数据库已停止，督办随之退出；重新启动即可继续，已保存的内容不会丢失。');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  };
  const opening = openStorage(config, log, { exclusive: true, onLost });
  const loading = Promise.all([
    import('./app.ts'),
    config.chat.kind === 'sandbox' ? import('./sandbox/open.ts') : null,
  ]);
  const storage = await opening;
  opened.push(storage.close);
  const [{ startApp, forgetJobs }, sandboxModule] = await loading;

  const place = { port: config.chat.kind === 'socket' ? 0 : config.chat.port, dataDir: sandboxDir(config) };
  const sandbox = (await sandboxModule?.openSandbox(place, storage, log)) ?? null;
  if (sandbox) opened.push(sandbox.close);
  const chat = sandbox?.chat ?? config.chat;
  if (chat.kind === 'sandbox') throw new Error('the sandbox did not become a chat');
  const options = { config: { ...config, chat }, storage, clock: sandbox?.clock ?? systemClock, log };
  if (sandbox) {
    await sandbox.run({ start: () => startApp(options), emptyQueue: () => forgetJobs(options) });
    console.log(`督办已启动，请用浏览器打开 ${sandbox.url}`);
    return;
  }
  const app = await startApp(options);
  opened.push(app.stop);
  const port = app.port === null ? '' : `，端口 ${app.port}`;
  console.log(`督办已连接 Slack${port}`);
}

/** In the reverse order of opening, each at most once. */
async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
}

/** Just below the 30 s that process managers give. What is cut off then is done again at the next start. */
const EXIT_DEADLINE_MS = 29_000;

const opened: (() => Promise<void>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), EXIT_DEADLINE_MS).unref();
    void closeAll(opened).finally(() => process.exit());
  });
}
main(opened).catch(async (error: unknown) => {
  console.error(error instanceof UserError ? error.message : `启动失败：${messageOf(error)}`);
  await closeAll(opened).catch(() => undefined);
  process.exit(1);
});
