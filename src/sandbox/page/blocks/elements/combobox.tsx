import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../language.ts';
import { parsePlain } from '../mrkdwn.ts';
import { Spans } from '../text.tsx';
import { ChoiceList, choiceId } from './choice-list.tsx';
import type { Choice, ChoiceGroup } from './choices.ts';
import { Cross } from './cross.tsx';
import { type Control, tied } from './element.ts';
import { usePopup } from './popup.ts';

export interface ComboboxProps {
  control: Control;
  placeholder: string;
  chosen: Choice[];
  /** What can be chosen for what is typed. */
  groups: ChoiceGroup[];
  /** Said in the list in place of choices, or above them. */
  note: string | null;
  /** Null for a list of which one is chosen; else how many may be. */
  most: number | null;
  isBusy: boolean;
  focusOnLoad: boolean;
  onQuery(query: string): void;
  onChoose(chosen: Choice[]): void;
}

/** A list to choose from by typing, with one or several choices. */
export function Combobox(props: ComboboxProps) {
  const { control, chosen, groups, note, most, onQuery, onChoose } = props;
  const [isOpen, setOpen] = useState(false);
  /** Null while nothing is typed. */
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  usePopup(box, list, isOpen, { fits: true });

  const flat = groups.flatMap((group) => group.choices);
  const isChosen = (choice: Choice) => chosen.some((one) => one.value === choice.value);
  const isFull = most !== null && chosen.length >= most;
  const single = most === null ? chosen[0] : undefined;
  const current = Math.min(active, flat.length - 1);

  const ask = (typed: string | null) => {
    setQuery(typed);
    onQuery(typed ?? '');
  };
  const open = () => {
    if (isOpen) return;
    setActive(Math.max(0, flat.findIndex(isChosen)));
    setOpen(true);
    onQuery(query ?? '');
  };
  const close = () => {
    setOpen(false);
    ask(null);
  };
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    if (most === null) {
      close();
      onChoose([choice]);
    } else if (isChosen(choice)) onChoose(chosen.filter((one) => one.value !== choice.value));
    else if (!isFull) {
      ask(null);
      onChoose([...chosen, choice]);
    }
  };

  useLayoutEffect(() => {
    if (isOpen) list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  });

  const steer = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        if (!isOpen) open();
        else if (flat.length > 0) setActive((current + step + flat.length) % flat.length);
        break;
      }
      case 'Enter':
        if (isOpen) choose(flat[current]);
        else open();
        break;
      case 'Escape':
        if (!isOpen) return;
        close();
        event.stopPropagation();
        break;
      case 'Backspace':
        if (query || most === null || chosen.length === 0) return;
        onChoose(chosen.slice(0, -1));
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div class="combo">
      {/* biome-ignore lint/a11y: a click beside the text counts as one on it; keys go to the input */}
      <div
        ref={box}
        class={`combo-box ${control.invalid ? 'invalid' : ''}`}
        onMouseDown={(event) => {
          if (event.target === input.current || (event.target as Element).closest('button')) return;
          event.preventDefault();
          input.current?.focus();
          if (isOpen) close();
          else open();
        }}
      >
        {most !== null &&
          chosen.map((choice) => (
            <span class="chip" key={choice.value}>
              <Spans of={parsePlain(choice.text)} />
              <button
                type="button"
                aria-label={t(`移除 ${choice.text}`, `Remove ${choice.text}`)}
                onClick={() => {
                  onChoose(chosen.filter((one) => one.value !== choice.value));
                  input.current?.focus();
                }}
              >
                <Cross />
              </button>
            </span>
          ))}
        <input
          ref={input}
          {...tied(control)}
          type="text"
          role="combobox"
          autoComplete="off"
          spellcheck={false}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen && flat[current] ? choiceId(listId, current) : undefined}
          aria-busy={props.isBusy || undefined}
          data-focus-on-load={props.focusOnLoad || undefined}
          placeholder={chosen.length > 0 ? '' : props.placeholder}
          value={query ?? single?.text ?? ''}
          onInput={(event) => {
            ask(event.currentTarget.value);
            setActive(0);
            setOpen(true);
          }}
          onClick={(event) => {
            event.currentTarget.select();
            open();
          }}
          onKeyDown={steer}
          onBlur={() => isOpen && close()}
        />
        {single && control.optional && (
          <button
            type="button"
            class="clear"
            aria-label={t('清除', 'Clear')}
            onClick={() => {
              onChoose([]);
              input.current?.focus();
            }}
          >
            <Cross />
          </button>
        )}
        <span class={props.isBusy ? 'spinner' : 'chevron'} aria-hidden="true" />
      </div>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keeps the focus in the input
        <div
          ref={list}
          class="popup choices"
          popover="manual"
          onMouseDown={(event) => event.preventDefault()}
        >
          <p class="popup-note" role="status">
            {note ??
              (isFull
                ? t(`最多选 ${most} 项`, `At most ${most}`)
                : flat.length === 0 && t('没有匹配的选项', 'Nothing matches'))}
          </p>
          <ChoiceList
            id={listId}
            label={control.label ?? props.placeholder}
            isMulti={most !== null}
            groups={groups}
            active={current}
            isChosen={isChosen}
            isDisabled={(choice) => isFull && !isChosen(choice)}
            onPoint={setActive}
            onChoose={choose}
          />
        </div>
      )}
    </div>
  );
}
