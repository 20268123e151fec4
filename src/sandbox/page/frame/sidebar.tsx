import './sidebar.css';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../language.ts';
import { frame, goTo, here, me } from '../state.ts';
import { isDrawerOpen } from './drawer.ts';
import { Face } from './face.tsx';
import { Icon, type IconName } from './icon.tsx';
import { isNarrow } from './narrow.ts';
import { People } from './people.tsx';
import { Unread } from './unread.tsx';

/** Who acts, where they can be, and everybody else one can act as. On a telephone it is a drawer. */
export function Sidebar() {
  const side = useRef<HTMLElement>(null);
  const isDrawer = isNarrow.value;
  const isOpen = isDrawerOpen.value;
  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    side.current?.querySelector<HTMLElement>('button, input')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [isOpen]);
  const close = () => {
    isDrawerOpen.value = false;
  };
  return (
    <>
      {isDrawer && isOpen && (
        <button type="button" class="veil" tabIndex={-1} aria-label={t('关闭', 'Close')} onClick={close} />
      )}
      <aside
        id="side"
        ref={side}
        class={isOpen ? 'side open' : 'side'}
        aria-label={t('人员和会话', 'People and conversations')}
        inert={isDrawer && !isOpen}
        onKeyDown={(event) => {
          if (isDrawer && event.key === 'Escape') close();
        }}
      >
        <Identity onClose={isDrawer ? close : null} />
        <Places />
        <People />
      </aside>
    </>
  );
}

function Identity({ onClose }: { onClose: (() => void) | null }) {
  const person = me.value;
  return (
    <div class="identity">
      <Face name={person?.group ?? '？'} />
      <p>
        <small>{t('你现在是：', 'You are: ')}</small>
        <strong>{person?.name ?? t('还没有选人', 'nobody yet')}</strong>
        {person && (
          <small>{person.group === person.title ? person.group : `${person.group} · ${person.title}`}</small>
        )}
      </p>
      {onClose && (
        <button type="button" class="ui-icon" aria-label={t('关闭', 'Close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function Places() {
  const { conversations = [], dm, bot } = frame.value ?? {};
  return (
    <nav class="places" aria-label={t('会话', 'Conversations')}>
      <h2>
        {bot?.name} <span class="badge">{t('应用', 'App')}</span>
      </h2>
      <PlaceButton place="dm" icon="message" name={t('消息', 'Messages')} unread={dm?.unread ?? 0} />
      <PlaceButton place="home" icon="home" name={t('主页', 'Home')} unread={0} />
      <h2>{t('频道', 'Channels')}</h2>
      {conversations.map(({ id, name, unread, isPrivate }) => (
        <PlaceButton key={id} place={id} icon={isPrivate ? 'lock' : 'hash'} name={name} unread={unread} />
      ))}
      {conversations.length === 0 && (
        <p class="none">{t('这个人还没有加入任何频道', 'This person is in no channel yet')}</p>
      )}
    </nav>
  );
}

interface PlaceButtonProps {
  place: string;
  icon: IconName;
  name: string;
  unread: number;
}

function PlaceButton({ place, icon, name, unread }: PlaceButtonProps) {
  return (
    <button
      type="button"
      class={unread ? 'side-row unread' : 'side-row'}
      aria-current={here.value.place === place ? 'page' : undefined}
      onClick={() => enter(place)}
    >
      <Icon name={icon} />
      <span class="side-name">{name}</span>
      <Unread count={unread} />
    </button>
  );
}

/** Goes into a conversation or tab. */
function enter(place: string): void {
  goTo({ place, thread: null });
  isDrawerOpen.value = false;
}
