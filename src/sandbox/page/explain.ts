import type { GestureAnswer } from '../page-server/contract.ts';
import { t } from './language.ts';
import { tell } from './toasts.ts';

/** Slack's word for what went wrong, as a newcomer understands it. */
export function inPlainWords(error: string): string {
  switch (error) {
    case 'operation_timeout':
      return t(
        '机器人 3 秒内没有应答，这次操作可能没有生效，请再试一次',
        'The bot did not answer within 3 seconds; what you did may not have counted, please try again',
      );
    case 'dispatch_failed':
      return t(
        '机器人没有连接，这次操作没有送到，请稍后再试',
        'The bot is not connected, so this did not reach it; please try again in a moment',
      );
    case 'http_service_error':
      return t('机器人应答出错，请再试一次', 'The bot answered with an error; please try again');
    case 'invalid_command':
      return t('没有这个命令', 'There is no such command');
    case 'not_supported_in_threads':
      return t(
        '话题里不能用命令，请到对话里输入',
        'Commands do not work in threads; type it in the conversation',
      );
    default:
      return t(`没有成功（${error}）`, `That did not work (${error})`);
  }
}

/** Tells the person when something they did failed. */
export function explain(answer: GestureAnswer | null): void {
  if (answer && !answer.ok && answer.error) tell(inPlainWords(answer.error));
}
