import './ui.css';
import './panel.css';
import { useEffect, useRef } from 'preact/hooks';
import type { Words } from '../../page-server/contract.ts';
import { inWords, t } from '../language.ts';
import { type PanelName, panel } from '../state.ts';
import { CalendarPanel } from './calendar-panel.tsx';
import { InspectorPanel } from './inspector-panel.tsx';
import { OfficePanel } from './office-panel.tsx';
import { ScenesPanel } from './scenes-panel.tsx';

const TITLES: { [Name in PanelName]: Words } = {
  time: { zh: '日历', en: 'Calendar' },
  scenes: { zh: '情景', en: 'Scenes' },
  inspector: { zh: '检查器', en: 'Inspector' },
  office: { zh: '用自己的单位', en: 'Start your own' },
};

/** What a panel is called, for the buttons that open it. */
export function titleOf(name: PanelName): string {
  return inWords(TITLES[name]);
}

/** A panel with its heading and the button that closes it. It fills the place it is given and scrolls inside. */
export function Panel({ name }: { name: PanelName }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = () => {
    panel.value = null;
  };
  return (
    <section
      class="panel"
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <header class="panel-head">
        <h2 id="panel-title" tabIndex={-1} ref={heading}>
          {titleOf(name)}
        </h2>
        <button type="button" class="ui-icon" aria-label={t('关闭', 'Close')} onClick={close}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      <Inside name={name} />
    </section>
  );
}

function Inside({ name }: { name: PanelName }) {
  switch (name) {
    case 'time':
      return <CalendarPanel />;
    case 'scenes':
      return <ScenesPanel />;
    case 'inspector':
      return <InspectorPanel />;
    case 'office':
      return <OfficePanel />;
  }
}
