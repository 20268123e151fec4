import { t } from '../language.ts';
import { frame } from '../state.ts';
import { isAwaited } from './waiting.ts';

/** The bot is at it. The line keeps its height, so that nothing jumps. */
export function Typing({ thread }: { thread: string | null }) {
  const bot = frame.value?.bot.name ?? '';
  return (
    <p class="typing" aria-hidden={!isAwaited(thread)}>
      {isAwaited(thread) && (
        <>
          <i />
          <i />
          <i />
          <span>{t(`${bot}正在处理…`, `${bot} is typing…`)}</span>
        </>
      )}
    </p>
  );
}
