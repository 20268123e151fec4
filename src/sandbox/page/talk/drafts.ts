import { signal } from '@preact/signals';

/** What was begun and not sent, by person and place; it waits while one acts as somebody else. */
const drafts = new Map<string, string>();

export function draftOf(key: string): string {
  return drafts.get(key) ?? '';
}

export function keepDraft(key: string, text: string): void {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
}

/** Words put into the conversation's composer for the person to send, or null. */
export const proposed = signal<string | null>(null);
