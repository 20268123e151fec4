import { useId } from 'preact/hooks';
import { objectAt, stringAt } from '../../json.ts';
import { t } from '../language.ts';
import type { BlockProps } from './block-props.ts';
import { Element } from './elements/index.tsx';
import { PlainText } from './text.tsx';

/** Fields that are several controls together, which a label cannot point at. */
const GROUPS = new Set(['checkboxes', 'radio_buttons']);

/** A field of a form: its label, what to fill in, what is wrong with it, and a hint. */
export function InputBlock({ block, values, error }: BlockProps) {
  const id = useId();
  const element = objectAt(block, 'element') ?? {};
  const isGroup = GROUPS.has(stringAt(element, 'type'));
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  const Label = isGroup ? 'div' : 'label';
  return (
    <div class="block-input" data-wrong={error !== undefined || undefined}>
      <Label class="input-label" id={`${id}-label`} htmlFor={isGroup ? undefined : id}>
        <PlainText of={objectAt(block, 'label')} />
        {block.optional === true && <small>{t('（选填）', ' (optional)')}</small>}
      </Label>
      <Element
        key={`${element.type}/${element.action_id}`}
        place={{ block, element }}
        value={values[stringAt(element, 'action_id')]}
        control={{
          id,
          labelledBy: isGroup ? `${id}-label` : undefined,
          describedBy: describedBy || undefined,
          invalid: error !== undefined,
          optional: block.optional === true,
        }}
      />
      {error !== undefined && (
        <div class="input-error" id={`${id}-error`}>
          {error}
        </div>
      )}
      {block.hint && (
        <div class="input-hint" id={`${id}-hint`}>
          <PlainText of={objectAt(block, 'hint')} />
        </div>
      )}
    </div>
  );
}
