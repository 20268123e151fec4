import { type JsonObject, objectAt, objectsAt, stringAt } from '../../../json.ts';
import { TextObject } from '../text.tsx';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useHeld, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';

/** Checkboxes to tick, or radio buttons of which one counts. */
export function Boxes({ place, value, control }: ElementProps) {
  const { element } = place;
  const isRadio = element.type === 'radio_buttons';
  const { waiting, problem, send } = useSending(place);
  const { ask, dialog, isAsking } = useConfirm(element);
  const [held, setHeld] = useHeld(valuesIn(value), waiting);
  const options = objectsAt(element, 'options');

  const tick = (option: string, isOn: boolean) => {
    const next = isRadio
      ? [option]
      : options
          .map((one) => stringAt(one, 'value'))
          .filter((one) => (one === option ? isOn : held.includes(one)));
    ask(() => {
      setHeld(next);
      send(isRadio ? option : next);
    });
  };
  const group = {
    id: control.id,
    role: isRadio ? ('radiogroup' as const) : ('group' as const),
    'aria-label': control.label,
    'aria-labelledby': control.labelledBy,
    'aria-describedby': control.describedBy,
  };
  return (
    <div class="boxes" {...group}>
      {options.map((option, index) => {
        const own = stringAt(option, 'value');
        return (
          <label key={own}>
            <input
              type={isRadio ? 'radio' : 'checkbox'}
              name={control.id}
              checked={held.includes(own)}
              aria-invalid={(!isRadio && control.invalid) || undefined}
              data-focus-on-load={(element.focus_on_load === true && index === 0) || undefined}
              onChange={(event) => {
                const isOn = event.currentTarget.checked;
                // What must be confirmed first does not show yet.
                if (isAsking) event.currentTarget.checked = held.includes(own);
                tick(own, isOn);
              }}
            />
            <span>
              <TextObject of={objectAt(option, 'text')} />
              {option.description && (
                <small>
                  <TextObject of={objectAt(option, 'description')} />
                </small>
              )}
            </span>
          </label>
        );
      })}
      <Trouble problem={problem} />
      {dialog}
    </div>
  );
}

function valuesIn(value: JsonObject | undefined): string[] {
  const one = objectAt(value, 'selected_option');
  return (one ? [one] : objectsAt(value, 'selected_options')).map((option) => stringAt(option, 'value'));
}
