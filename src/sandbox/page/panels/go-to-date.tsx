import { useState } from 'preact/hooks';
import type { CalendarView } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { instantOf, longDate, timeOf } from '../time.ts';
import { addDays, dueDates } from './calendar-layout.ts';
import { dateWords } from './day-words.ts';
import { Dialog } from './dialog.tsx';
import { useLook } from './looking.ts';
import { advance, simulatedNow, today } from './time-machine.ts';

const NEXT_DUE = 4;

/** Asks for a date and a time to go to. Past ones are refused in words. */
export function GoToDate({ onClose }: { onClose(): void }) {
  const [date, setDate] = useState(() => addDays(today.peek(), 1));
  const [hour, setHour] = useState('09:00');
  const [problem, setProblem] = useState('');
  const { view: calendar } = useLook<CalendarView>('calendar');
  const coming = dueDates(calendar?.days ?? [])
    .filter((one) => one.date > today.value)
    .slice(0, NEXT_DUE);

  const go = (event: Event) => {
    event.preventDefault();
    const to = instantOf(date, hour);
    const now = simulatedNow() ?? 0;
    if (Number.isNaN(to)) {
      setProblem(t('请填写日期和时间。', 'Please give a date and a time.'));
    } else if (to <= now) {
      setProblem(
        t(
          `现在已经是${longDate(now)} ${timeOf(now)}，时间只能往前走。要回到过去，请用“重新开始”。`,
          `It is ${longDate(now)} ${timeOf(now)} already, and time only moves forward. To go back, start again.`,
        ),
      );
    } else {
      void advance(to);
      onClose();
    }
  };

  return (
    <Dialog title={t('推进到某一天', 'Move to a date')} onClose={onClose}>
      <form onSubmit={go} noValidate>
        <div class="ui-row go-to-date">
          <label class="ui-field">
            <span>{t('日期', 'Date')}</span>
            <input
              class="ui-input"
              type="date"
              value={date}
              min={today.value}
              aria-invalid={problem !== ''}
              aria-describedby="go-to-date-problem"
              onInput={(event) => setDate(event.currentTarget.value)}
            />
          </label>
          <label class="ui-field">
            <span>{t('时间（北京时间）', 'Time (Beijing)')}</span>
            <input
              class="ui-input"
              type="time"
              value={hour}
              aria-describedby="go-to-date-problem"
              onInput={(event) => setHour(event.currentTarget.value)}
            />
          </label>
        </div>
        <p id="go-to-date-problem" class="ui-error" role="alert">
          {problem}
        </p>
        {coming.length > 0 && (
          <fieldset class="coming">
            <legend>{t('接下来的截止日', 'Coming due dates')}</legend>
            {coming.map((one) => (
              <button
                key={one.date}
                type="button"
                aria-pressed={one.date === date}
                onClick={() => {
                  setDate(one.date);
                  setProblem('');
                }}
              >
                <b>{dateWords(one.date)}</b>
                <span>{one.due.map((due) => due.title).join(t('、', ', '))}</span>
              </button>
            ))}
          </fieldset>
        )}
        <p class="ui-note">
          {t(
            '途中该发生的每件事都会按时间顺序发生。',
            'Everything that is due on the way happens, in its order.',
          )}
        </p>
        <div class="ui-actions">
          <button type="button" class="ui-button" onClick={onClose}>
            {t('取消', 'Cancel')}
          </button>
          <button type="submit" class="ui-button primary">
            {t('推进', 'Move')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
