import './banner.css';
import { t } from '../language.ts';
import { isLive } from '../live.ts';
import { frame } from '../state.ts';

/** Says what stands between the person and an answer: the sandbox is gone, or the bot is. */
export function Banner() {
  const words = !isLive.value
    ? t(
        '与演练工作区的连接断开了，正在重新连接。恢复以后这里会自动更新。',
        'The line to the sandbox is lost; trying again. The page goes on by itself when it is back.',
      )
    : frame.value?.bot.connected === false
      ? t(
          '机器人现在没有连接，说的话它暂时听不到。',
          'The bot is not connected right now and does not hear what is said.',
        )
      : null;
  return (
    <div role="status" class="banner-place">
      {words && <p class="banner">{words}</p>}
    </div>
  );
}
