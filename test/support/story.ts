import { z } from 'zod';
import type { GestureResult } from '../../src/sandbox/client/commands.ts';
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

/** A button by its label; where the label repeats, by the words it stands beside or under. */
export type Target = string | { beside: string; label: string };

/** What a click brings: the bot's next message, or the clicked message in its new form. */
export async function press(
  sandbox: Sandbox,
  who: Person,
  on: SeenMessage,
  target: Target,
): Promise<SeenMessage> {
  const before = who.inbox().length;
  const seen = () => who.messages(on.channel).find((message) => message.ts === on.ts);
  const shown = seen()?.shown;
  const place = typeof target === 'string' ? target : placeOf(on, target);
  const gesture =
    typeof place === 'string'
      ? await who.click(on, place)
      : await onPage(sandbox, 'act', {
          as: who.id,
          surface: { kind: 'message', channel: on.channel, ts: on.ts },
          answer: null,
          ...place,
        });
  if (!gesture.ok) throw new Error(`the click on ${JSON.stringify(target)} ended with ${gesture.error}`);
  return sandbox.until(`what the click on ${JSON.stringify(target)} brings`, () => {
    const now = seen();
    return who.inbox()[before] ?? (now && now.shown !== shown ? now : null);
  });
}

/** A gesture as the sandbox's own page sends it. */
export async function onPage(sandbox: Sandbox, name: string, body: object): Promise<GestureResult> {
  const response = await fetch(`${sandbox.url}/page/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const result = z.union([
    z.object({ ok: z.literal(true) }),
    z.object({ ok: z.literal(false), error: z.string() }),
    z.object({ message: z.string() }).transform(({ message }) => ({ ok: false as const, error: message })),
  ]);
  return result.parse(await response.json());
}

const buttonShape = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  text: z.object({ text: z.string() }),
});
const blockShape = z.object({
  block_id: z.string(),
  accessory: z.unknown().optional(),
  elements: z.array(z.unknown()).optional(),
});

/** Where a button stands. @throws Error when there is none by that label beside the words */
export function placeOf(
  on: Pick<SeenMessage, 'blocks'>,
  { beside, label }: Exclude<Target, string>,
): { blockId: string; actionId: string } {
  const at = on.blocks.findIndex((block) => JSON.stringify(block).includes(beside));
  for (const raw of at < 0 ? [] : on.blocks.slice(at, at + 2)) {
    const block = blockShape.parse(raw);
    for (const element of [block.accessory, ...(block.elements ?? [])]) {
      const button = buttonShape.safeParse(element);
      if (button.success && button.data.text.text === label)
        return { blockId: block.block_id, actionId: button.data.action_id };
    }
  }
  throw new Error(`no button “${label}” stands beside “${beside}”`);
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
