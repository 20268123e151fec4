import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './errors.ts';

/** Everything the environment decides, complete and frozen. Optional features are a group or null, never half set. */
export interface Config {
  chat:
    | { kind: 'sandbox'; port: number }
    | { kind: 'socket'; botToken: string; appToken: string; apiUrl: string | null }
    | { kind: 'http'; botToken: string; signingSecret: string; port: number; apiUrl: string | null };
  database: { kind: 'embedded' } | { kind: 'url'; url: string };
  /** Null: the queue lives in the database. */
  redisUrl: string | null;
  /** The work group's channel id, when the environment names it; else the desk says `/duban group`. */
  groupChannel: string | null;
  dataDir: string;
  logLevel: string;
  role: 'all' | 'chat' | 'worker';
  /** Where health, metrics and, with a password, the queue's jobs are served; null: nowhere. */
  ops: { host: string; port: number; boardPassword: string | null } | null;
  /** Asked for after each turn of the timetable, so that silence raises an alarm elsewhere. Secret. */
  heartbeatUrl: string | null;
}

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsAbsent, schema.optional());
const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `应为 ${example} 这样的地址` });

const port = z.coerce
  .number('应为端口号')
  .int('应为整数')
  .min(0, '应为 0 至 65535')
  .max(65535, '应为 0 至 65535');
/** Whoever reads the address on the way could feign life. */
const isPrivate = (text: string) => {
  const address = URL.canParse(text) ? new URL(text) : null;
  return address?.protocol !== 'http:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address.hostname);
};

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `应为 ${words.join('、')} 之一`);

const environment = z.object({
  SLACK_BOT_TOKEN: optional(z.string().regex(/^xoxb-/, '应以 xoxb- 开头')),
  SLACK_APP_TOKEN: optional(z.string().regex(/^xapp-/, '应以 xapp- 开头')),
  SLACK_SIGNING_SECRET: optional(z.string().min(8, '太短，应为 Slack 应用页面上的 Signing Secret')),
  SLACK_API_URL: optional(url(/^https?$/, 'https://slack.com/api/')),
  PORT: optional(port),
  DATABASE_URL: optional(url(/^postgres(ql)?$/, 'postgres://用户:密码@主机:5432/库名')),
  REDIS_URL: optional(url(/^rediss?$/, 'redis://主机:6379')),
  GROUP_CHANNEL: optional(z.string().regex(/^[CG][A-Z0-9]+$/, '应为 C 开头的频道编号')),
  DATA_DIR: optional(z.string()),
  LOG_LEVEL: optional(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
  PROCESS_ROLE: optional(oneOf(['all', 'chat', 'worker'])),
  OPS_PORT: optional(port),
  OPS_HOST: optional(z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], '应为本机的 IP 地址')),
  BOARD_PASSWORD: optional(z.string().min(12, '应至少 12 个字符')),
  HEARTBEAT_URL: optional(
    url(/^https?$/, 'https://主机/路径').refine(isPrivate, '应以 https:// 开头（只有本机可用 http://）'),
  ),
});

/**
 * Reads the environment, once: the only place that does. Throws a UserError that names every variable that is wrong
 * and what was expected; values are never repeated, they may be secrets.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`);
    throw new UserError(`环境变量有误：\n${faults.join('\n')}`);
  }
  const given = parsed.data;
  return Object.freeze({
    chat: chatOf(given),
    database: given.DATABASE_URL ? { kind: 'url', url: given.DATABASE_URL } : { kind: 'embedded' },
    redisUrl: given.REDIS_URL ?? null,
    groupChannel: given.GROUP_CHANNEL ?? null,
    dataDir: resolve(given.DATA_DIR ?? '.data'),
    logLevel: given.LOG_LEVEL ?? 'info',
    role: given.PROCESS_ROLE ?? 'all',
    ops: opsOf(given),
    heartbeatUrl: given.HEARTBEAT_URL ?? null,
  } satisfies Config);
}

/** Puts the variables of a `.env` file in the working directory into the environment; those already set win. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

const DEFAULT_PORT = 3000;

function opsOf({ OPS_PORT, OPS_HOST, BOARD_PASSWORD }: z.infer<typeof environment>): Config['ops'] {
  if (OPS_PORT === undefined && BOARD_PASSWORD !== undefined)
    throw new UserError('环境变量有误：\n填写了 BOARD_PASSWORD，还需要 OPS_PORT：任务队列在那个端口上查看');
  if (OPS_PORT === undefined) return null;
  return { host: OPS_HOST ?? '127.0.0.1', port: OPS_PORT, boardPassword: BOARD_PASSWORD ?? null };
}

function chatOf(given: z.infer<typeof environment>): Config['chat'] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = given;
  const apiUrl = given.SLACK_API_URL === undefined ? null : given.SLACK_API_URL.replace(/\/*$/, '/');
  if (!botToken && !appToken && !signingSecret) return { kind: 'sandbox', port: given.PORT ?? DEFAULT_PORT };
  if (!botToken) throw new UserError('环境变量有误：\nSLACK_BOT_TOKEN：连接 Slack 时必须填写');
  if (signingSecret)
    return { kind: 'http', botToken, signingSecret, port: given.PORT ?? DEFAULT_PORT, apiUrl };
  if (appToken) return { kind: 'socket', botToken, appToken, apiUrl };
  throw new UserError(
    '环境变量有误：\n填写了 SLACK_BOT_TOKEN，还需要 SLACK_APP_TOKEN（Socket Mode）或 SLACK_SIGNING_SECRET（HTTP）',
  );
}
