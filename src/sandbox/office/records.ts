import { countByState, type ListedDelivery, listDeliveries } from '../../store/delivery-list.ts';
import { ensureOffice } from '../../store/offices.ts';
import type { DeliveriesView } from '../page-server/contract.ts';
import type { StageRecords } from '../stage.ts';
import type { Backstage } from './backstage.ts';

const PAGE = 50;

/** The ledger and the queue for the page's engineers. */
export function recordsOf({ storage: { db }, bot }: Backstage): StageRecords {
  return {
    async deliveries({ state, offset }) {
      const { id } = await ensureOffice(db);
      const counts = await countByState(db, id);
      const rows = await listDeliveries(db, id, { state, offset, limit: PAGE });
      const total = state === null ? Object.values(counts).reduce((sum, one) => sum + one, 0) : counts[state];
      return { counts, rows: rows.map(asRow), total: total ?? 0 };
    },
    async queue() {
      const context = bot.running?.context;
      if (!context) return { backend: '', counts: {} };
      return {
        backend: context.config.redisUrl === null ? 'PostgreSQL' : 'Redis',
        counts: { ...(await context.queue.counts()) },
      };
    },
  };
}

function asRow({ delivery, recipient }: ListedDelivery): DeliveriesView['rows'][number] {
  const { id, kind, state, sendAfter, sentAt, attempts, reason } = delivery;
  return {
    id,
    kind,
    to: recipient ?? delivery.channel ?? '工作群',
    state,
    dueAt: sendAfter.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    attempts,
    error: reason,
  };
}
