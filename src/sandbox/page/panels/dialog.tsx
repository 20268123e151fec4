import './dialog.css';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../language.ts';

interface DialogProps {
  title: string;
  onClose(): void;
  /** From the bottom edge, as wide as the page. */
  sheet?: boolean;
  children: ComponentChildren;
}

/** A question over the page: shown as long as it is rendered; Escape and a click beside it close it. */
export function Dialog({ title, onClose, sheet = false, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => element.current?.showModal(), []);
  return (
    <dialog
      ref={element}
      class={sheet ? 'ui-dialog sheet' : 'ui-dialog'}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="ui-dialog-inside">
        <header>
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="ui-icon"
            aria-label={t('关闭', 'Close')}
            onClick={() => element.current?.close()}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
