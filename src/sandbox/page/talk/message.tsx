import './message.css';
import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { MessageView } from '../../page-server/contract.ts';
import { act } from '../api.ts';
import { Blocks, Mrkdwn } from '../blocks/index.ts';
import { Face } from '../frame/face.tsx';
import { Icon } from '../frame/icon.tsx';
import { Menu, MenuItem } from '../frame/menu.tsx';
import { t } from '../language.ts';
import { frame, goTo } from '../state.ts';
import { instantOfTs, longDate, shortDate, timeOf, weekdayOf } from '../time.ts';
import { Confirm } from './confirm.tsx';
import { EditBox } from './edit-box.tsx';
import { Files } from './files.tsx';

interface MessageProps {
  person: string;
  channel: string;
  message: MessageView;
  /** The author went on: no name again. */
  isContinued: boolean;
  replyCount: number;
  lastReply: string | null;
  place: 'channel' | 'thread';
}

/** One message as the acting person sees it. Drawn again only when something of it changed. */
export const Message = memo(function Message(props: MessageProps) {
  const { person, message, isContinued, place } = props;
  const [isEditing, edit] = useState(false);
  const [isDeleting, remove] = useState(false);
  const canChange = message.from === person && !message.ephemeral;
  const classes = ['message', isContinued && 'continued', message.ephemeral && 'private'];
  return (
    <article
      class={classes.filter(Boolean).join(' ')}
      tabIndex={-1}
      data-ts={message.ts}
      aria-label={`${message.name} ${timeOf(instantOfTs(message.ts))}`}
    >
      <div class="margin">
        {isContinued ? (
          <Time ts={message.ts} place="channel" />
        ) : (
          <Face name={faceOf(message)} isBot={message.fromBot} />
        )}
      </div>
      <div class="content">
        {message.ephemeral && <p class="private-note">{t('只有你看得到', 'Only visible to you')}</p>}
        {!isContinued && <Author message={message} place={place} />}
        {message.broadcast && place === 'channel' && (
          <button type="button" class="link" onClick={() => goTo({ thread: message.threadTs ?? null })}>
            {t('回复了一个话题', 'Replied to a thread')}
          </button>
        )}
        {isEditing ? (
          <EditBox {...props} text={message.shown} onDone={() => edit(false)} />
        ) : (
          <Body {...props} />
        )}
        {message.edited && <small class="edited">{t('（已编辑）', '(edited)')}</small>}
        <Files files={message.files} />
        {place === 'channel' && <Replies {...props} />}
      </div>
      {!message.ephemeral && !isEditing && (
        <div class="tools">
          {place === 'channel' && (
            <button
              type="button"
              class="ui-icon"
              aria-label={t('在话题里回复', 'Reply in a thread')}
              title={t('在话题里回复', 'Reply in a thread')}
              onClick={() => goTo({ thread: message.threadTs ?? message.ts })}
            >
              <Icon name="reply" />
            </button>
          )}
          {canChange && (
            <Menu label={t('更多操作', 'More actions')} icon="more">
              <MenuItem onChoose={() => edit(true)}>{t('编辑', 'Edit')}</MenuItem>
              <MenuItem danger onChoose={() => remove(true)}>
                {t('删除', 'Delete')}
              </MenuItem>
            </Menu>
          )}
        </div>
      )}
      {isDeleting && (
        <Confirm
          title={t('删除这条消息？', 'Delete this message?')}
          text={t('删除以后不能恢复。', 'It cannot be brought back.')}
          label={t('删除', 'Delete')}
          onConfirm={() => act('delete', { as: person, channel: props.channel, ts: message.ts })}
          onClose={() => remove(false)}
        />
      )}
    </article>
  );
});

function Author({ message, place }: Pick<MessageProps, 'message' | 'place'>) {
  return (
    <p class="author">
      <strong>{message.name}</strong>
      {message.fromBot && <span class="badge">{t('应用', 'App')}</span>}
      <Time ts={message.ts} place={place} />
    </p>
  );
}

/** A thread runs through days without saying so, so its times bear their date. */
function Time({ ts, place }: { ts: string; place: MessageProps['place'] }) {
  const at = instantOfTs(ts);
  return (
    <time dateTime={new Date(at).toISOString()} title={`${longDate(at)} ${weekdayOf(at)} ${timeOf(at)}`}>
      {place === 'thread' ? `${shortDate(at)} ${timeOf(at)}` : timeOf(at)}
    </time>
  );
}

function Body({ person, channel, message }: MessageProps) {
  return (
    <>
      {message.blocks.length > 0 ? (
        <Blocks
          person={person}
          surface={{ kind: 'message', channel, ts: message.ts }}
          blocks={message.blocks}
          values={message.values}
        />
      ) : (
        message.text && <Mrkdwn text={message.text} />
      )}
    </>
  );
}

function Replies({ message, replyCount, lastReply }: MessageProps) {
  if (replyCount === 0 || lastReply === null) return null;
  const at = instantOfTs(lastReply);
  return (
    <button type="button" class="replies" onClick={() => goTo({ thread: message.ts })}>
      <strong>{t(`${replyCount} 条回复`, replyCount === 1 ? '1 reply' : `${replyCount} replies`)}</strong>
      <span>{t(`最后一条 ${shortDate(at)} ${timeOf(at)}`, `last ${shortDate(at)} ${timeOf(at)}`)}</span>
    </button>
  );
}

/** People bear the colour of their unit. */
function faceOf(message: MessageView): string {
  return frame.peek()?.people.find((one) => one.id === message.from)?.group ?? message.name;
}
