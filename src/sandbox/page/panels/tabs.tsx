import './tabs.css';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface TabsProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; title: string; note?: string }[];
  chosen: Name;
  onChoose(name: Name): void;
  children: ComponentChildren;
}

/** Tabs over one pane: arrows move between them, and the pane follows. */
export function Tabs<Name extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.name === chosen);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.name);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <>
      <div class="ui-tabs" role="tablist" aria-label={label} tabIndex={-1} ref={list} onKeyDown={walk}>
        {tabs.map(({ name, title, note }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            data-tab={name}
            aria-selected={name === chosen}
            aria-controls={`${id}-pane`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
          >
            {title}
            {note && <span class="ui-chip bad">{note}</span>}
          </button>
        ))}
      </div>
      <div class="ui-tab-pane" role="tabpanel" id={`${id}-pane`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </>
  );
}
