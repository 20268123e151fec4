import { t } from '../language.ts';

/** A state of the bot's deliveries in words, and whether that is well. */
export function stateOfDelivery(state: string): { words: string; tone: 'good' | 'warn' | 'bad' | '' } {
  switch (state) {
    case 'sent':
      return { words: t('已发送', 'sent'), tone: 'good' };
    case 'planned':
      return { words: t('将发送', 'planned'), tone: '' };
    case 'pending':
      return { words: t('待发送', 'pending'), tone: '' };
    case 'sending':
      return { words: t('发送中', 'sending'), tone: '' };
    case 'held':
      return { words: t('暂缓', 'held'), tone: 'warn' };
    case 'cancelled':
      return { words: t('已取消', 'cancelled'), tone: 'warn' };
    case 'failed':
      return { words: t('失败', 'failed'), tone: 'bad' };
    default:
      return { words: state, tone: '' };
  }
}

/** What kind of message a delivery is. */
export function kindOfDelivery(kind: string): string {
  switch (kind) {
    case 'reminder':
      return t('催办', 'reminder');
    case 'urgent':
      return t('加急催办', 'urgent reminder');
    case 'group':
      return t('群通知', 'group post');
    case 'desk':
      return t('给建议提案股', 'for the desk');
    case 'digest':
      return t('领导简报', 'digest');
    case 'receipt':
      return t('回执', 'receipt');
    case 'answer':
      return t('答复', 'answer');
    case 'alarm':
      return t('告警', 'alarm');
    default:
      return kind;
  }
}
