import { effect, signal } from '@preact/signals';
import { underway } from '../api.ts';
import { conversation, modal } from '../live.ts';
import { here } from '../state.ts';

/** As long as Slack waits for a bot. */
const PATIENCE_MS = 3_000;

/** Where the bot is expected to say something: the thread, or null for the conversation itself. */
const expected = signal<{ thread: string | null; after: string } | null>(null);
let patience: ReturnType<typeof setTimeout> | undefined;

/** Whether the bot owes an answer here. */
export function isAwaited(thread: string | null): boolean {
  return expected.value?.thread === thread || (thread === here.value.thread && underway.value > 0);
}

/** Shows that the bot is at it, until it has said something or three seconds are over. */
export function expectAnswer(thread: string | null): void {
  clearTimeout(patience);
  expected.value = { thread, after: newestOfBot() };
  patience = setTimeout(stop, PATIENCE_MS);
}

function stop(): void {
  clearTimeout(patience);
  expected.value = null;
}

function newestOfBot(): string {
  return conversation.peek()?.messages.findLast((message) => message.fromBot)?.ts ?? '';
}

effect(() => {
  conversation.value;
  modal.value;
  const waiting = expected.peek();
  if (waiting && (newestOfBot() > waiting.after || modal.value.view)) stop();
});

effect(() => {
  here.value;
  stop();
});
