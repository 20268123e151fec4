import { effect, type Signal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { look } from '../api.ts';
import { freshener } from '../freshener.ts';
import { changes, here } from '../state.ts';

/** A move through a year announces hundreds of changes a second; nobody reads more than a few. */
const GAP_MS = 350;

type Query = { [name: string]: string };

export interface Looked<View> {
  /** What was seen last. It stays when a later look fails, so that nothing jumps while the server restarts. */
  view: View | null;
  /** Whether the first look is still under way; afterwards a null view means that the sandbox does not show this. */
  waiting: boolean;
  again(): void;
}

/** Looks at something of the contract, and again whenever the sandbox announces a change. */
export function useLook<View>(name: string, query: Query = {}): Looked<View> {
  const view = useSignal<View | null>(null);
  const waiting = useSignal(true);
  const again = useSignal<() => void>(() => undefined);
  const key = JSON.stringify(query);
  useEffect(() => {
    const watching = watch(lookAt<View>(name, JSON.parse(key) as Query), (seen) => {
      if (seen) view.value = seen;
      waiting.value = false;
    });
    again.value = watching.again;
    return watching.stop;
  }, [name, key, view, waiting, again]);
  return { view: view.value, waiting: waiting.value, again: again.value };
}

/** The same for the whole page, as a signal. */
export function seen<View>(name: string): Signal<View | null> {
  const view = signal<View | null>(null);
  watch(lookAt<View>(name, {}), (look) => {
    if (look) view.value = look;
  });
  return view;
}

/** Runs a look now and after every change, without hurry. */
export function watch<View>(
  run: () => Promise<View>,
  onSeen: (view: View) => void,
): { again(): void; stop(): void } {
  let stopped = false;
  const again = freshener(async () => {
    if (stopped) return;
    const view = await run();
    if (!stopped) onSeen(view);
  }, GAP_MS);
  const stopListening = effect(() => {
    changes.value;
    again();
  });
  return {
    again,
    stop() {
      stopped = true;
      stopListening();
    },
  };
}

function lookAt<View>(name: string, query: Query): () => Promise<View | null> {
  return () => look<View>(name, { as: here.peek().person, ...query });
}
