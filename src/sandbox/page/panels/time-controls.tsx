import { useState } from 'preact/hooks';
import { t } from '../language.ts';
import { dateOf, shortDate, timeOf } from '../time.ts';
import { GoToDate } from './go-to-date.tsx';
import { StartAgain } from './start-again.tsx';
import { advance, busy, pause, play, time, today } from './time-machine.ts';

const SPEEDS = {
  hour: () => t('每秒1小时', '1 h/s'),
  day: () => t('每秒1天', '1 day/s'),
};

/** The buttons that move time; where they do not all fit, `onMore` opens the others. */
export function TimeControls({ onMore }: { onMore?: () => void }) {
  const [asked, setAsked] = useState<'date' | 'again' | null>(null);
  const view = time.value;
  const stuck = busy.value;
  const playing = view?.playing ?? null;
  const next = view?.nextSending ?? null;
  const close = () => setAsked(null);
  return (
    <div class="time-controls">
      <button
        type="button"
        class="ui-button hinted primary"
        disabled={stuck || next === null}
        onClick={() => next && advance(next)}
      >
        {t('下一次发送', 'Next sending')}
        <small>
          {next ? near(next) : !view || stuck || playing ? '…' : t('没有要发的了', 'nothing to come')}
        </small>
      </button>
      <button
        type="button"
        class="ui-button hinted"
        disabled={stuck || !view}
        onClick={() => view && advance(view.nextWorkingMorning)}
      >
        {t('下一工作日', 'Next working day')}
        <small>{view ? near(view.nextWorkingMorning) : '09:00'}</small>
      </button>
      <button type="button" class="ui-button time-to-date" disabled={stuck} onClick={() => setAsked('date')}>
        {t('到某日…', 'To a date…')}
      </button>
      <fieldset class={playing ? 'time-film playing' : 'time-film'}>
        <legend class="ui-unseen">{t('自动播放', 'Play')}</legend>
        {(['hour', 'day'] as const).map((speed) => (
          <button
            key={speed}
            type="button"
            class="ui-button time-play"
            aria-pressed={playing === speed}
            disabled={stuck || !view}
            title={SPEEDS[speed]()}
            onClick={() => play(speed)}
          >
            <span aria-hidden="true">{speed === 'hour' ? '▶' : '▶▶'}</span>
            <span class="time-speed">{SPEEDS[speed]()}</span>
          </button>
        ))}
        <button
          type="button"
          class="ui-button"
          disabled={playing === null}
          title={t('暂停', 'Pause')}
          onClick={() => pause()}
        >
          <span aria-hidden="true">❚❚</span>
          <span class="time-speed">{t('暂停', 'Pause')}</span>
        </button>
      </fieldset>
      <button
        type="button"
        class="ui-button time-again-button"
        disabled={!view}
        title={t('重新开始', 'Start again')}
        onClick={() => setAsked('again')}
      >
        <span aria-hidden="true">↺</span>
        <span class="time-speed again">{t('重新开始', 'Start again')}</span>
      </button>
      {onMore && (
        <button
          type="button"
          class="ui-button time-more"
          aria-haspopup="dialog"
          aria-label={t('更多时间操作', 'More of time')}
          title={t('播放、重新开始…', 'Play, start again…')}
          onClick={onMore}
        >
          <span aria-hidden="true">⋯</span>
        </button>
      )}
      {asked === 'date' && <GoToDate onClose={close} />}
      {asked === 'again' && <StartAgain onClose={close} />}
    </div>
  );
}

/** 今天 14:30, or 4月7日 09:00. */
function near(instant: string): string {
  const day = dateOf(instant) === today.value ? t('今天', 'today') : shortDate(instant);
  return `${day} ${timeOf(instant)}`;
}
