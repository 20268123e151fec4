import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../../json.ts';
import { reasonOf } from '../reasons.ts';
import { type Answer, type Place, useHand } from '../surface.ts';

export interface ElementProps {
  place: Place;
  /** What it holds, as in `state.values`. */
  value: JsonObject | undefined;
  control: Control;
}

/** How an element is tied to the words around it. */
export interface Control {
  id: string;
  /** The name of an element that no visible label names. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  invalid: boolean;
  /** It stands in an input block, and may be left empty there. */
  optional: boolean;
}

/** The attributes that tie a native control to its words. */
export function tied({ id, label, labelledBy, describedBy, invalid }: Control) {
  return {
    id,
    'aria-label': label,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
  };
}

export interface Sending {
  /** On its way to the bot. */
  waiting: boolean;
  /** Why the last did not arrive, in plain language. */
  problem: string | null;
  send(answer: Answer, quietly?: boolean): Promise<void>;
}

/** Hands over what is done to an element, and knows how that goes. */
export function useSending(place: Place): Sending {
  const hand = useHand();
  const [under, setUnder] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (answer: Answer, quietly = false) => {
    setUnder((count) => count + 1);
    setProblem(null);
    const result = await hand.use(place, answer, quietly);
    setUnder((count) => count - 1);
    if (!result?.ok) setProblem(reasonOf(result?.error));
  };
  return { waiting: under > 0, problem, send };
}

/** What an element holds: at once what was put in here, and what the sandbox says as soon as that says something new. */
export function useHeld<Held>(told: Held, isBusy: boolean): [Held, (held: Held) => void] {
  const [held, setHeld] = useState(told);
  const hand = useHand();
  const heard = useRef({ hand, news: JSON.stringify(told) });
  const news = JSON.stringify(told);
  useLayoutEffect(() => {
    const isNew = news !== heard.current.news || hand !== heard.current.hand;
    if (isBusy || !isNew) return;
    heard.current = { hand, news };
    setHeld(told);
  }, [news, hand, isBusy]);
  return [held, setHeld];
}
