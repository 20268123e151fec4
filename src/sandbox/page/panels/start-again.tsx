import { useState } from 'preact/hooks';
import { t } from '../language.ts';
import { Dialog } from './dialog.tsx';
import { doing, startAgain, time } from './time-machine.ts';

/** Going back is starting again: asks whether that is meant, and says what is forgotten. */
export function StartAgain({ onClose }: { onClose(): void }) {
  const [from, setFrom] = useState('');
  const story = time.value?.story;
  const waiting = doing.value === 'start-again';
  const begin = async (event: Event) => {
    event.preventDefault();
    if (await startAgain(from || null)) onClose();
  };
  return (
    <Dialog title={t('重新开始？', 'Start again?')} onClose={onClose}>
      <form onSubmit={begin}>
        <p>
          {t(
            '时间不能倒流。要回到过去，只能从头开始，下面这些都会忘记：',
            'Time does not run backwards. To go back, everything begins anew, and this is forgotten:',
          )}
        </p>
        <ul>
          <li>{t('全部消息、会话和文件', 'all messages, conversations and files')}</li>
          <li>
            {t(
              '已登记的签收、答复、月报，已发送的提醒',
              'what was signed for, answered, reported and reminded of',
            )}
          </li>
          <li>{t('自己上传的单位和提案（换回样例）', 'an office of your own (the sample comes back)')}</li>
        </ul>
        <label class="ui-field">
          <span>{t('从哪一天开始（可不填）', 'Begin on (may be left empty)')}</span>
          <input
            class="ui-input"
            type="date"
            value={from}
            min={story?.opens}
            max={story?.closes}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
          <small>
            {t(
              '不填就从样例的第一个早上开始：4月6日 08:30，清明节后第一个工作日。',
              'Left empty, it begins on the first morning of the sample: 04-06 08:30, after the Qingming holiday.',
            )}
          </small>
        </label>
        <div class="ui-actions">
          <button type="button" class="ui-button" onClick={onClose}>
            {t('不，继续演练', 'No, go on')}
          </button>
          <button type="submit" class="ui-button danger" disabled={waiting}>
            {waiting
              ? t('正在重新开始…', 'Starting again…')
              : t('全部忘记，重新开始', 'Forget all and start again')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
