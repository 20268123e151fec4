import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../frame/icon.tsx';
import { t } from '../language.ts';

const NEAR_END_PX = 48;

interface ScrollColumnProps {
  label: string;
  onEnd?(isAtEnd: boolean): void;
  children: ComponentChildren;
}

/**
 * A column of messages. It stays at its end while the end is in view, whatever grows, and otherwise keeps what is
 * being read where it is. Arrow keys move from message to message.
 */
export function ScrollColumn({ label, onEnd, children }: ScrollColumnProps) {
  const column = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const [isAway, setAway] = useState(false);

  const note = (stuck: boolean) => {
    if (isStuck.current === stuck) return;
    isStuck.current = stuck;
    setAway(!stuck);
    onEnd?.(stuck);
  };
  const toEnd = () => column.current?.scrollTo({ top: column.current.scrollHeight });

  useLayoutEffect(toEnd, []);
  useEffect(() => {
    const growth = new ResizeObserver(() => {
      if (isStuck.current) toEnd();
    });
    for (const element of [column.current, inside.current]) if (element) growth.observe(element);
    return () => growth.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const message = document.activeElement;
    if (!(message instanceof HTMLElement) || message.tagName !== 'ARTICLE') return;
    const all = [...(inside.current?.querySelectorAll<HTMLElement>('article') ?? [])];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    all[all.indexOf(message) + step]?.focus();
  };

  return (
    <div class="talk-frame">
      <div
        class="talk"
        ref={column}
        role="region"
        aria-label={label}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          note(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        <div class="talk-inside" ref={inside}>
          {children}
        </div>
      </div>
      {isAway && (
        <button type="button" class="ui-button to-end" onClick={toEnd}>
          <Icon name="down" />
          {t('到最新消息', 'To the newest')}
        </button>
      )}
    </div>
  );
}
