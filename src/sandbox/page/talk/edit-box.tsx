import { useEffect, useRef, useState } from 'preact/hooks';
import { act } from '../api.ts';
import { t } from '../language.ts';
import { isTyping } from './keys.ts';

interface EditBoxProps {
  person: string;
  channel: string;
  message: { ts: string };
  text: string;
  onDone(): void;
}

/** A message of one's own, being changed. Enter keeps, Escape gives up. */
export function EditBox({ person, channel, message, text, onDone }: EditBoxProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [now, set] = useState(text);
  useEffect(() => {
    const element = box.current;
    const article = element?.closest('article');
    element?.focus();
    element?.setSelectionRange(text.length, text.length);
    return () => article?.focus();
  }, []);
  const keep = async () => {
    if (!now.trim()) return;
    if (now === text || (await act('edit', { as: person, channel, ts: message.ts, text: now }))) onDone();
  };
  return (
    <div class="edit-box">
      <textarea
        ref={box}
        rows={Math.min(8, now.split('\n').length)}
        value={now}
        aria-label={t('编辑消息', 'Edit the message')}
        onInput={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isTyping(event)) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            onDone();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void keep();
          }
        }}
      />
      <div class="edit-actions">
        <button type="button" class="ui-button" onClick={onDone}>
          {t('取消', 'Cancel')}
        </button>
        <button type="button" class="ui-button primary" disabled={!now.trim()} onClick={keep}>
          {t('保存', 'Save')}
        </button>
      </div>
    </div>
  );
}
