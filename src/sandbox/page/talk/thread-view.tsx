import './thread.css';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../frame/icon.tsx';
import { t } from '../language.ts';
import { conversation } from '../live.ts';
import { goTo, here } from '../state.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { threadRows } from './rows.ts';
import { ScrollColumn } from './scroll-column.tsx';
import { Typing } from './typing.tsx';

/** A message with what was answered to it, beside the conversation; on a telephone over it. */
export function ThreadView({ ts }: { ts: string }) {
  const { person } = here.value;
  const view = conversation.value;
  const side = useRef<HTMLElement>(null);
  useEffect(() => {
    side.current?.querySelector('textarea')?.focus();
    return () => document.querySelector<HTMLElement>(`.place article[data-ts="${ts}"]`)?.focus();
  }, [ts]);
  if (!view) return null;
  const close = () => goTo({ thread: null });
  const rows = threadRows(view.messages, ts);
  return (
    <aside
      class="thread"
      ref={side}
      aria-labelledby="thread-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      <header class="place-head">
        <h2 id="thread-title">{t('话题', 'Thread')}</h2>
        <button type="button" class="ui-icon" aria-label={t('关闭话题', 'Close the thread')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {rows.length === 0 ? (
        <p class="place-empty">{t('这条消息不在了。', 'This message is gone.')}</p>
      ) : (
        <>
          <ScrollColumn key={ts} label={t('话题里的消息', 'Messages of the thread')}>
            {rows.map(({ message, isContinued }) => (
              <Message
                key={message.ts}
                person={person}
                channel={view.id}
                message={message}
                isContinued={isContinued}
                replyCount={0}
                lastReply={null}
                place="thread"
              />
            ))}
            <Typing thread={ts} />
          </ScrollColumn>
          <Composer key={`${person}/${ts}`} person={person} channel={view.id} thread={ts} />
        </>
      )}
    </aside>
  );
}
