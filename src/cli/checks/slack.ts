import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkAppToken } from '../../chat/app-token.ts';
import { ChatFailure, createSlack, type Identity, reasonInChinese, type Slack } from '../../chat/slack.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../log.ts';
import { type Finding, fault, fine, note } from './finding.ts';

type RealChat = Exclude<Config['chat'], { kind: 'sandbox' }>;

export interface SlackFindings {
  findings: Finding[];
  /** Null when the token does not work. */
  slack: Slack | null;
  teamId: string | null;
}

/** The token, its scopes, the way in, and Slack's clock. */
export async function checkSlack(chat: RealChat, log: Log): Promise<SlackFindings> {
  const apiUrl = chat.apiUrl === null ? {} : { apiUrl: chat.apiUrl };
  const slack = createSlack({ token: chat.botToken, ...apiUrl, log });
  try {
    const identity = await slack.identify();
    const findings = [
      fine(`Slack 工作区：${identity.team || identity.teamId}`),
      ...(await checkScopes(identity)),
      await checkWayIn(chat, log),
      await checkSlackClock(chat),
    ];
    return { findings, slack, teamId: identity.teamId };
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    const isRefused = error.kind === 'permanent' || error.kind === 'shut-out';
    const text = isRefused ? 'SLACK_BOT_TOKEN 不能使用' : '连不上 Slack';
    return { findings: [fault(text, `${reasonInChinese(error.code)}。`)], slack: null, teamId: null };
  }
}

const MANIFEST = new URL('../../../templates/slack-manifest.yaml', import.meta.url);
const manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** What each scope of the manifest is for, in the words of what fails without it. */
export const WITHOUT_SCOPE: Record<string, string> = {
  'chat:write': '发不出任何消息',
  commands: '不能使用 /duban 和 /yuebao',
  'im:history': '听不到私信里的回复',
  'im:write': '发送中断后查不到消息是否已经发出',
  'channels:read': '看不到工作群里有谁',
  'channels:history': '听不到工作群里的回复',
  'channels:join': '不能自己加入公开的工作群',
  'groups:read': '工作群是私有频道时，看不到群里有谁',
  'groups:history': '工作群是私有频道时，听不到群里的回复',
  'files:read': '读不到单位上传的附件和名册',
  'files:write': '发不出台账、文稿和图',
  'users:read': '分不清成员、机器人和外单位人员',
  'users:read.email': '不能按邮箱找到联络员',
};

/** Only where the work group is private, or the bot is not invited by hand. */
const SOMETIMES_NEEDED = ['channels:join', 'groups:read', 'groups:history'];

async function checkScopes({ scopes }: Identity): Promise<Finding[]> {
  const wanted = manifest.parse(parse(await readFile(MANIFEST, 'utf8'))).oauth_config.scopes.bot;
  if (scopes.length === 0)
    return [note('工作区没有说明令牌有哪些权限，无法核对', `应有：${wanted.join('、')}`)];
  const missing = wanted.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return [fine(`令牌权限齐全（${wanted.length}项）`)];
  return missing.map((scope) =>
    (SOMETIMES_NEEDED.includes(scope) ? note : fault)(
      `令牌缺少权限 ${scope}：${WITHOUT_SCOPE[scope] ?? '部分功能不能使用'}`,
      '请在 Slack 应用的 OAuth & Permissions 页补上，再重新安装应用。',
    ),
  );
}

async function checkWayIn(chat: RealChat, log: Log): Promise<Finding> {
  if (chat.kind === 'http')
    return fine(
      `收消息方式：HTTP，端口 ${chat.port}；Slack 应用里的三处 Request URL 都应是 https://您的域名/slack/events`,
    );
  try {
    await checkAppToken({ appToken: chat.appToken, apiUrl: chat.apiUrl, log });
    return fine('收消息方式：Socket Mode，SLACK_APP_TOKEN 可以使用');
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    return fault(
      `Socket Mode 连不上（${error.code}）`,
      '请检查 SLACK_APP_TOKEN（xapp- 开头，权限 connections:write），并在 Slack 应用里打开 Socket Mode。',
    );
  }
}

/** At five minutes apart, the bot takes Slack's signed requests for replays. */
const MAX_SKEW_S = 60;

async function checkSlackClock({ apiUrl, botToken }: RealChat): Promise<Finding> {
  try {
    const asked = Date.now();
    const response = await fetch(new URL('auth.test', apiUrl ?? 'https://slack.com/api/'), {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(date)) return note('Slack 没有告知它的时间，无法核对时钟');
    const skew = Math.round(Math.abs(date - (asked + Date.now()) / 2) / 1000);
    return skew <= MAX_SKEW_S
      ? fine('本机时钟与 Slack 一致')
      : fault(`本机时钟与 Slack 相差 ${skew} 秒`, '请打开网络校时（NTP）。');
  } catch {
    return note('没有取到 Slack 的时间，无法核对时钟');
  }
}
