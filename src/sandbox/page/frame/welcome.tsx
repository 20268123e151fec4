import './welcome.css';
import { signal } from '@preact/signals';
import { t } from '../language.ts';
import { me } from '../state.ts';
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
            '上方是模拟时间。推进到下一次发送，督办就会来提醒。',
            'The time above is simulated. Move it to the next sending, and the bot will remind people.',
          )}
        </li>
        <li>
          <strong>{t('回一句话', 'Say something')}</strong>
          {t(
            '在下面输入“已签收”，或者输入 / 看它听得懂什么。',
            'Type “已签收” (signed for) below, or / to see what the bot understands.',
          )}
        </li>
      </ol>
    </section>
  );
}
