import type { FrameView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { Dialog } from '../panels/dialog.tsx';
import { shortDate, timeOf } from '../time.ts';

interface TroublesProps {
  troubles: FrameView['troubles'];
  onClose(): void;
}

/** What the bot did that Slack would not take, newest first. */
export function Troubles({ troubles, onClose }: TroublesProps) {
  return (
    <Dialog
      title={t('机器人做了 Slack 不会接受的事', 'The bot did what Slack would not take')}
      onClose={onClose}
    >
      <ul class="troubles">
        {troubles.toReversed().map(({ at, message }) => (
          <li key={`${at}${message}`}>
            <time dateTime={at}>
              {shortDate(at)} {timeOf(at)}
            </time>
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
