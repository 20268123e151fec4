import './move-progress.css';
import { t } from '../language.ts';
import { shortDate, timeOf } from '../time.ts';
import { percentOf } from './percent.ts';
import { cancelMove, move } from './time-machine.ts';

/** How far the move under way has come, and the button that stops it. */
export function MoveProgress() {
  const moving = move.value;
  if (!moving) return null;
  const percent = percentOf(moving);
  const words = (instant: string) => `${shortDate(instant)} ${timeOf(instant)}`;
  return (
    <div class="move">
      <div class="move-words">
        <span>
          {t('已到', 'At')} <b>{words(moving.at)}</b>
        </span>
        <span>
          {t('目标', 'to')} {words(moving.to)}
        </span>
      </div>
      <div
        class="ui-bar"
        role="progressbar"
        aria-label={t('时间推进', 'Time moving forward')}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={words(moving.at)}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <button type="button" class="ui-button" onClick={() => cancelMove()}>
        <span aria-hidden="true">■</span> {t('停止', 'Stop')}
      </button>
    </div>
  );
}
