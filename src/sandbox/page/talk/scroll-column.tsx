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
  const column = useRef<HTMLElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const anchor = useRef<{ message: HTMLElement; top: number } | null>(null);
  const [isAway, setAway] = useState(false);

  const articles = () => [...(inside.current?.querySelectorAll<HTMLElement>('article') ?? [])];
  const toEnd = () => column.current?.scrollTo({ top: column.current.scrollHeight });
  /** The one message that the Tab key reaches. */
  const stopAt = (message: HTMLElement | undefined) => {
    for (const one of articles()) one.tabIndex = one === message ? 0 : -1;
  };

  const onScroll = () => {
    if (!column.current) return;
    const { scrollHeight, scrollTop, clientHeight } = column.current;
    const stuck = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    const message = articles().find((one) => one.offsetTop + one.offsetHeight > scrollTop);
    anchor.current = message ? { message, top: message.offsetTop } : null;
    if (isStuck.current === stuck) return;
    isStuck.current = stuck;
    setAway(!stuck);
    onEnd?.(stuck);
  };

  /** After something grew: to the end, or so that the message that was on top stays where it is. */
  const settle = () => {
    if (isStuck.current) toEnd();
    else if (anchor.current?.message.isConnected) {
      const { message, top } = anchor.current;
      anchor.current = { message, top: message.offsetTop };
      column.current?.scrollBy({ top: message.offsetTop - top });
    }
  };
  useLayoutEffect(() => {
    settle();
    if (!inside.current?.contains(document.activeElement)) stopAt(articles().at(-1));
  });
  useEffect(() => {
    const growth = new ResizeObserver(settle);
    for (const element of [column.current, inside.current]) if (element) growth.observe(element);
    return () => growth.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = articles();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step && at >= 0 ? all[at + step] : undefined;
    if (!next) return;
    event.preventDefault();
    stopAt(next);
    next.focus();
  };

  return (
    <div class="talk-frame">
      <section class="talk" ref={column} aria-label={label} onKeyDown={onKeyDown} onScroll={onScroll}>
        <div class="talk-inside" ref={inside}>
          {children}
        </div>
      </section>
      {isAway && (
        <button type="button" class="ui-button to-end" onClick={toEnd}>
          <Icon name="down" />
          {t('到最新消息', 'To the newest')}
        </button>
      )}
    </div>
  );
}
