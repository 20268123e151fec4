import './ui.css';
import './time-bar.css';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../language.ts';
import { panel } from '../state.ts';
import { dateOf, shortDate, timeOf, weekdayOf } from '../time.ts';
import { kindWords } from './day-words.ts';
import { Dialog } from './dialog.tsx';
import { MoveProgress } from './move-progress.tsx';
import { percentOf } from './percent.ts';
import { TimeControls } from './time-controls.tsx';
import { cancelMove, move, pause, simulatedNow, time } from './time-machine.ts';

const TICK_MS = 1_000;

/**
 * The simulated date and time, and the buttons that move it. It takes the width it is given: with less, the buttons
 * used less are behind one that opens all of them, and at last the date alone is.
 */
export function TimeBar() {
  const [isOpen, open] = useState(false);
  const openAll = () => open(true);
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
        {move.value ? <MoveProgress /> : <TimeControls onMore={openAll} />}
      </div>
      <div class="time-bar-narrow">
        <button type="button" class="time-now" aria-haspopup="dialog" onClick={openAll}>
          <Now />
          <span aria-hidden="true">▾</span>
        </button>
        <NarrowStop />
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
          <div class="time-now">
            <Now />
          </div>
          {move.value ? <MoveProgress /> : <TimeControls />}
        </Dialog>
      )}
    </section>
  );
}

/** What moves, and the way to stop it, where there is no room for more. */
function NarrowStop() {
  if (move.value)
    return (
      <>
        <button type="button" class="ui-button" onClick={() => cancelMove()}>
          {t('停止', 'Stop')}
        </button>
        <div class="ui-bar">
          <i style={{ width: `${percentOf(move.value)}%` }} />
        </div>
      </>
    );
  if (time.value?.playing)
    return (
      <button type="button" class="ui-button" onClick={() => pause()}>
        {t('暂停', 'Pause')}
      </button>
    );
  return null;
}

/** The date, the weekday, the time ticking on, and what kind of day it is. */
function Now() {
  const [, tick] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  const now = simulatedNow();
  if (now === null) return <span class="time-words">{t('时间…', 'Time…')}</span>;
  const year = dateOf(now).slice(0, 4);
  const day = time.value;
  return (
    <span class="time-words">
      <span class="time-date">
        <span class="time-year">{t(`${year}年`, `${year}-`)}</span>
        {shortDate(now)} {weekdayOf(now)} <b>{timeOf(now)}</b>
      </span>
      {day && <span class={day.isWorkingDay ? 'time-kind' : 'time-kind rest'}>{kindWords(day)}</span>}
    </span>
  );
}
