import './day-detail.css';
import { useState } from 'preact/hooks';
import type { CalendarDay, CalendarDayView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { instantOf, timeOf } from '../time.ts';
import { dateWords, distanceWords, kindWords } from './day-words.ts';
import { kindOfDelivery, stateOfDelivery } from './delivery-words.ts';
import { useLook } from './looking.ts';
import { advance, busy, simulatedNow, today } from './time-machine.ts';

/** The working hours begin. */
const MORNING = '09:00';
const AT_FIRST = 50;

/** One day: what falls due, what was and will be sent, and the way there. */
export function DayDetail({ day }: { day: CalendarDay | null }) {
  if (!day) return null;
  const { date } = day;
  const morning = instantOf(date, MORNING);
  const isAhead = morning > (simulatedNow() ?? Number.POSITIVE_INFINITY);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="day-detail" aria-labelledby="day-detail-title" tabIndex={0}>
      <header>
        <h3 id="day-detail-title">
          {dateWords(date)} <small class="ui-small">{today.value && distanceWords(today.value, date)}</small>
        </h3>
        <span class={day.kind === 'working' ? 'ui-chip good' : 'ui-chip warn'}>
          {kindWords({ isWorkingDay: day.kind === 'working', dayName: day.dayName })}
        </span>
        {isAhead && (
          <button
            type="button"
            class="ui-button primary"
            disabled={busy.value}
            onClick={() => advance(morning)}
          >
            {t('推进到这一天', 'Move to this day')} {MORNING}
          </button>
        )}
      </header>
      {day.due.length > 0 && (
        <ul class="day-due">
          {day.due.map(({ title, clause }) => (
            <li key={title}>
              <b>{t('截止', 'Due')}</b> {title}{' '}
              <small class="ui-small">{t(`依据 ${clause}`, `clause ${clause}`)}</small>
            </li>
          ))}
        </ul>
      )}
      <Messages key={date} date={date} />
    </section>
  );
}

function Messages({ date }: { date: string }) {
  const { view, waiting } = useLook<CalendarDayView>('calendar-day', { date });
  const [all, showAll] = useState(false);
  if (!view)
    return (
      <p class="ui-note">
        {waiting ? t('正在读取…', 'Reading…') : t('没有这一天的发送记录。', 'No record of this day.')}
      </p>
    );
  if (view.messages.length === 0)
    return (
      <p class="ui-note">
        {date < today.value
          ? t('这一天没有主动发送。', 'Nothing was sent on this day.')
          : t('这一天不会主动发送。', 'Nothing will be sent on this day.')}
      </p>
    );
  const shown = all ? view.messages : view.messages.slice(0, AT_FIRST);
  return (
    <>
      <ul class="day-messages">
        {shown.map((message, index) => (
          <li key={index}>
            <time dateTime={message.at}>{timeOf(message.at)}</time>
            <span class="day-message-what">
              <b>{message.to}</b> {message.title}
              <small class="ui-small"> {kindOfDelivery(message.kind)}</small>
            </span>
            <State state={message.state} />
          </li>
        ))}
      </ul>
      {shown.length < view.messages.length && (
        <button type="button" class="ui-button" onClick={() => showAll(true)}>
          {t(`显示全部${view.messages.length}条`, `Show all ${view.messages.length}`)}
        </button>
      )}
    </>
  );
}

function State({ state }: { state: CalendarDayView['messages'][number]['state'] }) {
  const { words, tone } = stateOfDelivery(state);
  return <span class={`ui-chip ${tone}`}>{words}</span>;
}
