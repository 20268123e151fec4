import './toasts.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../language.ts';
import { dismiss, toasts } from '../toasts.ts';
import { Icon } from './icon.tsx';

/** What has to be said in passing, over everything. */
export function Toasts() {
  const place = useRef<HTMLDivElement>(null);
  const isAny = toasts.value.length > 0;
  const newest = toasts.value.at(-1)?.id;
  useLayoutEffect(() => {
    if (!isAny) return;
    // Shown anew for each, because a dialog may have opened over it meanwhile.
    place.current?.showPopover();
    return () => place.current?.hidePopover();
  }, [isAny, newest]);
  return (
    <div class="toasts" role="alert" popover="manual" ref={place}>
      {toasts.value.map(({ id, text }) => (
        <p key={id} class="toast">
          <span>{text}</span>
          <button type="button" class="ui-icon" aria-label={t('关闭', 'Close')} onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}
