import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type JsonObject, objectAt, stringAt } from '../../../json.ts';
import { t } from '../../language.ts';
import { type ElementProps, tied, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';
import { useUnsent } from './unsent.ts';

const PAUSE_MS = 300;
const KEYBOARDS: { [type: string]: 'email' | 'url' | 'decimal' } = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
};

/** A field to type in. What is typed is kept at once, so that no error and no new version of the form loses it. */
export function Typed({ place, value, control }: ElementProps) {
  const { block, element } = place;
  const { waiting, problem, send } = useSending(place);
  const told = stringAt(value, 'value');
  const [text, setText] = useState(told);
  const sent = useRef(told);
  const heard = useRef(told);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const asks = dispatches(block, element);

  const unsent = useUnsent(() => {
    const typed = field.current?.value ?? text;
    if (typed === sent.current) return;
    sent.current = typed;
    send(typed, !asks.onCharacter);
  }, PAUSE_MS);
  // Another text counts when the sandbox says something new, and not under a person's fingers.
  useLayoutEffect(() => {
    const isBusy = waiting || text !== sent.current || document.activeElement === field.current;
    if (isBusy || told === heard.current) return;
    heard.current = told;
    sent.current = told;
    setText(told);
  }, [told, waiting, text]);

  const most = typeof element.max_length === 'number' ? element.max_length : null;
  const common = {
    ref: field,
    ...tied(control),
    class: 'typed',
    value: text,
    placeholder: stringAt(objectAt(element, 'placeholder'), 'text') || undefined,
    autoComplete: 'off',
    'data-focus-on-load': element.focus_on_load === true || undefined,
    onInput: (event: InputEvent & { currentTarget: { value: string } }) => {
      setText(event.currentTarget.value);
      // Half of a Chinese word spelled in Latin letters is nothing to hand over.
      if (!event.isComposing) unsent.add();
    },
    onCompositionEnd: unsent.add,
    onBlur: unsent.now,
    onKeyDown: (event: KeyboardEvent) => {
      const isSent =
        event.key === 'Enter' && !event.isComposing && (!element.multiline || event.ctrlKey || event.metaKey);
      if (!isSent || !asks.onEnter) return;
      event.preventDefault();
      unsent.forget();
      sent.current = text;
      send(text);
    },
  };
  return (
    <span class="element wide">
      {element.multiline === true ? (
        <textarea {...common} rows={4} />
      ) : (
        <input {...common} type="text" inputMode={KEYBOARDS[stringAt(element, 'type')]} />
      )}
      {(most !== null || asks.onEnter) && (
        <span class="below">
          <span>{asks.onEnter && t('按 Enter 键提交', 'Press Enter to submit')}</span>
          {most !== null && (
            <span class={text.length > most ? 'too-long' : ''}>
              {text.length} / {most}
            </span>
          )}
        </span>
      )}
      <Trouble problem={problem} />
    </span>
  );
}

/** What of the typing the bot wants to hear of while the form is still open. */
function dispatches(block: JsonObject, element: JsonObject): { onEnter: boolean; onCharacter: boolean } {
  if (block.dispatch_action !== true) return { onEnter: false, onCharacter: false };
  const on = objectAt(element, 'dispatch_action_config')?.trigger_actions_on;
  const triggers = Array.isArray(on) ? on : ['on_enter_pressed'];
  return {
    onEnter: triggers.includes('on_enter_pressed'),
    onCharacter: triggers.includes('on_character_entered'),
  };
}
