import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('a configuration', () => {
  test('without settings is the sandbox on port 3000 with everything in .data', () => {
    expect(readConfig({})).toEqual({
      chat: { kind: 'sandbox', port: 3000 },
      database: { kind: 'embedded' },
      redisUrl: null,
      groupChannel: null,
      dataDir: resolve('.data'),
      logLevel: 'info',
      role: 'all',
      ops: null,
      heartbeatUrl: null,
    });
  });

  test('with a signing secret listens over HTTP', () => {
    const { chat } = readConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      PORT: '8080',
    });
    expect(chat).toEqual({
      kind: 'http',
      botToken: 'xoxb-1',
      signingSecret: 'a'.repeat(32),
      port: 8080,
      apiUrl: null,
    });
  });

  test('with an app token comes by Socket Mode, to another API base where one is named', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:9/api',
    };
    expect(readConfig(env).chat).toEqual({
      kind: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      apiUrl: 'http://127.0.0.1:9/api/',
    });
  });

  test('names each part on its own: a real database with the sandbox, Redis, the work group, a role', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://u:p@db:5432/duban',
      REDIS_URL: 'rediss://cache:6379',
      GROUP_CHANNEL: 'C012AB3CD',
      DATA_DIR: '/srv/duban',
      LOG_LEVEL: 'debug',
      PROCESS_ROLE: 'worker',
    });
    expect(config).toMatchObject({
      chat: { kind: 'sandbox' },
      database: { kind: 'url', url: 'postgres://u:p@db:5432/duban' },
      redisUrl: 'rediss://cache:6379',
      groupChannel: 'C012AB3CD',
      dataDir: '/srv/duban',
      logLevel: 'debug',
      role: 'worker',
    });
  });

  test('serves health and metrics where a port is given, on this machine unless an address is named', () => {
    expect(readConfig({ OPS_PORT: '9464' }).ops).toEqual({
      host: '127.0.0.1',
      port: 9464,
      boardPassword: null,
    });
    const env = { OPS_PORT: '0', OPS_HOST: '0.0.0.0', BOARD_PASSWORD: 'twelve chars' };
    expect(readConfig(env).ops).toEqual({ host: '0.0.0.0', port: 0, boardPassword: 'twelve chars' });
    expect(readConfig({ OPS_HOST: '0.0.0.0' }).ops).toBeNull();
  });

  test.each([
    'https://watch.example/ping/1',
    'http://127.0.0.1:9/ping',
    'http://[::1]:9/',
    'http://localhost/',
  ])('tells a watchman at %s', (address) =>
    expect(readConfig({ HEARTBEAT_URL: address }).heartbeatUrl).toBe(address),
  );

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  test('takes a variable that is set but blank for absent', () => {
    const blank = { SLACK_BOT_TOKEN: '', DATABASE_URL: ' ', PORT: '', PROCESS_ROLE: '', LOG_LEVEL: '' };
    expect(readConfig(blank)).toEqual(readConfig({}));
  });
});

describe('a wrong variable', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-secret', 'xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-secret', 'xapp-'],
    ['SLACK_SIGNING_SECRET', 'short', 'Signing Secret'],
    ['SLACK_API_URL', 'ftp://secret/', 'https://slack.com/api/'],
    ['PORT', 'secret', '端口号'],
    ['PORT', '65536', '0 至 65535'],
    ['PORT', '-1', '0 至 65535'],
    ['PORT', '80.5', '整数'],
    ['DATABASE_URL', 'mysql://u:secret@db/x', 'postgres://'],
    ['DATABASE_URL', 'secret', 'postgres://'],
    ['REDIS_URL', 'http://secret', 'redis://'],
    ['GROUP_CHANNEL', '#secret', 'C 开头'],
    ['LOG_LEVEL', 'secret', 'fatal、error、warn、info、debug、trace、silent'],
    ['PROCESS_ROLE', 'secret', 'all、chat、worker'],
    ['OPS_PORT', 'secret', '端口号'],
    ['OPS_HOST', 'secret.example', 'IP 地址'],
    ['BOARD_PASSWORD', 'secret', '12 个字符'],
    ['HEARTBEAT_URL', 'secret', 'https://'],
    ['HEARTBEAT_URL', 'http://secret.example/ping', '只有本机'],
    ['HEARTBEAT_URL', 'http://127.0.0.1.secret.example/ping', '只有本机'],
  ])(
    '%s=%s is named with what was expected, in Chinese, and its value is not repeated',
    (name, value, expected) => {
      const said = refusal({ [name]: value });
      expect(said).toContain(`${name}：`);
      expect(said).toContain(expected);
      expect(said).not.toContain(value);
      expect(said).not.toMatch(/Invalid|expected/i);
    },
  );

  test('does not hide another: every one is named at once', () => {
    const said = refusal({ PORT: 'x', REDIS_URL: 'y', PROCESS_ROLE: 'z' });
    expect(said).toContain('PORT：');
    expect(said).toContain('REDIS_URL：');
    expect(said).toContain('PROCESS_ROLE：');
  });

  test.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_SIGNING_SECRET: 'a'.repeat(32) }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
  ])('or half a connection to Slack is refused: %o needs %s', (env, needed) => {
    expect(refusal(env)).toContain(needed);
  });

  test('or a password of a board that stands nowhere is refused', () => {
    expect(refusal({ BOARD_PASSWORD: 'twelve chars' })).toContain('OPS_PORT');
  });
});
