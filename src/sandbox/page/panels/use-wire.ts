import { useEffect, useState } from 'preact/hooks';
import type { WireEntry, WireView } from '../../page-server/contract.ts';
import { look } from '../api.ts';
import { watch } from './looking.ts';
import { askAfter, withAnswer } from './wire-log.ts';

/** What crossed the wire so far and from now on, oldest first; null when the sandbox does not show it. */
export function useWire(): { entries: readonly WireEntry[] | null; waiting: boolean } {
  const [entries, setEntries] = useState<readonly WireEntry[] | null>(null);
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    let known: readonly WireEntry[] = [];
    const { stop } = watch(
      async () => {
        const after = askAfter(known);
        const answer = await look<WireView>('wire', { after: String(after) });
        return answer && (withAnswer(known, after, answer.entries) ?? (await fromTheBeginning()));
      },
      (seen) => {
        if (seen) {
          known = seen;
          setEntries(seen);
        }
        setWaiting(false);
      },
    );
    return stop;
  }, []);
  return { entries, waiting };
}

async function fromTheBeginning(): Promise<readonly WireEntry[] | null> {
  return (await look<WireView>('wire', { after: '0' }))?.entries ?? null;
}
