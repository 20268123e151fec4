import type { AnyBlock, InputBlock, View } from '@slack/types';

/** Slack's limits for views. Source: docs.slack.dev/reference/views/modal-views and /reference/block-kit. */
const MAX_VIEW_BYTES = 250_000;
const MAX_BLOCKS = 100;

/** Every limit of Slack that the view breaks, each as one English clause naming where; empty when it is fine. */
export function formProblems(view: View): string[] {
  const problems: string[] = [];
  const within = (where: string, text: string | undefined, max: number) => {
    if (text !== undefined && text.length > max)
      problems.push(`${where} has ${text.length} characters, at most ${max}`);
  };

  if (view.type === 'modal') {
    within('title', view.title.text, 24);
    within('submit', view.submit?.text, 24);
    within('close', view.close?.text, 24);
    const needsSubmit = view.blocks.some((block) => block.type === 'input');
    if (needsSubmit && !view.submit) problems.push('submit is missing although there are fields to fill in');
  }
  within('callback_id', view.callback_id, 255);
  within('private_metadata', view.private_metadata, 3_000);
  if (view.blocks.length > MAX_BLOCKS) problems.push(`${view.blocks.length} blocks, at most ${MAX_BLOCKS}`);
  problems.push(
    ...repeated(view.blocks.flatMap((block) => block.block_id ?? [])).map(
      (id) => `block id ${id} is used twice`,
    ),
  );
  view.blocks.forEach((block, index) => {
    problems.push(...blockProblems(block, block.block_id ?? `block ${index + 1}`));
  });
  const bytes = Buffer.byteLength(JSON.stringify(view));
  if (bytes > MAX_VIEW_BYTES) problems.push(`${bytes} bytes, at most ${MAX_VIEW_BYTES}`);
  return problems;
}

function repeated(ids: string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** The limits of one object: how long its texts may be, how many entries its lists may have. */
interface Limits {
  texts?: Record<string, number>;
  lists?: Record<string, number>;
}

const BLOCK_LIMITS: Record<string, Limits> = {
  section: { texts: { text: 3_000 }, lists: { fields: 10 } },
  header: { texts: { text: 150 } },
  context: { lists: { elements: 10 } },
  actions: { lists: { elements: 25 } },
  input: { texts: { label: 2_000, hint: 2_000 } },
};

const ELEMENT_LIMITS: Record<string, Limits> = {
  button: { texts: { text: 75, value: 2_000, url: 3_000 } },
  plain_text_input: { texts: { initial_value: 3_000, placeholder: 150 } },
  static_select: { texts: { placeholder: 150 }, lists: { options: 100 } },
  multi_static_select: { texts: { placeholder: 150 }, lists: { options: 100 } },
  checkboxes: { lists: { options: 10 } },
  radio_buttons: { lists: { options: 10 } },
  overflow: { lists: { options: 5 } },
  datepicker: { texts: { placeholder: 150 } },
};

function blockProblems(block: AnyBlock, where: string): string[] {
  const problems = [
    ...lengthProblem(where, 'block_id', block.block_id, 255),
    ...limitProblems(block, where, BLOCK_LIMITS[block.type]),
  ];
  const elements = [
    ...('element' in block ? [block.element] : []),
    ...('accessory' in block && block.accessory ? [block.accessory] : []),
    ...(block.type === 'actions' && 'elements' in block ? block.elements : []),
  ];
  for (const element of elements) problems.push(...elementProblems(element, where));
  if (isInput(block)) problems.push(...inputProblems(block, where));
  return problems;
}

function elementProblems(element: object, where: string): string[] {
  const type = 'type' in element && typeof element.type === 'string' ? element.type : '';
  const options = 'options' in element && Array.isArray(element.options) ? element.options : undefined;
  const problems = limitProblems(element, where, ELEMENT_LIMITS[type]);
  if (options?.length === 0) problems.push(`${where}: options is empty`);
  for (const option of options ?? []) {
    problems.push(
      ...limitProblems(option, `${where} option`, { texts: { text: 75, value: 150, description: 75 } }),
    );
  }
  return problems;
}

function isInput(block: AnyBlock): block is InputBlock {
  return block.type === 'input' && 'element' in block;
}

function inputProblems(block: InputBlock, where: string): string[] {
  const { element } = block;
  if (element.type !== 'plain_text_input') return [];
  const max = element.max_length ?? 3_000;
  return [
    ...(max > 3_000 ? [`${where}: max_length is ${max}, at most 3000`] : []),
    ...lengthProblem(where, 'initial_value', element.initial_value, max),
  ];
}

function limitProblems(node: object, where: string, limits: Limits = {}): string[] {
  const values = new Map<string, unknown>(Object.entries(node));
  return [
    ...Object.entries(limits.texts ?? {}).flatMap(([key, max]) =>
      lengthProblem(where, key, textOf(values.get(key)), max),
    ),
    ...Object.entries(limits.lists ?? {}).flatMap(([key, max]) => {
      const list = values.get(key);
      return Array.isArray(list) && list.length > max
        ? [`${where}: ${list.length} ${key}, at most ${max}`]
        : [];
    }),
  ];
}

function lengthProblem(where: string, key: string, text: string | undefined, max: number): string[] {
  return text !== undefined && text.length > max
    ? [`${where}: ${key} has ${text.length} characters, at most ${max}`]
    : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string')
    return value.text;
  return undefined;
}
