import { startApp } from './app.ts';
import { systemClock } from './clock.ts';
import { loadEnvFile, readConfig } from './config.ts';
import { messageOf, UserError } from './errors.ts';
import { createLog } from './log.ts';
import { openStorage, sandboxDir } from './storage.ts';

/** The process: read the configuration, start, say where to look, stop on a signal. */
async function main(): Promise<void> {
  loadEnvFile();
  const config = readConfig();
  const log = createLog(config.logLevel);
  const storage = await openStorage(config, log, {
    exclusive: true,
    onLost: () => process.kill(process.pid, 'SIGTERM'),
  });
  // Loaded only when it is wanted: a production bot works without the folder.
  const sandbox =
    config.chat.kind === 'sandbox'
      ? await (await import('./sandbox/open.ts')).openSandbox(
          { port: config.chat.port, dataDir: sandboxDir(config) },
          storage,
          log,
        )
      : null;
  const chat = sandbox?.chat ?? config.chat;
  if (chat.kind === 'sandbox') throw new Error('the sandbox did not become a chat');
  const app = await startApp({
    config: { ...config, chat },
    storage,
    clock: sandbox?.clock ?? systemClock,
    log,
  });
  sandbox?.travelWith(app);
  console.log(
    sandbox
      ? `督办已启动，请用浏览器打开 ${sandbox.url}`
      : `督办已连接 Slack${app.port === null ? '' : `，端口 ${app.port}`}`,
  );

  const stop = async () => {
    await app.stop();
    await sandbox?.close();
    await storage.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : `启动失败：${messageOf(error)}`);
  process.exit(1);
});
