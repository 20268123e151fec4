import './tokens.css';
import './panels/ui.css';
import './app.css';
import { FormDialog } from './blocks/index.ts';
import { Announcer } from './frame/announcer.tsx';
import { Banner } from './frame/banner.tsx';
import { isDrawerOpen } from './frame/drawer.ts';
import { isNarrow } from './frame/narrow.ts';
import { Rail } from './frame/rail.tsx';
import { Sidebar } from './frame/sidebar.tsx';
import { Toasts } from './frame/toasts.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { t } from './language.ts';
import { modal } from './live.ts';
import { Panel, titleOf } from './panels/index.ts';
import { frame, here, panel } from './state.ts';
import { PlaceView } from './talk/place-view.tsx';
import { ThreadView } from './talk/thread-view.tsx';

/** The page: who acts on the left, the conversation in the middle, a thread and a panel beside it. */
export function App() {
  if (!frame.value) return <Starting />;
  const isThreadOpen = here.value.thread !== null && here.value.place !== 'home';
  const isCovered = isNarrow.value && (isThreadOpen || panel.value !== null);
  return (
    <div class="page">
      <SkipLink />
      <TopBar inert={isCovered || isDrawerOpen.value} />
      <Banner />
      <div class="columns">
        <Sidebar />
        <main id="talk" class="place" tabIndex={-1} inert={isCovered || isDrawerOpen.value}>
          <PlaceView />
        </main>
        {isThreadOpen && <ThreadView ts={here.value.thread ?? ''} />}
        {panel.value && (
          <aside class="dock" aria-label={titleOf(panel.value)}>
            <Panel key={panel.value} name={panel.value} />
          </aside>
        )}
        {!isNarrow.value && <Rail />}
      </div>
      <FormDialog person={here.value.person} modal={modal.value} />
      <Toasts />
      <Announcer />
    </div>
  );
}

function Starting() {
  return (
    <main class="starting">
      <Banner />
      <p>{t('正在打开演练工作区…', 'Opening the practice workspace…')}</p>
    </main>
  );
}

/** A button and no link, because the address keeps the place after its `#`. */
function SkipLink() {
  const go = () => {
    const composer = document.querySelector<HTMLElement>('.place textarea');
    (composer ?? document.getElementById('talk'))?.focus();
  };
  return (
    <button type="button" class="skip" onClick={go}>
      {t('跳到对话', 'Skip to the conversation')}
    </button>
  );
}
