import './place.css';
import { useEffect, useState } from 'preact/hooks';
import { HomeTab } from '../blocks/index.ts';
import { Icon, type IconName } from '../frame/icon.tsx';
import { Welcome } from '../frame/welcome.tsx';
import { t } from '../language.ts';
import { conversation, home } from '../live.ts';
import { frame, here } from '../state.ts';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { Members } from './members.tsx';

/** What is in the middle of the page: a conversation, or the bot's Home tab. */
export function PlaceView() {
  const { person, place } = here.value;
  if (place === 'home')
    return (
      <>
        <PlaceHead />
        <Welcome />
        <div class="home-place">
          {home.value && <HomeTab key={person} person={person} home={home.value} />}
        </div>
      </>
    );
  const view = conversation.value;
  return (
    <>
      <PlaceHead />
      <Welcome />
      {view && <Conversation key={`${person}/${view.id}`} view={view} />}
      {view === undefined && <div class="talk" />}
      {view === null && (
        <p class="place-empty">{t('这个人不在这个会话里。', 'This person is not in this conversation.')}</p>
      )}
      {view && <Composer key={`${person}/${view.id}`} person={person} channel={view.id} thread={null} />}
    </>
  );
}

function PlaceHead() {
  const { place } = here.value;
  const bot = frame.value?.bot.name ?? '';
  const channel = frame.value?.conversations.find((one) => one.id === place);
  return (
    <header class="place-head">
      <h2>
        <Icon name={place === 'home' ? 'home' : iconOf(channel)} />
        {channel?.name ?? (place === 'home' ? t(`${bot} · 主页`, `${bot} · Home`) : bot)}
      </h2>
      {!channel && place === 'dm' && (
        <span class="place-note">{t('只有你和机器人看得到', 'Only you and the bot see this')}</span>
      )}
      {channel && <MembersButton channel={channel} />}
    </header>
  );
}

function iconOf(channel: { isPrivate: boolean } | undefined): IconName {
  if (!channel) return 'message';
  return channel.isPrivate ? 'lock' : 'hash';
}

function MembersButton({ channel }: { channel: { id: string; name: string; members: string[] } }) {
  const [isOpen, open] = useState(false);
  // Whoever acts next has not asked for it.
  const { person } = here.value;
  useEffect(() => () => open(false), [person]);
  const count = channel.members.length;
  return (
    <>
      <button type="button" class="ui-button members-button" onClick={() => open(true)}>
        <Icon name="people" />
        <span>{t(`${count} 名成员`, `${count} members`)}</span>
      </button>
      {isOpen && <Members channel={channel} onClose={() => open(false)} />}
    </>
  );
}
