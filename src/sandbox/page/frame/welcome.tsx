import './welcome.css';
import { signal } from '@preact/signals';
import { t } from '../language.ts';
import { advance, busy, time } from '../panels/time-machine.ts';
import { goTo, me } from '../state.ts';
import { proposed } from '../talk/drafts.ts';
import { Icon } from './icon.tsx';

const KEPT = 'duban.welcomed';
const isShown = signal(localStorage.getItem(KEPT) === null);

export function showWelcome(): void {
  isShown.value = true;
}

function hide(): void {
  isShown.value = false;
  localStorage.setItem(KEPT, 'yes');
}

/** Nine o'clock, when units are reminded; the desk's own note comes earlier. */
function goToMorning(): void {
  const next = time.value?.nextWorkingMorning;
  if (next) void advance(next);
}

function proposeReply(): void {
  goTo({ place: 'dm', thread: null });
  proposed.value = '已签收';
}

/** What to try first, until the person has had enough of it. */
export function Welcome() {
  if (!isShown.value) return null;
  const name = me.value?.name ?? '';
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <header>
        <h2 id="welcome-title">{t('三步看懂督办', 'Duban in three steps')}</h2>
        <button type="button" class="ui-icon" aria-label={t('收起提示', 'Hide these steps')} onClick={hide}>
          <Icon name="close" />
        </button>
      </header>
      <ol>
        <li>
          <strong>{t('你是谁', 'Who you are')}</strong>
          {t(
            `你现在是“${name}”。左边可以换成任何人：股内人员、领导或别的单位。`,
            `You act as “${name}”. On the left you can be anybody: the desk, a manager, another unit.`,
          )}
        </li>
        <li>
          <strong>{t('让时间走', 'Move time')}</strong>
          {t(
            '上方是模拟的日期。到了该发送的时候，督办会来提醒。',
            'The date above is simulated. When the time comes, the bot reminds people. ',
          )}
          {time.value && (
            <button type="button" class="link" disabled={busy.value} onClick={goToMorning}>
              {t('推进到下一个工作日 09:00', 'Move to the next working day, 09:00')}
            </button>
          )}
        </li>
        <li>
          <strong>{t('回一句话', 'Say something')}</strong>
          {t(
            '收到提醒以后，回它一句“已签收”；输入 / 可以看到全部命令。',
            'After the reminder answer “已签收” (signed for); type / to see all commands. ',
          )}
          <button type="button" class="link" onClick={proposeReply}>
            {t('替我写上“已签收”', 'Write “已签收” for me')}
          </button>
        </li>
      </ol>
    </section>
  );
}
