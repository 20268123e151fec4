import { useState } from 'preact/hooks';
import type { DeliveriesView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { dateOf, shortDate, timeOf } from '../time.ts';
import { kindOfDelivery, stateOfDelivery } from './delivery-words.ts';
import { Loading, NotAvailable } from './loading.tsx';
import { useLook } from './looking.ts';

const PAGE = 50;

/** The bot's ledger of messages owed and sent, the newest first. */
export function DeliveriesTab() {
  const [state, setState] = useState('');
  const [offset, setOffset] = useState(0);
  const { view, waiting } = useLook<DeliveriesView>('deliveries', {
    offset: String(offset),
    ...(state && { state }),
  });
  if (!view) return waiting ? <Loading /> : <NotAvailable />;
  const whole = Object.values(view.counts).reduce((sum, count) => sum + count, 0);
  const choose = (wanted: string) => {
    setState(wanted);
    setOffset(0);
  };
  return (
    <>
      <div class="inspector-bar">
        <button type="button" class="ui-button" aria-pressed={state === ''} onClick={() => choose('')}>
          {t('全部', 'All')} <b>{whole}</b>
        </button>
        {Object.entries(view.counts).map(([name, count]) => (
          <button
            key={name}
            type="button"
            class="ui-button"
            aria-pressed={state === name}
            onClick={() => choose(name)}
          >
            {stateOfDelivery(name).words} <b>{count}</b>
          </button>
        ))}
      </div>
      {view.rows.length === 0 ? (
        <p class="panel-missing">{t('还没有发送。把时间往前推进看看。', 'Nothing yet. Move time on.')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="inspector-table" tabIndex={0} aria-label={t('发送表', 'Deliveries')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('应发', 'Due')}</th>
                <th scope="col">{t('给谁', 'To')}</th>
                <th scope="col">{t('状态', 'State')}</th>
                <th scope="col">{t('次数', 'Tries')}</th>
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <nav class="inspector-pages" aria-label={t('分页', 'Pages')}>
        <button
          type="button"
          class="ui-button"
          disabled={offset === 0}
          onClick={() => setOffset(Math.max(0, offset - PAGE))}
        >
          ‹ {t('较新', 'Newer')}
        </button>
        <span>
          {view.total === 0 ? 0 : offset + 1}–{Math.min(offset + PAGE, view.total)} / {view.total}
        </span>
        <button
          type="button"
          class="ui-button"
          disabled={offset + PAGE >= view.total}
          onClick={() => setOffset(offset + PAGE)}
        >
          {t('较旧', 'Older')} ›
        </button>
      </nav>
    </>
  );
}

function Row({ row }: { row: DeliveriesView['rows'][number] }) {
  const { words, tone } = stateOfDelivery(row.state);
  return (
    <tr>
      <td>
        {shortDate(row.dueAt)} {timeOf(row.dueAt)}
        {row.sentAt && <small class="ui-small line">{sentWords(row.dueAt, row.sentAt)}</small>}
      </td>
      <td class="grow">
        {row.to}
        <small class="ui-small line">{kindOfDelivery(row.kind)}</small>
        {row.error && <small class="ui-small line bad">{row.error}</small>}
      </td>
      <td>
        <span class={`ui-chip ${tone}`}>{words}</span>
      </td>
      <td>{row.attempts}</td>
    </tr>
  );
}

/** The date again only where it is another one. */
function sentWords(dueAt: string, sentAt: string): string {
  const day = dateOf(sentAt) === dateOf(dueAt) ? '' : `${shortDate(sentAt)} `;
  return t(`${day}${timeOf(sentAt)} 已发`, `sent ${day}${timeOf(sentAt)}`);
}
