import { parsePlain } from '../mrkdwn.ts';
import { Spans } from '../text.tsx';
import type { Choice, ChoiceGroup } from './choices.ts';

export interface ChoiceListProps {
  id: string;
  label: string;
  isMulti: boolean;
  groups: ChoiceGroup[];
  /** The place, counted over all groups, of the choice that Enter takes. */
  active: number;
  isChosen(choice: Choice): boolean;
  isDisabled(choice: Choice): boolean;
  onPoint(place: number): void;
  onChoose(choice: Choice): void;
}

/** What a field that keeps the focus itself offers to choose from. */
export function ChoiceList(props: ChoiceListProps) {
  const { id, label, isMulti, groups } = props;
  let before = 0;
  return (
    <div id={id} role="listbox" aria-label={label} aria-multiselectable={isMulti || undefined}>
      {groups.map((group, index) => {
        const first = before;
        before += group.choices.length;
        const options = group.choices.map((choice, nth) => (
          <Option key={choice.value} {...props} choice={choice} place={first + nth} />
        ));
        const labelId = `${id}-group-${index}`;
        return group.label ? (
          // biome-ignore lint/a11y/useSemanticElements: a list of choices has no fieldset
          <div key={labelId} role="group" aria-labelledby={labelId}>
            <div class="option-group" id={labelId} role="presentation">
              <Spans of={parsePlain(group.label)} />
            </div>
            {options}
          </div>
        ) : (
          options
        );
      })}
    </div>
  );
}

/** The id of the choice at a place, for the field to point at. */
export function choiceId(listId: string, place: number): string {
  return `${listId}-${place}`;
}

function Option(props: ChoiceListProps & { choice: Choice; place: number }) {
  const { id, choice, place, active, isChosen, isDisabled, onPoint, onChoose } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field
    <div
      id={choiceId(id, place)}
      class="option"
      role="option"
      aria-selected={isChosen(choice)}
      aria-disabled={isDisabled(choice) || undefined}
      data-active={place === active || undefined}
      onMouseMove={() => place !== active && onPoint(place)}
      onClick={() => onChoose(choice)}
    >
      <Spans of={parsePlain(choice.text)} />
      {choice.description && (
        <small>
          <Spans of={parsePlain(choice.description)} />
        </small>
      )}
    </div>
  );
}
