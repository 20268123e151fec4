import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { frame } from '../state.ts';
import { type Completion, completionsFor, type Offer } from './completion.ts';

const CLOSED: Completion = { from: 0, offers: [] };

/** The offers for what stands before the caret of a text box; arrows choose, Tab and Enter take, Escape closes. */
export function useCompletion(
  box: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
): {
  offers: readonly Offer[];
  chosen: number;
  lookUp(): void;
  close(): void;
  take(at: number): void;
  /** Whether the key was for the offers. */
  onKey(event: KeyboardEvent): boolean;
} {
  const [{ from, offers }, offer] = useState(CLOSED);
  const [chosen, choose] = useState(0);
  const close = () => offer(CLOSED);

  const lookUp = () => {
    const element = box.current;
    const { commands, people, bot } = frame.peek() ?? {};
    if (!element || element.selectionStart !== element.selectionEnd) return close();
    const before = element.value.slice(0, element.selectionStart);
    offer(completionsFor(before, { commands: commands ?? [], people: people ?? [], bot: bot?.name ?? '' }));
    choose(0);
  };

  const take = (at: number) => {
    const element = box.current;
    const taken = offers[at];
    if (!element || !taken) return;
    const before = element.value.slice(0, from) + taken.insert;
    write(before + element.value.slice(element.selectionStart));
    // Whoever presses Enter at once sends what is there, and does not take the same offer again.
    close();
    // The caret can be placed only in text that is already there.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(before.length, before.length);
      lookUp();
    });
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (offers.length === 0 || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
        choose((chosen + 1) % offers.length);
        return true;
      case 'ArrowUp':
        choose((chosen + offers.length - 1) % offers.length);
        return true;
      case 'Tab':
      case 'Enter':
        take(chosen);
        return true;
      case 'Escape':
        close();
        return true;
      default:
        return false;
    }
  };

  return { offers, chosen, lookUp, close, take, onKey };
}
