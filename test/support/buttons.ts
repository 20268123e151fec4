/** Something that can be clicked, and what comes with the click. */
export interface Button {
  actionId: string;
  value: string | null;
}

/** What is typed into a field that sends on Enter. */
const SEARCHED = '教育';

/** Everything that can be clicked in blocks as the bot makes them, the choices of menus one by one. */
export function buttonsIn(blocks: readonly unknown[]): Button[] {
  return blocks.flatMap(clickable);
}

function clickable(node: unknown): Button[] {
  if (typeof node !== 'object' || node === null) return [];
  const one = node as Record<string, unknown>;
  // The fields of a form wait for its button; few send by themselves.
  if (one.type === 'input' && one.dispatch_action !== true) return [];
  return [...own(one), ...Object.values(one).flatMap(clickable)];
}

function own({ type, action_id, value, options }: Record<string, unknown>): Button[] {
  if (typeof action_id !== 'string') return [];
  const actionId = action_id.replace(/#\d+$/, '');
  if (type === 'button') return [{ actionId, value: typeof value === 'string' ? value : null }];
  if (type === 'plain_text_input') return [{ actionId, value: SEARCHED }];
  const choices = Array.isArray(options) ? (options as { value: string }[]) : [];
  return choices.map((choice) => ({ actionId, value: choice.value }));
}
