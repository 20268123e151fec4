import type { MessageView } from '../../page-server/contract.ts';
import { Mrkdwn } from '../blocks/index.ts';
import { t } from '../language.ts';
import { instantOf, instantOfTs, longDate, timeOf, weekdayOf } from '../time.ts';

/** A new day of the office. */
export function DayLine({ date }: { date: string }) {
  const at = instantOf(date, '00:00');
  return (
    <h3 class="day-line">
      <span>
        {longDate(at)} {weekdayOf(at)}
      </span>
    </h3>
  );
}

/** Where what was not read begins. */
export function UnreadLine() {
  return (
    <div class="unread-line">
      <span>{t('新消息', 'New')}</span>
    </div>
  );
}

/** Joined, left and the like. */
export function SystemLine({ message }: { message: MessageView }) {
  return (
    <div class="system-line">
      <Mrkdwn text={message.text} />
      <time>{timeOf(instantOfTs(message.ts))}</time>
    </div>
  );
}
