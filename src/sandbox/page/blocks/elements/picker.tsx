import { useRef } from 'preact/hooks';
import { type JsonObject, objectAt, stringAt } from '../../../json.ts';
import { t } from '../../language.ts';
import { dateOf, instantOf, timeOf } from '../../time.ts';
import type { Answer } from '../surface.ts';
import { useConfirm } from './confirm.tsx';
import { Cross } from './cross.tsx';
import { type ElementProps, tied, useHeld, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';
import { useUnsent } from './unsent.ts';

const TYPES: { [type: string]: 'date' | 'time' | 'datetime-local' } = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** A date, a time, or both of them in the office's zone. */
export function Picker({ place, value, control }: ElementProps) {
  const { element } = place;
  const type = TYPES[stringAt(element, 'type')] ?? 'date';
  const { waiting, problem, send } = useSending(place);
  const { ask, dialog } = useConfirm(element);
  const [held, setHeld] = useHeld(shownIn(value), waiting);
  const input = useRef<HTMLInputElement>(null);
  /** Keys change a date piece by piece; what is chosen with the pointer is whole at once. */
  const isByKeys = useRef(false);

  const handOver = (shown: string) =>
    ask(() => {
      setHeld(shown);
      send(answerFor(type, shown));
    });
  const unsent = useUnsent(() => {
    const shown = input.current?.value ?? '';
    if (shown !== held && !input.current?.validity.badInput) handOver(shown);
  });

  return (
    <span class="element">
      <span class={`picker ${control.invalid ? 'invalid' : ''}`}>
        <input
          ref={input}
          {...tied(control)}
          type={type}
          max={type === 'time' ? undefined : type === 'date' ? '9999-12-31' : '9999-12-31T23:59'}
          value={held}
          title={stringAt(objectAt(element, 'placeholder'), 'text') || undefined}
          aria-busy={waiting || undefined}
          data-empty={held === '' || undefined}
          data-focus-on-load={element.focus_on_load === true || undefined}
          onKeyDown={(event) => {
            isByKeys.current = true;
            if (event.key === 'Enter') unsent.now();
          }}
          onInput={() => (isByKeys.current ? unsent.add() : unsent.now())}
          onBlur={() => {
            isByKeys.current = false;
            unsent.now();
          }}
        />
        {held && control.optional && (
          <button
            type="button"
            class="clear"
            aria-label={t('清除', 'Clear')}
            onClick={() => {
              handOver('');
              input.current?.focus();
            }}
          >
            <Cross />
          </button>
        )}
      </span>
      <Trouble problem={problem} />
      {dialog}
    </span>
  );
}

function shownIn(value: JsonObject | undefined): string {
  const seconds = value?.selected_date_time;
  if (typeof seconds === 'number') return `${dateOf(seconds * 1000)}T${timeOf(seconds * 1000)}`;
  return stringAt(value, 'selected_date') || stringAt(value, 'selected_time');
}

function answerFor(type: string, shown: string): Answer {
  if (!shown) return null;
  if (type !== 'datetime-local') return shown;
  const [date = '', time = ''] = shown.split('T');
  return String(instantOf(date, time.slice(0, 5)) / 1000);
}
