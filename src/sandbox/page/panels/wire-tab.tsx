import { useState } from 'preact/hooks';
import type { WireEntry } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { shortDate, timeOf } from '../time.ts';
import { Loading, NotAvailable } from './loading.tsx';
import { useWire } from './use-wire.ts';
import { EVERYTHING, outcomeOf, passes, type WireFilter } from './wire-log.ts';

/** What crosses the wire between the workspace and the bot, the newest on top, live until it is paused. */
export function WireTab() {
  const { entries, waiting } = useWire();
  const [filter, setFilter] = useState<WireFilter>(EVERYTHING);
  const [paused, pauseAt] = useState<readonly WireEntry[] | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  if (!entries) return waiting ? <Loading /> : <NotAvailable />;

  const shown = (paused ?? entries).filter((entry) => passes(entry, filter)).reverse();
  const newest = paused?.at(-1)?.seq ?? 0;
  const unseen = paused ? entries.filter((entry) => entry.seq > newest).length : 0;
  const toggle = (seq: number) => {
    const next = new Set(open);
    if (!next.delete(seq)) next.add(seq);
    setOpen(next);
  };
  return (
    <>
      <WireBar
        filter={filter}
        onFilter={setFilter}
        isPaused={paused !== null}
        unseen={unseen}
        onPause={() => pauseAt(paused ? null : entries)}
      />
      {shown.length === 0 && (
        <p class="panel-missing">
          {entries.length === 0
            ? t(
                '线路上还没有东西。给督办发一句话看看。',
                'Nothing has crossed yet. Say something to the bot.',
              )
            : t('没有符合筛选的记录。', 'Nothing passes the filter.')}
        </p>
      )}
      <ol class="wire" aria-label={t('线路记录，最新的在上', 'What crossed the wire, the newest on top')}>
        {shown.map((entry) => (
          <Entry
            key={entry.seq}
            entry={entry}
            isOpen={open.has(entry.seq)}
            onToggle={() => toggle(entry.seq)}
          />
        ))}
      </ol>
    </>
  );
}

interface WireBarProps {
  filter: WireFilter;
  onFilter(filter: WireFilter): void;
  isPaused: boolean;
  unseen: number;
  onPause(): void;
}

function WireBar({ filter, onFilter, isPaused, unseen, onPause }: WireBarProps) {
  return (
    <div class="inspector-bar">
      <select
        class="ui-input"
        aria-label={t('方向', 'Way')}
        value={filter.way}
        onChange={(event) => onFilter({ ...filter, way: event.currentTarget.value as WireFilter['way'] })}
      >
        <option value="both">{t('双向', 'Both ways')}</option>
        <option value="to-bot">{t('到机器人', 'To the bot')}</option>
        <option value="from-bot">{t('机器人发出', 'From the bot')}</option>
      </select>
      <select
        class="ui-input"
        aria-label={t('结果', 'Result')}
        value={filter.result}
        onChange={(event) =>
          onFilter({ ...filter, result: event.currentTarget.value as WireFilter['result'] })
        }
      >
        <option value="all">{t('所有结果', 'Any result')}</option>
        <option value="well">{t('成功', 'Well')}</option>
        <option value="failed">{t('失败', 'Failed')}</option>
        <option value="pending">{t('等待中', 'Pending')}</option>
        <option value="fault">{t('注入故障', 'With a fault')}</option>
      </select>
      <input
        class="ui-input grow"
        type="search"
        placeholder={t('按名称筛选', 'Filter by name')}
        aria-label={t('按名称筛选', 'Filter by name')}
        value={filter.name}
        onInput={(event) => onFilter({ ...filter, name: event.currentTarget.value })}
      />
      <button type="button" class="ui-button pause" aria-pressed={isPaused} onClick={onPause}>
        {isPaused ? t(`继续（新${unseen}）`, `Go on (${unseen} new)`) : t('暂停', 'Pause')}
      </button>
    </div>
  );
}

const TONES = { well: 'good', failed: 'bad', pending: '' };

function Entry({ entry, isOpen, onToggle }: { entry: WireEntry; isOpen: boolean; onToggle(): void }) {
  const isToBot = entry.way === 'to-bot';
  return (
    <li class={entry.fault ? 'faulty' : ''}>
      <button type="button" class="wire-line" aria-expanded={isOpen} onClick={onToggle}>
        <span class={`wire-way ${entry.way}`}>
          <span aria-hidden="true">{isToBot ? '→' : '←'}</span>
          <span class="ui-unseen">
            {isToBot ? t('到机器人', 'to the bot') : t('机器人发出', 'from the bot')}
          </span>
        </span>
        <span class="wire-name">{entry.name}</span>
        <span class={`ui-chip ${TONES[outcomeOf(entry)]}`}>
          {entry.result === 'pending' ? t('等待中', 'pending') : entry.result}
        </span>
        <span class="wire-took">{entry.tookMs === null ? '…' : `${entry.tookMs} ms`}</span>
        <time class="wire-at" dateTime={entry.at}>
          {shortDate(entry.at)} {timeOf(entry.at)}
        </time>
        {entry.fault && (
          <span class="wire-fault">
            <span aria-hidden="true">⚡</span> {t('故障', 'fault')} {entry.fault}
          </span>
        )}
      </button>
      {isOpen && (
        <div class="wire-bodies">
          <Body
            title={isToBot ? t('发给机器人', 'Sent to the bot') : t('机器人发出', 'Sent by the bot')}
            body={entry.sent}
          />
          <Body title={t('应答', 'Answered')} body={entry.answered} />
        </div>
      )}
    </li>
  );
}

function Body({ title, body }: { title: string; body: WireEntry['answered'] }) {
  return (
    <section>
      <h3>{title}</h3>
      {body ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <pre tabIndex={0}>{JSON.stringify(body, null, 2)}</pre>
      ) : (
        <p class="ui-note">{t('没有内容', 'nothing')}</p>
      )}
    </section>
  );
}
