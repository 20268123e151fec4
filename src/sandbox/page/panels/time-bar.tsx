import './ui.css';
import './time-bar.css';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../language.ts';
import { panel } from '../state.ts';
import { longDate, shortDate, timeOf, weekdayOf } from '../time.ts';
import { kindWords } from './day-words.ts';
import { Dialog } from './dialog.tsx';
import { MoveProgress } from './move-progress.tsx';
import { percentOf } from './move-words.ts';
import { TimeControls } from './time-controls.tsx';
import { cancelMove, move, simulatedNow, time } from './time-machine.ts';

const TICK_MS = 1_000;

/**
 * The simulated date and time, and the buttons that move it. It takes the width it is given: where that is little, it
 * is one line that opens a sheet with the rest.
 */
export function TimeBar() {
  const [isOpen, open] = useState(false);
  return (
    <section class="time-bar" aria-label={t('模拟时间', 'Simulated time')}>
      <div class="time-bar-wide">
        <button
          type="button"
          class="time-now"
          title={t('打开日历', 'Open the calendar')}
          onClick={() => {
            panel.value = 'time';
          }}
        >
          <Now />
        </button>
        {move.value ? <MoveProgress /> : <TimeControls />}
      </div>
      <div class="time-bar-narrow">
        <button type="button" class="time-now" aria-haspopup="dialog" onClick={() => open(true)}>
          <Now short />
          <span aria-hidden="true">▾</span>
        </button>
        {move.value && (
          <>
            <button type="button" class="ui-button" onClick={() => cancelMove()}>
              {t('停止', 'Stop')}
            </button>
            <div class="ui-bar">
              <i style={{ width: `${percentOf(move.value)}%` }} />
            </div>
          </>
        )}
      </div>
      <p class="ui-unseen" role="status">
        {move.value &&
          t(
            `时间正在推进到${shortDate(move.value.to)} ${timeOf(move.value.to)}`,
            `Moving to ${shortDate(move.value.to)} ${timeOf(move.value.to)}`,
          )}
      </p>
      {isOpen && (
        <Dialog sheet title={t('模拟时间', 'Simulated time')} onClose={() => open(false)}>
          <Now />
          {move.value ? <MoveProgress /> : <TimeControls />}
        </Dialog>
      )}
    </section>
  );
}

/** The date, the weekday, the time ticking on, and what kind of day it is. */
function Now({ short = false }: { short?: boolean }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  const now = simulatedNow();
  if (now === null) return <span class="time-date">{t('时间…', 'Time…')}</span>;
  const day = time.value;
  return (
    <>
      <span class="time-date">
        {short ? shortDate(now) : `${longDate(now)} ${weekdayOf(now)}`} <b>{timeOf(now)}</b>
      </span>
      {day && <span class={day.isWorkingDay ? 'ui-chip good' : 'ui-chip warn'}>{kindWords(day)}</span>}
    </>
  );
}
