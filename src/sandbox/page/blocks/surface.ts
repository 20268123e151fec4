import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { JsonObject } from '../../json.ts';
import type { GestureAnswer, SuggestAnswer, UploadAnswer } from '../../page-server/contract.ts';
import { post, upload } from '../api.ts';

/** Where blocks are shown, and where what is done to them counts. */
export type Surface = { kind: 'message'; channel: string; ts: string } | { kind: 'modal' } | { kind: 'home' };

/** What a person puts into one element: typed text, a date, the value of a choice, or several of them; null is nothing. */
export type Answer = string | string[] | null;

/** How the elements of one surface reach the bot. */
export interface Hand {
  use(
    block: JsonObject,
    element: JsonObject,
    answer: Answer,
    quietly?: boolean,
  ): Promise<GestureAnswer | null>;
  suggest(block: JsonObject, element: JsonObject, query: string): Promise<SuggestAnswer | null>;
  addFile(block: JsonObject, element: JsonObject, file: File): Promise<UploadAnswer | null>;
}

/** The hand of a person on a surface. What is done there arrives in the order it was done. */
export function handOf(person: string, surface: Surface): Hand {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = last.then(run);
    last = result;
    return result;
  };
  const place = (block: JsonObject, element: JsonObject) => ({
    as: person,
    surface,
    blockId: block.block_id,
    actionId: element.action_id,
  });
  return {
    use: (block, element, answer, quietly = false) =>
      inTurn(() =>
        post<GestureAnswer>('act', { ...place(block, element), answer, ...(quietly && { quietly }) }),
      ),
    suggest: (block, element, query) => post<SuggestAnswer>('suggest', { ...place(block, element), query }),
    addFile: (block, element, file) =>
      inTurn(() =>
        upload<UploadAnswer>(
          'upload-to-form',
          {
            as: person,
            blockId: String(block.block_id),
            actionId: String(element.action_id),
            name: file.name,
          },
          file,
        ),
      ),
  };
}

export const HandContext = createContext<Hand | null>(null);

/** The hand of the surface an element is shown on. */
export function useHand(): Hand {
  const hand = useContext(HandContext);
  if (!hand) throw new Error('An element is shown outside of Blocks');
  return hand;
}
