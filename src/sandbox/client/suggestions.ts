import { z } from 'zod';
import { withTextDefaults } from '../block-kit/complete.ts';
import { option, optionGroup } from '../block-kit/elements.ts';
import { isLoaded } from '../block-kit/walk.ts';
import type { SandboxContext } from '../context.ts';
import { type JsonObject, objectAt, objectsAt } from '../json.ts';
import { elementAt, lookUp, type Surface } from './actions.ts';
import { ClientError } from './client-error.ts';
import { failure } from './commands.ts';
import { offer } from './held.ts';
import { interactiveHead } from './payloads.ts';
import { personOf } from './talk.ts';

/** Slack's own number for a select that does not say how much must be typed. */
const LEAST_QUERY = 3;

export interface Suggestions {
  options: JsonObject[];
  groups?: { label: JsonObject; options: JsonObject[] }[];
  /** Slack's word when nothing came. */
  error?: string;
}

const answer = z.union([
  z.strictObject({ options: z.array(option).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

/** Asks the bot what can be chosen in an external select for what was typed; too short a text asks nothing. */
export async function suggest(
  context: SandboxContext,
  personId: string,
  surface: Surface,
  { blockId, actionId, query }: { blockId: string; actionId: string; query: string },
): Promise<Suggestions> {
  const person = personOf(context, personId);
  const shown = lookUp(context, personId, surface);
  const { element } = elementAt(shown.blocks, blockId, actionId);
  if (!isLoaded(element)) throw new ClientError('这个控件的选项不由机器人提供');
  if (query.length < Number(element.min_query_length ?? LEAST_QUERY)) return { options: [] };

  const payload: JsonObject = {
    type: 'block_suggestion',
    ...interactiveHead(context, person),
    ...shown.where(shown.values),
    action_id: actionId,
    block_id: blockId,
    value: query,
  };
  const outcome = await context.transport().send({ kind: 'interactive', payload });
  if (!outcome.acked) return { options: [], error: failure(outcome) };
  const read = answer.safeParse(outcome.body);
  if (!read.success) {
    context.troubles.add(`Slack would not show the options for ${actionId}: ${z.prettifyError(read.error)}`);
    return { options: [], error: 'dispatch_failed' };
  }
  const body = withTextDefaults(outcome.body ?? {});
  const groups = objectsAt(body, 'option_groups').map((group) => ({
    label: objectAt(group, 'label') ?? {},
    options: objectsAt(group, 'options'),
  }));
  const options = objectsAt(body, 'options');
  const place = { person: personId, surface: shown.id, blockId, actionId };
  offer(context, place, [...options, ...groups.flatMap((group) => group.options)]);
  return { options, ...(groups.length > 0 && { groups }) };
}
