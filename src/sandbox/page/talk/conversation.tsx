import './conversation.css';
import { Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ConversationView } from '../../page-server/contract.ts';
import { post } from '../api.ts';
import { t } from '../language.ts';
import { showEarlier } from '../live.ts';
import { frame, here } from '../state.ts';
import { DayLine, SystemLine, UnreadLine } from './lines.tsx';
import { Message } from './message.tsx';
import { daysOf, firstUnreadOf } from './rows.ts';
import { ScrollColumn } from './scroll-column.tsx';
import { Typing } from './typing.tsx';

/** The messages of a channel or a direct message. */
export function Conversation({ view }: { view: ConversationView }) {
  const { person } = here.value;
  // The mark stays where it was when the conversation was opened.
  const [firstUnread] = useState(() =>
    firstUnreadOf(view.messages, { readUpTo: view.readUpTo, reader: person }),
  );
  const [isAtEnd, setAtEnd] = useState(true);
  const days = useMemo(() => daysOf(view.messages, firstUnread), [view.messages, firstUnread]);
  const bot = frame.value?.bot.name ?? '';

  useEffect(() => {
    const last = view.messages.findLast((message) => !message.ephemeral);
    const read = () => {
      if (isAtEnd && !document.hidden && last && last.ts > view.readUpTo)
        void post('read', { as: person, channel: view.id });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [view, isAtEnd, person]);

  return (
    <ScrollColumn label={t('消息', 'Messages')} onEnd={setAtEnd}>
      {view.earlier > 0 && (
        <button type="button" class="ui-button earlier" onClick={showEarlier}>
          {t(`显示更早的消息（还有 ${view.earlier} 条）`, `Show earlier messages (${view.earlier} more)`)}
        </button>
      )}
      {days.length === 0 && (
        <p class="place-empty">
          {view.kind === 'im'
            ? t(
                `这里是和${bot}的私信。可以直接说话，也可以输入 / 使用命令。`,
                `This is the direct message with ${bot}. Say something, or type / for commands.`,
              )
            : t('这里还没有消息。', 'Nothing was said here yet.')}
        </p>
      )}
      {days.map(({ date, rows }) => (
        <div key={date} class="talk-day">
          <DayLine date={date} />
          {rows.map(({ message, isContinued, isFirstUnread, replies }) => (
            <Fragment key={message.ts}>
              {isFirstUnread && <UnreadLine />}
              {message.system ? (
                <SystemLine message={message} />
              ) : (
                <Message
                  person={person}
                  channel={view.id}
                  message={message}
                  isContinued={isContinued}
                  replyCount={replies?.count ?? 0}
                  lastReply={replies?.last ?? null}
                  place="channel"
                />
              )}
            </Fragment>
          ))}
        </div>
      ))}
      <Typing thread={null} />
    </ScrollColumn>
  );
}
