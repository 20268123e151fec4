import { isEmpty, refusal, type Values } from '../block-kit/answers.ts';
import type { SandboxContext } from '../context.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { checkView } from '../slack-api/views.ts';
import { valuesOf } from '../view-object.ts';
import { ClientError } from './client-error.ts';
import { failure } from './commands.ts';
import { interactiveHead } from './payloads.ts';
import { personOf } from './talk.ts';

/** What came of sending a form. `errors` are by block id; `from` says who found them. */
export type SubmitResult =
  | { result: 'closed' | 'updated' | 'pushed' | 'cleared' }
  | { result: 'errors'; from: 'form' | 'bot'; errors: { [blockId: string]: string } }
  | { result: 'failed'; error: string };

/** Sends the modal on top as it is filled in; what Slack's own form refuses never reaches the bot. */
export async function submitForm(context: SandboxContext, personId: string): Promise<SubmitResult> {
  const person = personOf(context, personId);
  const view = context.modals.top(personId);
  if (!view) throw new ClientError('没有打开的表单');
  const errors = refusedByForm(view);
  if (Object.keys(errors).length > 0) return { result: 'errors', from: 'form', errors };

  const payload: JsonObject = {
    type: 'view_submission',
    ...interactiveHead(context, person),
    trigger_id: context.triggers.issue(personId),
    view,
    response_urls: [],
  };
  const outcome = await context.transport().send({ kind: 'interactive', payload });
  if (!outcome.acked) return { result: 'failed', error: failure(outcome) };
  try {
    return applyAnswer(context, personId, view, outcome.body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.troubles.add(
      `Slack would refuse the answer to a form with ${error.code}: ${JSON.stringify(error.detail)}`,
    );
    return { result: 'failed', error: error.code };
  }
}

/** Closes the modal on top, or the whole stack, and tells the bot when the view asked for it. */
export async function closeForm(context: SandboxContext, personId: string, all = false): Promise<void> {
  const person = personOf(context, personId);
  const view = context.modals.top(personId);
  if (!view) return;
  const cleared = all || view.clear_on_close === true;
  if (cleared) context.modals.clear(personId);
  else context.modals.pop(personId);
  if (view.notify_on_close !== true) return;
  const payload = { type: 'view_closed', ...interactiveHead(context, person), view, is_cleared: cleared };
  await context.transport().send({ kind: 'interactive', payload });
}

function refusedByForm(view: JsonObject): { [blockId: string]: string } {
  const values: Values = valuesOf(view);
  const errors: { [blockId: string]: string } = {};
  for (const block of objectsAt(view, 'blocks')) {
    const element = block.type === 'input' ? objectAt(block, 'element') : undefined;
    if (!element) continue;
    const blockId = stringAt(block, 'block_id');
    const value = values[blockId]?.[stringAt(element, 'action_id')] ?? {};
    const empty = isEmpty(value);
    const problem = empty ? (block.optional === true ? null : '请填写此项') : refusal(element, value);
    if (problem) errors[blockId] = problem;
  }
  return errors;
}

function applyAnswer(
  context: SandboxContext,
  person: string,
  view: JsonObject,
  body: JsonObject | null,
): SubmitResult {
  const action = body?.response_action;
  switch (action) {
    case undefined:
      return closeSubmitted(context, person, view);
    case 'clear':
      context.modals.clear(person);
      return { result: 'cleared' };
    case 'errors':
      return { result: 'errors', from: 'bot', errors: readErrors(view, objectAt(body ?? {}, 'errors')) };
    case 'update':
      context.modals.update({ id: stringAt(view, 'id'), externalId: '' }, viewIn(context, body), '');
      return { result: 'updated' };
    case 'push':
      context.modals.push(person, viewIn(context, body));
      return { result: 'pushed' };
    default:
      throw new ApiError('invalid_response_action', { response_action: action });
  }
}

/** The submitted modal closes; while the bot was answering, a `views.push` may have put another on top of it. */
function closeSubmitted(context: SandboxContext, person: string, view: JsonObject): SubmitResult {
  context.modals.remove(person, stringAt(view, 'id'));
  return { result: 'closed' };
}

function viewIn(context: SandboxContext, body: JsonObject | null): JsonObject {
  const view = objectAt(body ?? {}, 'view');
  if (!view) throw new ApiError('invalid_arguments', { errors: ['missing required field: view'] });
  return checkView(context, view, 'modal');
}

/** Slack shows "We had some trouble connecting" when an error names no input block of the form. */
function readErrors(view: JsonObject, given: JsonObject | undefined): { [blockId: string]: string } {
  const inputs = new Set(
    objectsAt(view, 'blocks')
      .filter((block) => block.type === 'input')
      .map((block) => block.block_id),
  );
  const errors = Object.entries(given ?? {});
  if (errors.length === 0) throw new ApiError('invalid_arguments', { errors: ['`errors` names no block'] });
  for (const [blockId, message] of errors)
    if (!inputs.has(blockId) || typeof message !== 'string' || !message)
      throw new ApiError('invalid_arguments', {
        errors: [`\`errors\` names ${blockId}, which is no input block of the view`],
      });
  return Object.fromEntries(errors.map(([blockId, message]) => [blockId, String(message)]));
}
