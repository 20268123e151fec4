import type { QueueView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { Loading, NotAvailable } from './loading.tsx';
import { useLook } from './looking.ts';

/** The queue: where it lives, and how many jobs are in which state. */
export function QueueTab() {
  const { view, waiting } = useLook<QueueView>('queue');
  if (!view) return waiting ? <Loading /> : <NotAvailable />;
  return (
    <div class="queue">
      <p>
        {t('队列在', 'The queue lives in')} <b>{view.backend}</b>
      </p>
      <dl>
        {Object.entries(view.counts).map(([state, count]) => (
          <div key={state}>
            <dt>{jobState(state)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <p class="ui-note">
        {t(
          '队列只是让它快；发送表才是账本。清空队列，一条也不会丢。',
          'The queue only makes it fast; the deliveries are the ledger. Emptied, it loses nothing.',
        )}
      </p>
    </div>
  );
}

/** BullMQ's words for the states of a job. */
function jobState(state: string): string {
  switch (state) {
    case 'waiting':
      return t('等待', 'waiting');
    case 'active':
      return t('进行中', 'active');
    case 'delayed':
      return t('延后', 'delayed');
    case 'completed':
      return t('完成', 'completed');
    case 'failed':
      return t('失败', 'failed');
    case 'paused':
      return t('暂停', 'paused');
    case 'prioritized':
      return t('优先', 'prioritized');
    case 'waiting-children':
      return t('等子任务', 'waiting for children');
    default:
      return state;
  }
}
