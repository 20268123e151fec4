import './composer.css';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GestureAnswer, UploadAnswer } from '../../page-server/contract.ts';
import { act, upload } from '../api.ts';
import { explain } from '../explain.ts';
import { Icon } from '../frame/icon.tsx';
import { inWords, t } from '../language.ts';
import { frame } from '../state.ts';
import { type Completion, completionsFor } from './completion.ts';
import { isTyping } from './keys.ts';
import { expectAnswer } from './waiting.ts';

interface ComposerProps {
  person: string;
  channel: string;
  thread: string | null;
}

const CLOSED: Completion = { from: 0, offers: [] };
/** What was begun and not sent, by person and place; it waits while one acts as somebody else. */
const drafts = new Map<string, string>();

/** Where a person writes: text, commands with their completion, and files. */
export function Composer({ person, channel, thread }: ComposerProps) {
  const draft = `${person}/${channel}/${thread ?? ''}`;
  const [text, set] = useState(drafts.get(draft) ?? '');
  const [completion, offer] = useState(CLOSED);
  const [chosen, choose] = useState(0);
  const [isOver, setOver] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const list = useId();
  const isOpen = completion.offers.length > 0;

  const write = (now: string) => {
    set(now);
    if (now) drafts.set(draft, now);
    else drafts.delete(draft);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const lookUp = () => {
    const element = box.current;
    const { commands, people, bot } = frame.peek() ?? {};
    if (!element || element.selectionStart !== element.selectionEnd) return offer(CLOSED);
    const before = element.value.slice(0, element.selectionStart);
    offer(completionsFor(before, { commands: commands ?? [], people: people ?? [], bot: bot?.name ?? '' }));
    choose(0);
  };

  const take = (at: number) => {
    const element = box.current;
    const taken = completion.offers[at];
    if (!element || !taken) return;
    const after = element.value.slice(element.selectionStart);
    const before = element.value.slice(0, completion.from) + taken.insert;
    write(before + after);
    // The caret can be placed only in text that is already there.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(before.length, before.length);
      lookUp();
    });
  };

  const send = async () => {
    const said = text;
    if (!said.trim()) return;
    write('');
    offer(CLOSED);
    if (isForBot(said, channel)) expectAnswer(thread);
    const answer = await act<GestureAnswer>('send', {
      as: person,
      channel,
      text: said,
      ...(thread && { thread }),
    });
    if (answer === null) write(box.current?.value || said);
    explain(answer);
  };

  const share = async (files: Iterable<File>) => {
    for (const file of files) {
      const query = { as: person, channel, name: file.name || 'file', ...(thread && { thread }) };
      await upload<UploadAnswer>('upload', query, file);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event)) return;
    const { length } = completion.offers;
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choose((chosen + (event.key === 'ArrowDown' ? 1 : length - 1)) % length);
    } else if (isOpen && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (isOpen && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      offer(CLOSED);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  const label = thread
    ? t('回复话题', 'Reply in the thread')
    : t('发消息，或输入 / 使用命令', 'Say something, or type / for commands');
  return (
    <form
      class={isOver ? 'composer over' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
        box.current?.focus();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void share(event.dataTransfer?.files ?? []);
      }}
    >
      {isOpen && (
        <div class="offers" id={list} role="listbox" aria-label={t('可以输入', 'What fits here')}>
          {completion.offers.map((one, at) => (
            <div
              key={one.label + one.hint.zh}
              id={`${list}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                take(at);
              }}
            >
              <strong>{one.label}</strong>
              <span>{inWords(one.hint)}</span>
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={box}
        rows={1}
        value={text}
        placeholder={label}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(isOpen && { 'aria-controls': list, 'aria-activedescendant': `${list}-${chosen}` })}
        onInput={(event) => {
          write(event.currentTarget.value);
          lookUp();
        }}
        onClick={lookUp}
        onBlur={() => offer(CLOSED)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!files?.length) return;
          event.preventDefault();
          void share(files);
        }}
      />
      <div class="composer-tools">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            void share([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="ui-icon"
          aria-label={t('添加文件', 'Add a file')}
          title={t('添加文件', 'Add a file')}
          onClick={() => picker.current?.click()}
        >
          <Icon name="attach" />
        </button>
        <span class="composer-hint">
          {t('Enter 发送，Shift+Enter 换行', 'Enter sends, Shift+Enter breaks the line')}
        </span>
        <button
          type="submit"
          class="send"
          aria-label={t('发送', 'Send')}
          title={t('发送', 'Send')}
          disabled={!text.trim()}
        >
          <Icon name="send" />
        </button>
      </div>
      {isOver && <p class="drop-note">{t('松开即可上传', 'Drop to upload')}</p>}
    </form>
  );
}

/** Whether the bot will have something to say to this: in its direct message, to a command, or when it is named. */
function isForBot(text: string, channel: string): boolean {
  const { bot, conversations = [] } = frame.peek() ?? {};
  const isChannel = conversations.some((one) => one.id === channel);
  return !isChannel || text.trimStart().startsWith('/') || text.includes(`@${bot?.name}`);
}
