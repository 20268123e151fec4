import { isTooLarge, problemsInView } from '../block-kit/check.ts';
import type { SandboxContext } from '../context.ts';
import { isObject, type JsonObject, objectsAt } from '../json.ts';
import { newHome } from '../view-object.ts';
import { ApiError, refuse } from './api-error.ts';
import { missing } from './arguments.ts';
import type { ApiCall, Methods } from './method.ts';
import { problemsWithPictures } from './pictures.ts';

export const viewMethods: Methods = {
  'views.open': (call) => {
    const view = readView(call, 'modal');
    return { view: call.context.modals.open(redeem(call), view) };
  },

  'views.push': (call) => {
    const view = readView(call, 'modal');
    return { view: call.context.modals.push(redeem(call), view) };
  },

  'views.update': (call) => {
    const { context, args } = call;
    const view = readView(call, 'modal');
    if (!args.has('view_id') && !args.has('external_id')) throw missing('view_id');
    const target = { id: args.text('view_id'), externalId: args.text('external_id') };
    return { view: context.modals.update(target, view, args.text('hash')) };
  },

  'views.publish': (call) => {
    const { context, args } = call;
    const user = args.required('user_id');
    const view = readView(call, 'home');
    if (!context.workspace.people.has(user)) throw new ApiError('user_not_found');
    const before = context.workspace.homes.get(user);
    const hash = args.text('hash');
    if (hash && before && before.hash !== hash) throw new ApiError('hash_conflict');
    const home = newHome(context.workspace.identity, view, before);
    context.workspace.record({ type: 'home', user, view: home }, { kind: 'home', people: [user] });
    return { view: home };
  },
};

function redeem({ context, args }: ApiCall): string {
  return context.triggers.redeem(args.required('trigger_id'));
}

/** @throws ApiError invalid_arguments with every reason, view_too_large */
export function readView({ context, args }: ApiCall, surface: 'modal' | 'home'): JsonObject {
  const view = args.json('view');
  if (view === undefined) throw missing('view');
  if (!isObject(view))
    throw refuse('invalid_arguments', ['[ERROR] view must be an object [json-pointer:/view]']);
  return checkView(context, view, surface);
}

/** The view itself when Slack would take it. @throws ApiError invalid_arguments with every reason, view_too_large */
export function checkView(context: SandboxContext, view: JsonObject, surface: 'modal' | 'home'): JsonObject {
  const shape = problemsInView(view, surface);
  const problems =
    shape.length > 0 ? shape : problemsWithPictures(context, objectsAt(view, 'blocks'), '/view/blocks');
  if (problems.length > 0) throw refuse('invalid_arguments', problems);
  if (isTooLarge(view)) throw new ApiError('view_too_large');
  return view;
}
