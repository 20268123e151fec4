import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../../../json.ts';
import { t } from '../../language.ts';
import { safeUrl } from '../spans.ts';
import { PlainText } from '../text.tsx';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useSending } from './element.ts';
import { usePopup } from './popup.ts';
import { Trouble } from './trouble.tsx';

/** The menu behind three dots. */
export function Overflow({ place, control }: ElementProps) {
  const { element } = place;
  const { waiting, problem, send } = useSending(place);
  const { ask, dialog } = useConfirm(element);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const menuId = useId();
  usePopup(opener, menu, isOpen, { side: 'right' });

  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const focusItem = (index: number) =>
    items()
      .at(index % items().length)
      ?.focus();
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const choose = (option: JsonObject) => {
    close();
    ask(() => {
      const url = safeUrl(stringAt(option, 'url'));
      if (url) window.open(url, '_blank', 'noopener');
      send(stringAt(option, 'value'));
    });
  };
  // Before it is painted: a key that comes right after is for the menu that its reader sees.
  useLayoutEffect(() => {
    if (isOpen) focusItem(0);
  }, [isOpen]);

  const steer = (event: KeyboardEvent) => {
    const at = items().indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Tab') return setOpen(false);
    if (event.key === 'ArrowDown') focusItem(at + 1);
    else if (event.key === 'ArrowUp') focusItem(at - 1);
    else if (event.key === 'Home') focusItem(0);
    else if (event.key === 'End') focusItem(-1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span class="element">
      <button
        ref={opener}
        id={control.id}
        type="button"
        class="button dots"
        aria-label={t('更多操作', 'More actions')}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        aria-busy={waiting || undefined}
        onClick={() => (isOpen ? close() : setOpen(true))}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <span class="button-words" aria-hidden="true">
          <svg viewBox="0 0 16 4" width="16" height="4" aria-hidden="true">
            <circle cx="2" cy="2" r="1.6" />
            <circle cx="8" cy="2" r="1.6" />
            <circle cx="14" cy="2" r="1.6" />
          </svg>
        </span>
      </button>
      {isOpen && (
        <div
          ref={menu}
          id={menuId}
          class="popup menu"
          popover="manual"
          role="menu"
          aria-label={t('更多操作', 'More actions')}
          onKeyDown={steer}
          onFocusOut={(event) => {
            const next = event.relatedTarget as Node | null;
            if (next !== opener.current && !menu.current?.contains(next)) setOpen(false);
          }}
        >
          {objectsAt(element, 'options').map((option) => (
            <button type="button" role="menuitem" tabIndex={-1} onClick={() => choose(option)}>
              <PlainText of={objectAt(option, 'text')} />
              {option.description && (
                <small>
                  <PlainText of={objectAt(option, 'description')} />
                </small>
              )}
            </button>
          ))}
        </div>
      )}
      <Trouble problem={problem} />
      {dialog}
    </span>
  );
}
