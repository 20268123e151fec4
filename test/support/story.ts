import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** What the bot answers to a message typed in the direct conversation, in the thread where one is given. */
export async function tell(
  sandbox: Sandbox,
  who: Person,
  text: string,
  options: { thread?: string } = {},
): Promise<SeenMessage> {
  const before = who.inbox().length;
  who.say('dm', text, options);
  return sandbox.until(`an answer to “${text.slice(0, 40)}”`, () => who.inbox()[before]);
}

/** What a click brings: the bot's next message, or the clicked message in its new form. */
export async function press(
  sandbox: Sandbox,
  who: Person,
  on: SeenMessage,
  target: string,
): Promise<SeenMessage> {
  const before = who.inbox().length;
  const gesture = await who.click(on, target);
  if (!gesture.ok) throw new Error(`the click on ${target} ended with ${gesture.error}`);
  const seen = () => who.messages(on.channel).find((message) => message.ts === on.ts);
  return sandbox.until(`what the click on ${target} brings`, () => {
    const now = seen();
    return who.inbox()[before] ?? (now && now.shown !== on.shown ? now : null);
  });
}

/** The block that holds both the words and a button; buttons that repeat in a list are told apart by it. */
export function blockWith(message: SeenMessage, words: string): string {
  const found = message.blocks.filter((block) => JSON.stringify(block).includes(words));
  const withButton = found.find((block) => 'accessory' in block || block.type === 'actions');
  if (typeof withButton?.block_id !== 'string') throw new Error(`no button stands beside “${words}”`);
  return withButton.block_id;
}

/** The bot's last message to the person. */
export function latest(who: Person): SeenMessage {
  const last = who.inbox().at(-1);
  if (!last) throw new Error(`${who.id} has heard nothing from the bot`);
  return last;
}

/** Instants of the bot's messages in a conversation, as Shanghai wall-clock text 'YYYY-MM-DD HH:mm'. */
export function timesOf(messages: readonly SeenMessage[]): string[] {
  return messages.map((message) =>
    new Date(Number(message.ts) * 1000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
  );
}
