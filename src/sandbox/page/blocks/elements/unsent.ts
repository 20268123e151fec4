import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useHand } from '../surface.ts';

/** Something that is put in bit by bit and handed over when it pauses, or earlier when something else needs it to have arrived. */
export function useUnsent(send: () => void, pauseMs?: number) {
  const hand = useHand();
  const latest = useRef(send);
  latest.current = send;
  const kept = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      clearTimeout(timer);
      hand.unsent.delete(now);
    };
    const now = () => {
      forget();
      latest.current();
    };
    const add = () => {
      forget();
      hand.unsent.add(now);
      if (pauseMs !== undefined) timer = setTimeout(now, pauseMs);
    };
    return { add, now, forget };
  }, [hand, pauseMs]);
  useEffect(() => kept.forget, [kept]);
  return kept;
}
