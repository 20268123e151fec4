import { AwayError } from '../errors.ts';

/**
 * What became of a call to Slack that did not succeed.
 *
 * - `permanent`: Slack refused; calling again changes nothing, a person has to.
 * - `shut-out`: not done; Slack does not let the bot itself in (its token, its scopes, its app's settings), which says
 *   nothing of whom it wrote to: what is owed waits until the installation is mended.
 * - `rate-limited`: not done; may be done after `retryAfterMs`.
 * - `transient`: not done, or harmless to do again.
 * - `ambiguous`: a post that may have arrived; look it up (`findPosted`) before posting again.
 */
export type FailureKind = 'permanent' | 'shut-out' | 'rate-limited' | 'ambiguous' | 'transient';

/** Every failure of the Slack adapter. `code` is Slack's error string, or ours in the same style (`timeout`). */
export class ChatFailure extends Error {
  override readonly name = 'ChatFailure';
  readonly kind: FailureKind;
  readonly code: string;
  /** Of Slack's API, such as `chat.postMessage`. */
  readonly method: string;
  /** Milliseconds to wait, for `rate-limited`: between one second and ten minutes. */
  readonly retryAfterMs?: number;

  constructor(
    kind: FailureKind,
    code: string,
    options: { method: string; retryAfterMs?: number; cause?: unknown },
  ) {
    super(`${options.method}: ${code} (${kind})`, { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.method = options.method;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** Refusals that end by themselves: the workspace is on its way into an organisation. */
const MOVING: readonly string[] = ['org_login_required', 'team_added_to_org'];

/** The failure of a call that may be made again, for whoever starts the bot; null when only a person can mend it. */
export function awayOf({ kind, code, retryAfterMs, message }: ChatFailure): AwayError | null {
  const isRefusal = kind === 'permanent' || kind === 'shut-out';
  if (isRefusal && !MOVING.includes(code)) return null;
  const waitMs = retryAfterMs ?? 0;
  return new AwayError(`连不上 Slack（${code}）。`, { what: 'Slack', code, waitMs, cause: message });
}

/** Codes of what we refuse ourselves, or a proxy in Slack's place. */
const OURS = /^(http_\d+|foreign_response_url|upload_address)$/;

/** Slack's error strings that deserve an explanation to the people who run the office. */
const REASONS: Record<string, string> = {
  accesslimited: '工作区限制了访问来源，请联系管理员',
  account_inactive: '机器人账号已停用或应用已被卸载，请管理员重新安装应用',
  cannot_dm_bot: '对方是机器人，不能发私信',
  channel_not_found: '频道不存在，或机器人无权查看（私有频道须先邀请机器人加入）',
  ekm_access_denied: '管理员停用了该工作区的消息读写',
  blocked_file_type: '工作区不允许发送这种文件',
  file_not_found: '文件已不存在',
  file_not_readable: '文件读不到，可能已删除或不在本工作区',
  file_too_large: '文件太大',
  file_upload_size_restricted: '文件超过工作区允许的大小',
  file_uploads_disabled: '工作区不允许上传文件',
  file_uploads_except_images_disabled: '工作区只允许上传图片',
  handling_failed: '程序处理这条消息时多次出错，已停止重试，请联系维护人员',
  expired_trigger_id: '点击后超过3秒，窗口未能打开，请再点一次',
  invalid_auth: '访问令牌无效，请检查 SLACK_BOT_TOKEN',
  invalid_blocks: '消息格式不被接受，请联系维护人员',
  invalid_blocks_format: '消息格式不被接受，请联系维护人员',
  is_archived: '频道已归档',
  is_inactive: '频道已停用',
  message_not_found: '原消息已不存在',
  messages_tab_disabled: '应用未开启私信功能，请在应用设置 App Home 中打开 Messages Tab',
  missing_scope: '应用缺少权限，请按说明补充权限后重新安装',
  msg_blocks_too_long: '消息过长',
  msg_too_long: '消息过长',
  nobody_serves: '收件人已不在岗，尚未登记接任的人',
  no_permission: '机器人没有权限执行此操作',
  not_allowed_token_type: '令牌类型不对，请检查令牌是否填错位置',
  not_authed: '没有提供访问令牌，请检查 SLACK_BOT_TOKEN',
  not_in_channel: '机器人不在该频道，请先邀请机器人加入',
  org_login_required: '工作区正在迁移，请稍后再试',
  restored: '恢复备份时不能确定是否已经发出',
  restricted_action: '工作区的设置不允许机器人在此发言',
  restricted_action_read_only_channel: '该频道为只读频道',
  restricted_action_thread_locked: '该话题已被锁定',
  slack_connect_file_uploads_disabled: '与外单位共享的频道不允许上传文件',
  storage_limit_reached: '工作区的文件空间已满',
  team_access_not_granted: '应用未获准访问该工作区',
  team_added_to_org: '工作区正在迁移，请稍后再试',
  token_expired: '访问令牌已过期，请重新安装应用',
  token_revoked: '访问令牌已被撤销，请管理员重新安装应用',
  two_factor_setup_required: '工作区要求双重验证，请联系管理员',
  user_disabled: '对方账号已停用',
  user_is_bot: '对方是机器人',
  user_not_found: '找不到该人员的账号',
  user_not_visible: '机器人看不到该人员的账号',
  users_not_found: '没有使用该邮箱的账号',
};

/** Whether a refusal is in words that we know; one in others may be a trouble of the moment. */
export function isUnderstood({ code }: ChatFailure): boolean {
  return code in REASONS || OURS.test(code);
}

/** Why a call failed, in a short Chinese sentence for the desk; an unknown code is quoted as it is. */
export function reasonInChinese(code: string): string {
  return REASONS[code] ?? `消息平台拒绝了请求（${code}）`;
}
