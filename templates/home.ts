/** The App Home tab: the same answer that “我的” gives, always at hand. */

import { home } from '../src/chat/form.ts';
import type { Message } from '../src/chat/message.ts';

export function homeView(message: Message) {
  return home(message.blocks);
}
