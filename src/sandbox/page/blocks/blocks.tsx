import './blocks.css';
import { useId } from 'preact/hooks';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../../json.ts';
import type { ElementValues } from '../../page-server/contract.ts';
import { t } from '../language.ts';
import type { BlockProps } from './block-props.ts';
import { Element } from './elements/index.tsx';
import { ContextImage, ImageBlock, Thumbnail } from './image.tsx';
import { InputBlock } from './input-block.tsx';
import { keysOf } from './keys.ts';
import { Markdown } from './markdown-text.tsx';
import { RichText } from './rich-text.tsx';
import { HandContext, type Surface, useHandOf } from './surface.ts';
import { Table } from './table.tsx';
import { PlainText, TextObject } from './text.tsx';
import { Unknown } from './unknown.tsx';

export interface BlocksProps {
  /** Who acts on them. */
  person: string;
  surface: Surface;
  blocks: JsonObject[];
  /** What the elements hold, as in Slack's `state.values`. */
  values: ElementValues;
  /** Changes when they are published anew and nobody has chosen anything in them yet. */
  version?: string | undefined;
}

/** Blocks as Slack shows them, alive: whatever is done to them reaches the bot as done by the person. */
export function Blocks({ person, surface, blocks, values, version }: BlocksProps) {
  const hand = useHandOf(person, surface, version);
  return (
    <HandContext.Provider value={hand}>
      <BlockList key={person} blocks={blocks} values={values} errors={{}} />
    </HandContext.Provider>
  );
}

export interface BlockListProps {
  blocks: JsonObject[];
  values: ElementValues;
  /** What is wrong with inputs, by block id. */
  errors: { [blockId: string]: string };
}

/** Blocks for whichever hand the surroundings provide. */
export function BlockList({ blocks, values, errors }: BlockListProps) {
  const keys = keysOf(blocks);
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        <Block
          key={keys[index]}
          block={block}
          values={values[stringAt(block, 'block_id')] ?? {}}
          error={errors[stringAt(block, 'block_id')]}
        />
      ))}
    </div>
  );
}

function Block(props: BlockProps) {
  const { block } = props;
  switch (block.type) {
    case 'section':
      return <Section {...props} />;
    case 'header':
      return (
        <h3 class="block-header">
          <PlainText of={objectAt(block, 'text')} />
        </h3>
      );
    case 'divider':
      return <hr class="block-divider" />;
    case 'context':
      return (
        <div class="block-context">
          {objectsAt(block, 'elements').map((element) =>
            element.type === 'image' ? (
              <ContextImage image={element} />
            ) : (
              <div>
                <TextObject of={element} />
              </div>
            ),
          )}
        </div>
      );
    case 'actions':
      return <Actions {...props} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'input':
      return <InputBlock {...props} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'markdown':
      return <Markdown text={stringAt(block, 'text')} />;
    case 'table':
      return <Table block={block} />;
    default:
      return <Unknown type={stringAt(block, 'type')} />;
  }
}

/** What stays beside the words where there is little room. */
const SMALL = new Set(['image', 'overflow']);

function Section({ block, values }: BlockProps) {
  const id = useId();
  const accessory = objectAt(block, 'accessory');
  const fields = objectsAt(block, 'fields');
  return (
    <div class={`block-section ${accessory && !SMALL.has(stringAt(accessory, 'type')) ? 'stacks' : ''}`}>
      <div class="section-words" id={id}>
        {block.text && <TextObject of={objectAt(block, 'text')} />}
        {fields.length > 0 && (
          <div class="section-fields">
            {fields.map((field) => (
              <div>
                <TextObject of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory?.type === 'image' && <Thumbnail image={accessory} />}
      {accessory && accessory.type !== 'image' && (
        <div class="section-accessory">
          <Element
            key={keyOf(accessory)}
            place={{ block, element: accessory }}
            value={values[stringAt(accessory, 'action_id')]}
            control={{ id: `${id}-control`, labelledBy: id, invalid: false, optional: false }}
          />
        </div>
      )}
    </div>
  );
}

function Actions({ block, values }: BlockProps) {
  const id = useId();
  return (
    <div class="block-actions">
      {objectsAt(block, 'elements').map((element) => (
        <Element
          key={keyOf(element)}
          place={{ block, element }}
          value={values[stringAt(element, 'action_id')]}
          control={{
            id: `${id}-${stringAt(element, 'action_id')}`,
            label: stringAt(objectAt(element, 'placeholder'), 'text') || t('选择', 'Choose'),
            invalid: false,
            optional: false,
          }}
        />
      ))}
    </div>
  );
}

/** An element that means something else is another one, so that a warning does not pass from one button to the next. */
function keyOf(element: JsonObject): string {
  return [element.type, element.action_id, element.value].join('/');
}
