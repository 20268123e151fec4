import { createContext } from 'preact';
import { useContext, useMemo, useRef } from 'preact/hooks';
import type { JsonObject } from '../../json.ts';
import type { GestureAnswer, SuggestAnswer, UploadAnswer } from '../../page-server/contract.ts';
import { post, upload } from '../api.ts';

/** Where blocks are shown, and where what is done to them counts. */
export type Surface = { kind: 'message'; channel: string; ts: string } | { kind: 'modal' } | { kind: 'home' };

/** What a person puts into one element: typed text, a date, the value of a choice, or several of them; null is nothing. */
export type Answer = string | string[] | null;

/** An element and the block it stands in. */
export interface Place {
  block: JsonObject;
  element: JsonObject;
}

/** How the elements of one surface reach the bot. What is done on a surface arrives in the order it was done. */
export interface Hand {
  /** `quietly` only remembers: the bot hears of it when the form is sent. */
  use(place: Place, answer: Answer, quietly?: boolean): Promise<GestureAnswer | null>;
  suggest(place: Place, query: string): Promise<SuggestAnswer | null>;
  addFile(place: Place, file: File): Promise<UploadAnswer | null>;
  /** Text that is typed and not handed over yet, each as the way to hand it over. */
  unsent: Set<() => void>;
  /** Hands over what was typed, and resolves when everything done here has arrived. */
  settle(): Promise<void>;
}

/** The hand of a person on a surface, another for each version of it. `onUse` hears of every block that something is done to. */
export function useHandOf(
  person: string,
  surface: Surface,
  version = '',
  onUse?: (block: JsonObject) => void,
): Hand {
  const place = JSON.stringify(surface);
  const latest = useRef(onUse);
  latest.current = onUse;
  // A new version gets a hand that holds nothing yet
  return useMemo(
    () => handOf(person, JSON.parse(place) as Surface, (block) => latest.current?.(block)),
    [person, place, version],
  );
}

function handOf(person: string, surface: Surface, onUse: (block: JsonObject) => void): Hand {
  const unsent = new Set<() => void>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = last.then(run);
    last = result;
    return result;
  };
  const handOver = () => {
    for (const send of [...unsent]) {
      unsent.delete(send);
      send();
    }
  };
  return {
    unsent,
    use(place, answer, quietly = false) {
      handOver();
      onUse(place.block);
      const body = { as: person, surface, ...idsOf(place), answer, ...(quietly && { quietly }) };
      return inTurn(() => post<GestureAnswer>('act', body));
    },
    suggest: (place, query) =>
      post<SuggestAnswer>('suggest', { as: person, surface, ...idsOf(place), query }),
    addFile(place, file) {
      onUse(place.block);
      const query = { as: person, ...idsOf(place), name: file.name };
      return inTurn(() => upload<UploadAnswer>('upload-to-form', query, file));
    },
    async settle() {
      handOver();
      await last;
    },
  };
}

function idsOf({ block, element }: Place): { blockId: string; actionId: string } {
  return { blockId: String(block.block_id), actionId: String(element.action_id) };
}

export const HandContext = createContext<Hand | null>(null);

/** The hand of the surface an element is shown on. */
export function useHand(): Hand {
  const hand = useContext(HandContext);
  if (!hand) throw new Error('An element is shown outside of Blocks');
  return hand;
}
