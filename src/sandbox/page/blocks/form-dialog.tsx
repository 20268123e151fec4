import './form-dialog.css';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectAt, stringAt } from '../../json.ts';
import type { ModalView, SubmitAnswer } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { t } from '../language.ts';
import { BlockList } from './blocks.tsx';
import { Cross } from './elements/cross.tsx';
import { reasonOf } from './reasons.ts';
import { type Hand, HandContext, useHandOf } from './surface.ts';
import { PlainText } from './text.tsx';
import { contentOf } from './view.ts';

/** The form on top of a person's stack as a dialog; nothing while none is open. */
export function FormDialog({ person, modal }: { person: string; modal: ModalView | null }) {
  const view = modal?.view;
  return view ? <Dialog key={person} person={person} view={view} depth={modal.depth} /> : null;
}

interface DialogProps {
  person: string;
  view: JsonObject;
  depth: number;
}

/** Stays while forms come and go on it, so that the focus returns where it was when the last one closes. */
function Dialog({ person, view, depth }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const close = (all = false) => post('close-form', { as: person, ...(all && { all }) });
  return (
    <dialog
      ref={dialog}
      class="form"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.preventDefault();
        close();
      }}
    >
      <header>
        {depth > 1 && (
          <button
            type="button"
            class="form-back"
            aria-label={t('返回上一层', 'Back')}
            onClick={() => close()}
          >
            <svg viewBox="0 0 10 16" width="10" height="16" aria-hidden="true">
              <path d="M8 2L2 8l6 6" />
            </svg>
          </button>
        )}
        <h2 class="form-title" id={titleId}>
          <PlainText of={objectAt(view, 'title')} />
        </h2>
        {depth > 1 && <small class="form-depth">{t(`第 ${depth} 层`, `Level ${depth}`)}</small>}
        <button
          type="button"
          class="form-close"
          aria-label={t('关闭表单', 'Close the form')}
          onClick={() => close(depth > 1)}
        >
          <Cross />
        </button>
      </header>
      <Form key={stringAt(view, 'id')} person={person} view={view} onClose={() => close()} />
    </dialog>
  );
}

function Form({ person, view, onClose }: { person: string; view: JsonObject; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const version = stringAt(view, 'hash');
  const { errors, hasNew, problem, isBusy, submit, correct } = useSubmit(person, version);
  const hand = useHandOf(person, { kind: 'modal' }, '', correct);
  const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);

  useEffect(() => {
    const first = ['[data-focus-on-load]', `.block-input ${CONTROL}`, 'footer button:last-child'];
    first.map(find).find(Boolean)?.focus();
  }, []);
  useEffect(() => {
    if (!hasNew.current) return;
    hasNew.current = false;
    find('[data-wrong]')?.scrollIntoView({ block: 'nearest' });
    find(`[data-wrong] ${CONTROL}`)?.focus();
  }, [errors]);

  const words = objectAt(view, 'submit');
  return (
    <form
      ref={form}
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (!words || isBusy || view.submit_disabled === true) return;
        submit(hand);
      }}
    >
      <div class="form-body">
        <HandContext.Provider value={hand}>
          <BlockList {...contentOf(view)} errors={errors} />
        </HandContext.Provider>
      </div>
      <div class="form-problem" role="alert">
        {problem && <p>{problem}</p>}
      </div>
      <footer class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {view.close ? <PlainText of={objectAt(view, 'close')} /> : t('取消', 'Cancel')}
        </button>
        {words && (
          <button
            type="submit"
            class="button primary"
            aria-busy={isBusy || undefined}
            aria-disabled={isBusy || view.submit_disabled === true || undefined}
          >
            <span class="button-words">
              <PlainText of={words} />
            </span>
          </button>
        )}
      </footer>
    </form>
  );
}

const CONTROL = ':is(input, textarea):not(:disabled)';
const NONE = {};

/** Sends the form once at a time. It stays busy until the sandbox shows what became of it. */
function useSubmit(person: string, version: string) {
  const [errors, setErrors] = useState<{ [blockId: string]: string }>(NONE);
  /** Errors came that nobody was led to yet; correcting one of them leads nowhere. */
  const hasNew = useRef(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** The version of the form that is on its way. */
  const [under, setUnder] = useState<string | null>(null);
  useLayoutEffect(() => {
    setErrors(NONE);
    setProblem(null);
  }, [version]);

  const submit = async (hand: Hand) => {
    setUnder(version);
    setProblem(null);
    await hand.settle();
    const answer = await post<SubmitAnswer>('submit', { as: person });
    if (answer?.result === 'errors') {
      hasNew.current = true;
      setErrors(answer.errors);
    } else if (!answer || answer.result === 'failed') setProblem(explained(answer?.error));
    else return;
    setUnder(null);
  };
  const correct = (block: JsonObject) =>
    setErrors((before) => {
      const { [stringAt(block, 'block_id')]: corrected, ...rest } = before;
      return corrected === undefined ? before : rest;
    });
  return { errors, hasNew, problem, isBusy: under === version, submit, correct };
}

function explained(error: string | undefined): string {
  return t(
    `${reasonOf(error)}，这份表单还没有交上去。填写的内容都还在，请再试一次。`,
    `${reasonOf(error)}. The form was not sent; everything you filled in is still here. Please try again.`,
  );
}
