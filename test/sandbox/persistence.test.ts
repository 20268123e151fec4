import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DESK, GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

describe('a workspace with a data folder', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is the same after a restart: tokens, messages, members, time and what was read', async () => {
    const first = await openWorkspace({ dataDir });
    const message = first.as(LIAISON).say(GROUP, '第一天');
    first.as(LIAISON).say('dm', '私下');
    first.as(DESK).read(GROUP);
    await first.advance(new Date('2022-04-08T09:00:00+08:00'));
    await first.close();

    const second = await openWorkspace({ dataDir });
    try {
      expect(second.botToken).toBe(first.botToken);
      expect(second.clock.now()).toEqual(new Date('2022-04-08T09:00:00+08:00'));
      expect(second.as(DESK).messages(GROUP)).toEqual([message]);
      expect(second.as(DESK).unread(GROUP)).toBe(0);
      expect(
        second
          .as(LIAISON)
          .messages('dm')
          .map((one) => one.shown),
      ).toEqual(['私下']);
    } finally {
      await second.close();
    }
  });

  it('delivers after a restart what the bot had not taken', async () => {
    const first = await openWorkspace({ dataDir });
    first.as(LIAISON).say('dm', '签收 12');
    await first.close();

    const second = await openWorkspace({ dataDir });
    const app = socketApp(second);
    app.message(async ({ say }) => void (await say('收到')));
    try {
      await app.start();
      await second.until('the answer', () => second.as(LIAISON).inbox().length === 1);
    } finally {
      await app.stop();
      await second.close();
    }
  });

  it('begins anew for good: only identity and tokens outlive it', async () => {
    const first = await openWorkspace({ dataDir });
    first.as(LIAISON).say(GROUP, '第一天');
    await first.advance(new Date('2022-06-01T09:00:00+08:00'));
    const startAt = new Date('2022-03-28T08:30:00+08:00');
    const people = [{ id: DESK, name: '提案股值班员', email: null, group: '建议提案股' }];
    first.startAgain({ startAt, people, channels: [{ id: GROUP, name: '新的工作群', members: [DESK] }] });
    first.as(DESK).say(GROUP, '重新开始');
    await first.close();

    const second = await openWorkspace({ dataDir, people, channels: [], startAt: new Date() });
    try {
      expect(second.botToken).toBe(first.botToken);
      expect(second.clock.now()).toEqual(startAt);
      expect(
        second
          .as(DESK)
          .messages(GROUP)
          .map((one) => one.shown),
      ).toEqual(['重新开始']);
      expect(() => second.as(LIAISON)).toThrow();
    } finally {
      await second.close();
    }
  });

  it('does not deliver, after a new beginning, what the bot had not taken before', async () => {
    const sandbox = await openWorkspace({ dataDir });
    sandbox.as(LIAISON).say('dm', '旧的');
    sandbox.startAgain({
      startAt: new Date('2022-04-06T09:00:00+08:00'),
      people: [{ id: LIAISON, name: '区教育局联络员', email: null, group: '区教育局' }],
      channels: [],
    });
    sandbox.as(LIAISON).say('dm', '新的');
    const app = socketApp(sandbox);
    const heard: string[] = [];
    app.message(async ({ message, say }) => {
      if ('text' in message) heard.push(message.text ?? '');
      await say('收到');
    });
    try {
      await app.start();
      await sandbox.until('the answer', () => sandbox.as(LIAISON).inbox().length === 1);
      expect(heard).toEqual(['新的']);
    } finally {
      await app.stop();
      await sandbox.close();
    }
  });

  it('loses nothing when it is killed', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'talkative-sandbox.ts'), dataDir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const sandbox = await openWorkspace({ dataDir });
    try {
      expect(
        sandbox
          .as(LIAISON)
          .messages(GROUP)
          .map((one) => one.shown),
      ).toEqual(['第一', '第二']);
      expect(sandbox.clock.now() >= new Date('2022-05-01T09:00:00+08:00')).toBe(true);
    } finally {
      await sandbox.close();
    }
  });

  it('forgives a torn last line and nothing else', async () => {
    const first = await openWorkspace({ dataDir });
    first.as(LIAISON).say(GROUP, '第一');
    await first.close();
    const journal = join(dataDir, 'journal.jsonl');
    appendFileSync(journal, '{"type":"message","mess');

    const second = await openWorkspace({ dataDir });
    second.as(LIAISON).say(GROUP, '第二');
    await second.close();
    const third = await openWorkspace({ dataDir });
    expect(
      third
        .as(LIAISON)
        .messages(GROUP)
        .map((one) => one.shown),
    ).toEqual(['第一', '第二']);
    await third.close();

    writeFileSync(journal, `nonsense\n${readFileSync(journal, 'utf8')}`);
    await expect(openWorkspace({ dataDir })).rejects.toThrow('journal.jsonl:1 is not a JSON line');
  });

  it('drops from the journal what has been settled, and keeps the rest', async () => {
    const first = await openWorkspace({ dataDir });
    const app = socketApp(first);
    await app.start();
    for (let home = 0; home < 30; home += 1)
      await app.client.views.publish({
        user_id: LIAISON,
        view: { type: 'home', blocks: [], callback_id: `h${home}` },
      });
    first.as(LIAISON).say(GROUP, '第一');
    await app.stop();
    await first.close();

    const lines = () => readFileSync(join(dataDir, 'journal.jsonl'), 'utf8').split('\n').length;
    const before = lines();
    const second = await openWorkspace({ dataDir });
    expect(lines()).toBeLessThan(before / 2);
    expect(second.as(LIAISON).home()?.callbackId).toBe('h29');
    expect(second.as(LIAISON).messages(GROUP)).toHaveLength(1);
    expect(second.botToken).toBe(first.botToken);
    await second.close();
  });
});
