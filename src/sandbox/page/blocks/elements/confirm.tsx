import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectAt } from '../../../json.ts';
import { PlainText, TextObject } from '../text.tsx';

/** Asks what an element wants to have confirmed before it counts. */
export function useConfirm(element: JsonObject) {
  const [next, setNext] = useState<{ run: () => void } | null>(null);
  const confirm = objectAt(element, 'confirm');
  const ask = (run: () => void) => (confirm ? setNext({ run }) : run());
  const dialog = confirm && next && (
    <ConfirmDialog
      confirm={confirm}
      onAnswer={(isSure) => {
        setNext(null);
        if (isSure) next.run();
      }}
    />
  );
  return { ask, dialog, isAsking: confirm !== undefined };
}

function ConfirmDialog({ confirm, onAnswer }: { confirm: JsonObject; onAnswer: (isSure: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const sure = useRef<HTMLButtonElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    sure.current?.focus();
    return () => shown?.close();
  }, []);
  const deny = () => onAnswer(false);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        deny();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        deny();
      }}
    >
      <h2 class="confirm-title" id={`${id}-title`}>
        <PlainText of={objectAt(confirm, 'title')} />
      </h2>
      <div id={`${id}-text`} class="confirm-text">
        <TextObject of={objectAt(confirm, 'text')} />
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={deny}>
          <PlainText of={objectAt(confirm, 'deny')} />
        </button>
        <button
          ref={sure}
          type="button"
          class={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          <PlainText of={objectAt(confirm, 'confirm')} />
        </button>
      </div>
    </dialog>
  );
}
