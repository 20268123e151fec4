import { useRef } from 'preact/hooks';
import { objectAt, stringAt } from '../../../json.ts';
import { safeUrl } from '../spans.ts';
import { PlainText } from '../text.tsx';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';

/** A button: busy until the bot has taken the click, and deaf to a second one meanwhile. */
export function Button({ place, control }: ElementProps) {
  const { element } = place;
  const { waiting, problem, send } = useSending(place);
  const isClicked = useRef(false);
  const { ask, dialog } = useConfirm(element);
  const url = safeUrl(stringAt(element, 'url'));

  const click = async () => {
    if (isClicked.current) return;
    isClicked.current = true;
    await send(null);
    isClicked.current = false;
  };
  const look = {
    id: control.id,
    class: `button ${stringAt(element, 'style')}`,
    'aria-label': stringAt(element, 'accessibility_label') || undefined,
    'aria-busy': waiting || undefined,
  };
  const words = (
    <span class="button-words">
      <PlainText of={objectAt(element, 'text')} />
    </span>
  );
  return (
    <span class="element">
      {url && !element.confirm ? (
        <a {...look} href={url} target="_blank" rel="noopener noreferrer" onClick={click}>
          {words}
        </a>
      ) : (
        <button
          {...look}
          type="button"
          onClick={() =>
            ask(() => {
              if (url) window.open(url, '_blank', 'noopener');
              click();
            })
          }
        >
          {words}
        </button>
      )}
      <Trouble problem={problem} />
      {dialog}
    </span>
  );
}
