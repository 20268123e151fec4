import { App, LogLevel } from '@slack/bolt';
import { createLog } from '../../src/log.ts';
import { BOT, type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

export const LIAISON = 'U0EDU00001';
export const DESK = 'U0DESK0001';
export const GROUP = 'C0GROUP001';

/** A workspace with two people and the work group; the clock stands at nine in the morning of 2022-04-06. */
export async function openWorkspace(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return await startSandbox({
    port: 0,
    dataDir: null,
    people: [
      { id: LIAISON, name: '区教育局联络员', email: 'jyj@example.cn', group: '区教育局' },
      { id: DESK, name: '提案股值班员', email: null, group: '建议提案股', title: '值班' },
    ],
    channels: [{ id: GROUP, name: '提案办理工作群', members: [BOT, LIAISON, DESK] }],
    startAt: new Date('2022-04-06T09:00:00+08:00'),
    clockRuns: false,
    log: createLog('silent'),
    ...options,
  });
}

/** A real Bolt app that comes to the workspace by Socket Mode. Register listeners, then `start()` it. */
export function socketApp(sandbox: Sandbox): App {
  return new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
}
