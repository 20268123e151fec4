import './calendar-panel.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CalendarView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { busiest, dueDates, monthOf, monthsOf, sameDayOf, stepFrom } from './calendar-layout.ts';
import { DayDetail } from './day-detail.tsx';
import { monthWords } from './day-words.ts';
import { DueList } from './due-list.tsx';
import { Loading, NotAvailable } from './loading.tsx';
import { useLook } from './looking.ts';
import { MonthGrid } from './month-grid.tsx';
import { today } from './time-machine.ts';

const ASK_AGAIN_MS = 1_000;
/** Above the month that is scrolled to. */
const MARGIN_PX = 8;

/** The year of the notice: what falls due when, and what is sent when. */
export function CalendarPanel() {
  const { view, waiting, again } = useLook<CalendarView>('calendar');
  const [picked, pick] = useState<string | null>(null);
  const months = useRef<HTMLDivElement>(null);

  const plannedUntil = view?.plannedUntil ?? null;
  useEffect(() => {
    if (plannedUntil === null) return;
    const asking = setInterval(again, ASK_AGAIN_MS);
    return () => clearInterval(asking);
  }, [plannedUntil, again]);

  const isThere = view !== null;
  useEffect(() => {
    // By hand, because scrollIntoView would move the page around the panel, too.
    const month = months.current?.querySelector('.month.shown');
    const scroller = months.current?.parentElement;
    if (!isThere || !month || !scroller) return;
    scroller.scrollTop +=
      month.getBoundingClientRect().top - scroller.getBoundingClientRect().top - MARGIN_PX;
  }, [isThere]);

  const first = view?.days[0]?.date;
  const last = view?.days.at(-1)?.date;
  if (!view || !first || !last) return waiting ? <Loading /> : <NotAvailable />;

  const within = (date: string) => (date < first ? first : date > last ? last : date);
  const chosen = within(picked ?? today.value);
  const shown = monthOf(chosen);
  const most = busiest(view);
  const walk = (event: KeyboardEvent) => {
    const to = stepFrom(chosen, event.key, first, last);
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    pick(to);
    requestAnimationFrame(() => months.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus());
  };
  const turn = (by: number) => pick(within(sameDayOf(`${shown}-01`, by)));

  return (
    <div class="calendar">
      <div class="calendar-inside">
        <DueList due={dueDates(view.days)} chosen={chosen} onPick={pick} />
        <div class="calendar-year">
          <div class="calendar-turn">
            <button
              type="button"
              class="ui-icon"
              aria-label={t('上个月', 'Previous month')}
              disabled={shown === monthOf(first)}
              onClick={() => turn(-1)}
            >
              <span aria-hidden="true">‹</span>
            </button>
            <b>{monthWords(shown)}</b>
            <button
              type="button"
              class="ui-icon"
              aria-label={t('下个月', 'Next month')}
              disabled={shown === monthOf(last)}
              onClick={() => turn(1)}
            >
              <span aria-hidden="true">›</span>
            </button>
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the grids inside */}
          <div class="calendar-months" ref={months} onKeyDown={walk}>
            {monthsOf(view.days).map((month) => (
              <MonthGrid
                key={month.month}
                month={month}
                today={today.value}
                chosen={chosen}
                most={most}
                isShown={month.month === shown}
                onPick={pick}
              />
            ))}
          </div>
          <Legend />
        </div>
        <DayDetail day={view.days.find((day) => day.date === chosen) ?? null} />
      </div>
    </div>
  );
}

function Legend() {
  return (
    <ul class="calendar-legend" aria-label={t('图例', 'Key')}>
      <li>
        <i class="key due" /> {t('截止日', 'due date')}
      </li>
      <li>
        <i class="key today" /> {t('今天', 'today')}
      </li>
      <li>
        <i class="key rest" /> {t('休息日', 'rest day')}
      </li>
      <li>
        <b>休</b> {t('放假', 'holiday')}
      </li>
      <li>
        <b>班</b> {t('调休上班', 'worked weekend')}
      </li>
      <li>
        <i class="key sent" /> {t('已发送', 'sent')}
      </li>
      <li>
        <i class="key planned" /> {t('将发送', 'to be sent')}
      </li>
    </ul>
  );
}
