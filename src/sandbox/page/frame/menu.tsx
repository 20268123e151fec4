import './menu.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface MenuProps {
  label: string;
  icon: IconName;
  children: ComponentChildren;
}

/** A button with a menu under it: arrows move, Escape and a look elsewhere close it. */
export function Menu({ label, icon, children }: MenuProps) {
  const [isOpen, open] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(place.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

  useLayoutEffect(() => {
    if (!isOpen) return;
    items()[0]?.focus();
    const onPointer = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) open(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);

  const close = () => {
    open(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next: { [key: string]: number } = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const to = next[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[to]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <div class="pop-menu" ref={place}>
      <button
        type="button"
        class="ui-icon"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div
          class="menu-list"
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={onKeyDown}
          onClick={close}
        >
          {children}
        </div>
      )}
    </div>
  );
}

interface MenuItemProps {
  icon?: IconName;
  danger?: boolean;
  /** For a choice among several. */
  checked?: boolean;
  onChoose(): void;
  children: ComponentChildren;
}

export function MenuItem({ icon, danger = false, checked, onChoose, children }: MenuItemProps) {
  const role =
    checked === undefined
      ? { role: 'menuitem' as const }
      : { role: 'menuitemradio' as const, 'aria-checked': checked };
  return (
    <button
      type="button"
      class={danger ? 'menu-item danger' : 'menu-item'}
      tabIndex={-1}
      onClick={onChoose}
      {...role}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {checked && <span aria-hidden="true">✓</span>}
    </button>
  );
}
