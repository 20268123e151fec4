import { z } from 'zod';
import { isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import { homeView, messageBlock, modalView } from './blocks.ts';
import { imagesOf } from './slack-files.ts';
import { elementsOf, isLoaded, optionsOf } from './walk.ts';

/** Over all blocks of one message; not documented, observed by Slack's users (slackapi/bolt-js#2509). */
const MOST_CHARACTERS = 13_200;
/** Over all cells of a table. */
const MOST_CHARACTERS_IN_TABLE = 10_000;
const MOST_BLOCKS_IN_MESSAGE = 50;
const LARGEST_VIEW_BYTES = 250_000;

/** Where an element may not stand: docs.slack.dev/reference/block-kit/block-elements, "Surfaces". */
const NOT_ON: { [type: string]: readonly Surface[] } = {
  file_input: ['message', 'home'],
  datetimepicker: ['home'],
  rich_text_input: ['message'],
};

type Surface = 'message' | 'modal' | 'home';

/** Every reason why Slack would refuse these blocks in a message, in its own spelling; empty when it would take them. */
export function problemsInBlocks(blocks: Json[]): string[] {
  if (blocks.length > MOST_BLOCKS_IN_MESSAGE)
    return [problem(`no more than ${MOST_BLOCKS_IN_MESSAGE} items allowed`, '/blocks')];
  const shape = z.array(messageBlock).safeParse(blocks);
  if (!shape.success) return shape.error.issues.flatMap((issue) => fromIssue(issue, '/blocks'));
  return problemsBetween(blocks.filter(isObject), '/blocks', 'message');
}

/** The same for a view. @param surface the type the called method accepts */
export function problemsInView(view: JsonObject, surface: 'modal' | 'home'): string[] {
  const shape = (surface === 'modal' ? modalView : homeView).safeParse(view);
  if (!shape.success) return shape.error.issues.flatMap((issue) => fromIssue(issue, '/view'));
  const blocks = objectsAt(view, 'blocks');
  const needsSubmit = surface === 'modal' && !view.submit && blocks.some((block) => block.type === 'input');
  const missing = needsSubmit
    ? [problem('`submit` is required when an input block is within the blocks array', '/view')]
    : [];
  return [...missing, ...problemsBetween(blocks, '/view/blocks', surface)];
}

export function isTooLong(blocks: JsonObject[]): boolean {
  return charactersIn(blocks) > MOST_CHARACTERS;
}

/** Slack takes one table a message. */
export function hasSecondTable(blocks: JsonObject[]): boolean {
  return blocks.filter((block) => block.type === 'table').length > 1;
}

export function isTooLarge(view: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > LARGEST_VIEW_BYTES;
}

function problemsBetween(blocks: JsonObject[], at: string, surface: Surface): string[] {
  const problems: string[] = [];
  const blockIds = new Set<string>();
  let focused = 0;
  blocks.forEach((block, index) => {
    const here = `${at}/${index}`;
    const blockId = stringAt(block, 'block_id');
    if (blockId && blockIds.has(blockId))
      problems.push(problem(`block_id \`${blockId}\` already exists`, `${here}/block_id`));
    blockIds.add(blockId);
    if (block.type === 'section' && !block.text && !block.fields)
      problems.push(problem('must define either `text` or `fields`', here));
    if (block.type === 'table' && charactersIn(block.rows) > MOST_CHARACTERS_IN_TABLE)
      problems.push(problem(`must have no more than ${MOST_CHARACTERS_IN_TABLE} characters`, `${here}/rows`));
    for (const { image, pointer } of imagesOf(block))
      if (Boolean(image.image_url) === Boolean(image.slack_file))
        problems.push(problem('must define either `image_url` or `slack_file`', here + pointer));
    if (block.type === 'rich_text' && objectsAt(block, 'elements').length === 0)
      problems.push(problem('must have at least one element', `${here}/elements`));

    const actionIds = new Set<string>();
    for (const { element, pointer } of elementsOf(block)) {
      const actionId = stringAt(element, 'action_id');
      if (actionId && actionIds.has(actionId))
        problems.push(problem(`action_id \`${actionId}\` already exists`, `${here}${pointer}/action_id`));
      actionIds.add(actionId);
      if (element.focus_on_load === true) focused += 1;
      if (NOT_ON[stringAt(element, 'type')]?.includes(surface))
        problems.push(problem('unsupported type', `${here}${pointer}/type`));
      problems.push(...problemsInElement(element, here + pointer));
    }
  });
  if (focused > 1) problems.push(problem('only one element can have `focus_on_load`', at));
  return problems;
}

function problemsInElement(element: JsonObject, at: string): string[] {
  const problems: string[] = [];
  const type = stringAt(element, 'type');
  if (type === 'static_select' || type === 'multi_static_select') {
    if (Boolean(element.options) === Boolean(element.option_groups))
      problems.push(problem('must define either `options` or `option_groups`', at));
  }
  const options = optionsOf(element);
  const values = options.map((option) => stringAt(option, 'value'));
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) problems.push(problem(`option value \`${twice}\` is used more than once`, at));

  const initial = objectAt(element, 'initial_option');
  const chosen = initial ? [initial] : objectsAt(element, 'initial_options');
  for (const one of isLoaded(element) ? [] : chosen)
    if (!options.some((option) => sameOption(option, one)))
      problems.push(problem('initial option must exactly match one of the provided options', at));

  const [least, most] = [element.min_length, element.max_length];
  if (typeof least === 'number' && typeof most === 'number' && least > most)
    problems.push(problem('`min_length` must not be greater than `max_length`', at));
  if (typeof most === 'number' && stringAt(element, 'initial_value').length > most)
    problems.push(problem('`initial_value` is longer than `max_length`', at));
  return problems;
}

function sameOption(one: JsonObject, other: JsonObject): boolean {
  return (
    one.value === other.value &&
    stringAt(objectAt(one, 'text'), 'text') === stringAt(objectAt(other, 'text'), 'text') &&
    stringAt(objectAt(one, 'description'), 'text') === stringAt(objectAt(other, 'description'), 'text')
  );
}

function charactersIn(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersIn(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : charactersIn(one)),
    0,
  );
}

function fromIssue(issue: z.core.$ZodIssue, root: string): string[] {
  const at = [root, ...issue.path.map(String)].join('/');
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'number') return [problem(`must be no more than ${issue.maximum}`, at)];
      return issue.origin === 'array'
        ? [problem(`no more than ${issue.maximum} items allowed`, at)]
        : [problem(`must be less than ${Number(issue.maximum) + 1} characters`, at)];
    case 'too_small':
      if (issue.origin === 'number') return [problem(`must be no less than ${issue.minimum}`, at)];
      return issue.origin === 'array'
        ? [problem(`no less than ${issue.minimum} items required`, at)]
        : [problem(`must be more than ${Number(issue.minimum) - 1} characters`, at)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem(`invalid additional property: ${key}`, at));
    case 'invalid_union':
      return [problem('unsupported type', at)];
    case 'invalid_type': {
      const missing = issue.message.includes('received undefined');
      const name = String(issue.path.at(-1) ?? '');
      const parent = [root, ...issue.path.slice(0, -1).map(String)].join('/');
      return [
        missing
          ? problem(`missing required field: ${name}`, parent)
          : problem(`must be a valid ${issue.expected}`, at),
      ];
    }
    default:
      return [problem(issue.message, at)];
  }
}

function problem(message: string, pointer: string): string {
  return `[ERROR] ${message} [json-pointer:${pointer}]`;
}
