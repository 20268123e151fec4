import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkSchema } from '../../src/cli/checks/database.ts';
import { checkNode } from '../../src/cli/checks/machine.ts';
import { checkHolidays } from '../../src/cli/checks/office.ts';
import { checkUnits } from '../../src/cli/checks/people.ts';
import { WITHOUT_SCOPE } from '../../src/cli/checks/slack.ts';
import { buildFacts } from '../support/facts.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { policy } from '../support/rules.ts';
import { openWorld, type World } from '../support/world.ts';
import { runCommand } from './run-command.ts';

describe('npm run doctor, without any settings for Slack', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  test('an empty database is worth knowing and no fault; migrate mends it', async () => {
    const settings = { DATABASE_URL: database.url };
    const before = await runCommand('doctor', [], settings);
    expect(before.code).toBe(0);
    expect(before.stdout).toContain('！ 数据库是空的');
    expect(before.stdout).toContain('✓ 聊天：本机沙盒');

    expect((await runCommand('migrate', [], settings)).stdout).toMatch(/^数据库结构已更新（\d+步）。\n$/);
    expect((await runCommand('migrate', [], settings)).stdout).toBe('数据库结构已是最新。\n');
    const after = await runCommand('doctor', [], settings);
    expect(after.stdout).toContain('✓ 数据库结构是最新的');
    expect(after.stdout).toContain('！ 还没有导入规则文件');
  });

  test('a database that is away is a fault; its password is not shown', async () => {
    const { code, stdout, stderr } = await runCommand('doctor', [], {
      DATABASE_URL: 'postgres://duban:hunter2secret@127.0.0.1:1/duban',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ 数据库不能使用');
    expect(stdout + stderr).not.toContain('hunter2secret');
  });

  test('settings that are wrong are named', async () => {
    const { code, stdout } = await runCommand('doctor', [], { SLACK_BOT_TOKEN: 'nonsense-token' });
    expect(code).toBe(1);
    expect(stdout).toContain('SLACK_BOT_TOKEN：应以 xoxb- 开头');
    expect(stdout).not.toContain('nonsense-token');
  });
});

describe('npm run doctor, while the bot runs in a workspace', () => {
  let world: World;
  let settings: Record<string, string>;
  beforeAll(async () => {
    world = await openWorld();
    const { botToken, appToken, apiUrl } = world.sandbox;
    settings = {
      DATABASE_URL: world.storage.url,
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: apiUrl,
    };
  });
  afterAll(() => world.close());

  test('everything is looked at, nothing is in the way, and no secret is shown', async () => {
    const { code, stdout } = await runCommand('doctor', [], settings);
    expect(code).toBe(0);
    for (const line of [
      '✓ Slack 工作区：',
      '✓ 令牌权限齐全',
      '✓ 收消息方式：Socket Mode',
      '✓ 本机时钟与 Slack 一致',
      '✓ 数据库结构是最新的',
      '✓ 本机时钟与数据库一致',
      '✓ 任务队列在数据库，可以使用',
      '✓ 规则文件：茂南府办〔2022〕3号',
      '✓ 节假日安排：2022、',
      '✓ 工作群：#建议提案工作群，机器人在群里',
      '✓ 34个承办单位都有联络员',
      '✓ 近7天没有发送失败的消息',
    ])
      expect(stdout).toContain(line);
    for (const secret of [world.sandbox.botToken, world.sandbox.appToken])
      expect(stdout).not.toContain(secret);
    expect(world.sandbox.troubles()).toEqual([]);
  });

  test('a token that does not work is a fault', async () => {
    const { code, stdout } = await runCommand('doctor', [], { ...settings, SLACK_BOT_TOKEN: 'xoxb-none' });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ SLACK_BOT_TOKEN 不能使用');
  });

  test('a group that the bot cannot see is a fault', async () => {
    const { code, stdout } = await runCommand('doctor', [], { ...settings, GROUP_CHANNEL: 'C0NOWHERE' });
    expect(code).toBe(1);
    expect(stdout).toContain('✗ 工作群查不到：频道不存在');
  });
});

describe('single checks', () => {
  test.each([
    ['20.19.0', '✓'],
    ['22.0.0', '✓'],
    ['20.18.3', '✗'],
    ['18.20.0', '✗'],
  ])('Node.js %s: %s', (version, mark) => {
    expect(checkNode(version).mark).toBe(mark);
  });

  test('a year of the notice without a holiday list is a fault, named loudly', () => {
    const office = {
      ...policy,
      id: 'office',
      teamId: null,
      groupChannel: null,
      notice: { ...policy.notice, closes: '2031-12-31' },
    };
    const [known, missing] = checkHolidays(office, '2022-05-01');
    expect(known).toMatchObject({ mark: '✓', text: '节假日安排：2022年' });
    expect(missing).toMatchObject({ mark: '✗', text: expect.stringContaining('没有2031年的节假日安排') });
  });

  test('next year’s list is asked for from November on', () => {
    expect(checkHolidays(null, '2030-10-31').map(({ mark }) => mark)).toEqual(['✗']);
    expect(checkHolidays(null, '2030-11-01').map(({ mark }) => mark)).toEqual(['✗', '！']);
  });

  test('a unit that holds proposals and has nobody is a fault, one with a deputy alone is not', () => {
    const facts = buildFacts({
      proposals: [{ number: '1', lead: '区教育局', joint: ['区财政局', '区水务局'] }],
      members: [
        { role: 'liaison', unitId: '区水务局' },
        { role: 'deputy', unitId: '区财政局' },
      ],
    });
    expect(checkUnits(facts).map(({ mark, text }) => `${mark} ${text}`)).toEqual([
      '✗ 有提案而没有联络员的单位：区教育局',
      '！ 只有副联络员的单位：区财政局',
    ]);
  });

  test('a database of a later version is a fault, one that is behind is not', () => {
    expect(checkSchema({ steps: 3, pending: 0, newer: true }).mark).toBe('✗');
    expect(checkSchema({ steps: 3, pending: 1, newer: false })).toMatchObject({
      mark: '！',
      text: '数据库结构落后1步',
    });
  });

  test('every scope of the manifest has its reason', async () => {
    const manifest = parse(await readFile('templates/slack-manifest.yaml', 'utf8'));
    expect(Object.keys(WITHOUT_SCOPE).sort()).toEqual([...manifest.oauth_config.scopes.bot].sort());
  });
});
