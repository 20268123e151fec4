import { useMemo } from 'preact/hooks';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../../json.ts';
import type { ElementValues } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import { RichText } from './rich-text.tsx';
import { HandContext, handOf, type Surface, useHand } from './surface.ts';
import { Mrkdwn, PlainText, TextObject } from './text.tsx';

export interface BlocksProps {
  /** Who acts on them. */
  person: string;
  surface: Surface;
  blocks: JsonObject[];
  /** What the elements hold, as in Slack's `state.values`. */
  values: ElementValues;
  /** What is wrong with inputs, by block id. */
  errors?: { [blockId: string]: string };
}

/** Blocks as Slack shows them, alive: whatever is done to them reaches the bot as done by the person. */
export function Blocks({ person, surface, blocks }: BlocksProps) {
  const place = JSON.stringify(surface);
  const hand = useMemo(() => handOf(person, JSON.parse(place) as Surface), [person, place]);
  return (
    <HandContext.Provider value={hand}>
      <div class="blocks">
        {blocks.map((block) => (
          <Block block={block} />
        ))}
      </div>
    </HandContext.Provider>
  );
}

function Block({ block }: { block: JsonObject }) {
  switch (block.type) {
    case 'section':
      return (
        <div>
          <TextObject of={objectAt(block, 'text')} />
          {objectsAt(block, 'fields').map((field) => (
            <TextObject of={field} />
          ))}
        </div>
      );
    case 'header':
      return (
        <h3>
          <PlainText of={objectAt(block, 'text')} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'context':
      return (
        <small>
          {objectsAt(block, 'elements').map((element) => (
            <TextObject of={element} />
          ))}
        </small>
      );
    case 'actions':
      return (
        <div>
          {objectsAt(block, 'elements').map((element) => (
            <Element block={block} element={element} />
          ))}
        </div>
      );
    case 'rich_text':
      return <RichText block={block} />;
    case 'markdown':
      return <Mrkdwn text={stringAt(block, 'text')} />;
    default:
      return <Unknown type={stringAt(block, 'type')} />;
  }
}

function Element({ block, element }: { block: JsonObject; element: JsonObject }) {
  const hand = useHand();
  if (element.type !== 'button') return <Unknown type={stringAt(element, 'type')} />;
  return (
    <button type="button" onClick={() => hand.use(block, element, null)}>
      <PlainText of={objectAt(element, 'text')} />
    </button>
  );
}

/** Said in place of what the page cannot show, so that nothing is dropped without a word. */
export function Unknown({ type }: { type: string }) {
  return <p class="unknown">{t(`此页面不会显示 ${type}`, `This page cannot show ${type}`)}</p>;
}
