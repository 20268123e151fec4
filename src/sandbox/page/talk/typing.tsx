import { t } from '../language.ts';
import { frame } from '../state.ts';
import { isAwaited } from './waiting.ts';

/** The bot is at it. The line keeps its height, so that nothing jumps. */
export function Typing({ thread }: { thread: string | null }) {
  const bot = frame.value?.bot.name ?? '';
  return (
    <div class="typing">
      {isAwaited(thread) && (
        <p>
          <i />
          <i />
          <i />
          {t(`${bot}正在处理…`, `${bot} is at work…`)}
        </p>
      )}
    </div>
  );
}
