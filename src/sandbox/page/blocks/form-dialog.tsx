import { useEffect, useRef } from 'preact/hooks';
import { objectAt, objectsAt, stringAt } from '../../json.ts';
import type { ElementValues, ModalView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { t } from '../language.ts';
import { Blocks } from './blocks.tsx';

/** The form on top of a person's stack as a dialog; nothing while none is open. */
export function FormDialog({ person, modal }: { person: string; modal: ModalView | null }) {
  const view = modal?.view;
  if (!view) return null;
  return <Dialog person={person} view={view} />;
}

function Dialog({ person, view }: { person: string; view: NonNullable<ModalView['view']> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  const submit = stringAt(objectAt(view, 'submit'), 'text');
  return (
    <dialog
      ref={dialog}
      class="form"
      onCancel={(event) => {
        event.preventDefault();
        post('close-form', { as: person });
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          post('submit', { as: person });
        }}
      >
        <h2>{stringAt(objectAt(view, 'title'), 'text')}</h2>
        <Blocks
          person={person}
          surface={{ kind: 'modal' }}
          blocks={objectsAt(view, 'blocks')}
          values={(objectAt(objectAt(view, 'state'), 'values') ?? {}) as ElementValues}
        />
        <button type="button" onClick={() => post('close-form', { as: person })}>
          {stringAt(objectAt(view, 'close'), 'text') || t('取消', 'Cancel')}
        </button>
        {submit && <button type="submit">{submit}</button>}
      </form>
    </dialog>
  );
}
