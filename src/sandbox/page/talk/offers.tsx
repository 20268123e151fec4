import { useEffect, useRef } from 'preact/hooks';
import { inWords, t } from '../language.ts';
import type { Offer } from './completion.ts';

interface OffersProps {
  id: string;
  offers: readonly Offer[];
  chosen: number;
  onTake(at: number): void;
}

/** What fits where the caret is, above the text box, which keeps the focus. */
export function Offers({ id, offers, chosen, onTake }: OffersProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen]);
  return (
    <div class="offers" id={id} ref={list} role="listbox" aria-label={t('可以输入', 'What fits here')}>
      {offers.map((one, at) => (
        <div
          key={one.label + one.hint.zh}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(at);
          }}
        >
          <strong>{one.label}</strong>
          <span>{inWords(one.hint)}</span>
        </div>
      ))}
    </div>
  );
}
