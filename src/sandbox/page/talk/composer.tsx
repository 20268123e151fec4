import './composer.css';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GestureAnswer, UploadAnswer } from '../../page-server/contract.ts';
import { act, upload } from '../api.ts';
import { explain } from '../explain.ts';
import { Icon } from '../frame/icon.tsx';
import { t } from '../language.ts';
import { frame } from '../state.ts';
import { Attachments } from './attachments.tsx';
import { draftOf, keepDraft, proposed } from './drafts.ts';
import { isTyping } from './keys.ts';
import { Offers } from './offers.tsx';
import { useCompletion } from './use-completion.ts';
import { expectAnswer } from './waiting.ts';

interface ComposerProps {
  person: string;
  channel: string;
  thread: string | null;
}

/** Where a person writes: text, commands with their completion, and files. */
export function Composer({ person, channel, thread }: ComposerProps) {
  const draft = `${person}/${channel}/${thread ?? ''}`;
  const [text, set] = useState(draftOf(draft));
  const [files, attach] = useState<File[]>([]);
  const [isOver, setOver] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const list = useId();
  const write = (now: string) => {
    set(now);
    keepDraft(draft, now);
  };
  const completion = useCompletion(box, write);
  const isOpen = completion.offers.length > 0;
  const isEmpty = !text.trim() && files.length === 0;
  const add = (more: Iterable<File> = []) => attach((before) => [...before, ...more]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    if (thread || proposed.value === null) return;
    write(proposed.value);
    proposed.value = null;
    box.current?.focus();
  }, [proposed.value]);

  const send = async () => {
    if (isEmpty) return;
    write('');
    attach([]);
    completion.close();
    if (isForBot(text, channel)) expectAnswer(thread);
    const place = { as: person, channel, ...(thread && { thread }) };
    if (files.length > 0) await share(place, files, text.trim(), add);
    else {
      const answer = await act<GestureAnswer>('send', { ...place, text });
      // What could not be sent comes back, before whatever was begun meanwhile.
      if (answer === null) write([text, box.current?.value].filter(Boolean).join('\n'));
      explain(answer);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event)) return;
    if (completion.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
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
        add(event.dataTransfer?.files);
      }}
    >
      {isOpen && (
        <Offers id={list} offers={completion.offers} chosen={completion.chosen} onTake={completion.take} />
      )}
      <textarea
        ref={box}
        rows={1}
        value={text}
        placeholder={label}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        {...(isOpen && { 'aria-controls': list, 'aria-activedescendant': `${list}-${completion.chosen}` })}
        onInput={(event) => {
          write(event.currentTarget.value);
          completion.lookUp();
        }}
        onClick={completion.lookUp}
        onBlur={completion.close}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const pasted = event.clipboardData?.files;
          if (!pasted?.length) return;
          event.preventDefault();
          add(pasted);
        }}
      />
      <Attachments files={files} onRemove={(at) => attach(files.toSpliced(at, 1))} />
      <div class="composer-tools">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
            box.current?.focus();
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
          class="composer-send"
          aria-label={t('发送', 'Send')}
          title={t('发送', 'Send')}
          disabled={isEmpty}
        >
          <Icon name="send" />
        </button>
      </div>
      {isOver && <p class="drop-note">{t('松开即可添加', 'Drop to add')}</p>}
    </form>
  );
}

/** Shares files one after the other, the words with the first. Those that could not be shared come back. */
async function share(
  place: { as: string; channel: string; thread?: string },
  files: readonly File[],
  text: string,
  giveBack: (files: File[]) => void,
): Promise<void> {
  for (const [at, file] of files.entries()) {
    const query = { ...place, name: file.name || 'file', ...(at === 0 && text && { text }) };
    if (!(await upload<UploadAnswer>('upload', query, file))) return giveBack(files.slice(at));
  }
}

/** Whether the bot will have something to say to this: in its direct message, to a command, or when it is named. */
function isForBot(text: string, channel: string): boolean {
  const { bot, conversations = [] } = frame.peek() ?? {};
  const isChannel = conversations.some((one) => one.id === channel);
  return !isChannel || text.trimStart().startsWith('/') || text.includes(`@${bot?.name}`);
}
