import { t } from '../language.ts';

/** Slack's word for why nothing came of a gesture, in plain language. Without a word the sandbox itself refused. */
export function reasonOf(error: string | undefined): string {
  switch (error) {
    case undefined:
      return t('没有成功', 'That did not work');
    case 'operation_timeout':
      return t('机器人 3 秒内没有应答', 'The bot did not answer within 3 seconds');
    case 'dispatch_failed':
      return t('机器人没有连接', 'The bot is not connected');
    case 'http_service_error':
      return t('机器人应答出错', 'The bot answered with an error');
    case 'invalid_command':
      return t('没有这个命令', 'There is no such command');
    case 'not_supported_in_threads':
      return t(
        '话题里不能用命令，请到对话里输入',
        'Commands do not work in threads; type it in the conversation',
      );
    case 'invalid_arguments':
    case 'invalid_blocks':
    case 'invalid_response_action':
    case 'view_too_large':
      return t(`机器人的应答不合格式（${error}）`, `The bot's answer was not valid (${error})`);
    default:
      return t(`没有成功（${error}）`, `That did not work (${error})`);
  }
}
