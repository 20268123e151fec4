import { createHash } from 'node:crypto';
import { initialValues, type Values } from './block-kit/answers.ts';
import { completeBlocks } from './block-kit/complete.ts';
import { newId } from './identity.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from './json.ts';
import type { Identity } from './records.ts';

/** A modal as Slack gives it back: what the bot sent, its defaults, and Slack's own ids, hash and state. */
export function newModal(
  identity: Identity,
  view: JsonObject,
  place: { previous: string | null; root: string | null },
): JsonObject {
  const id = newId('V');
  return rehash({
    ...common(identity, view, id),
    title: objectAt(view, 'title'),
    submit: objectAt(view, 'submit') ?? null,
    close: objectAt(view, 'close') ?? null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    submit_disabled: view.submit_disabled ?? false,
    previous_view_id: place.previous,
    root_view_id: place.root ?? id,
  });
}

/** The same modal with new content; what was typed stays where block id, action id and type stay. */
export function renewModal(identity: Identity, before: JsonObject, view: JsonObject): JsonObject {
  const fresh = newModal(identity, view, { previous: null, root: null });
  return rehash({
    ...fresh,
    id: before.id,
    previous_view_id: before.previous_view_id,
    root_view_id: before.root_view_id,
    state: { values: initialValues(objectsAt(fresh, 'blocks'), valuesOf(before)) },
  });
}

export function newHome(identity: Identity, view: JsonObject, before: JsonObject | undefined): JsonObject {
  const id = stringAt(before, 'id') || newId('V');
  return rehash({
    ...common(identity, view, id),
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    previous_view_id: null,
    root_view_id: id,
  });
}

export function valuesOf(view: JsonObject): Values {
  return (objectAt(objectAt(view, 'state'), 'values') ?? {}) as Values;
}

/** A view with other values. Its hash stays: what a person types is no new version of the view. */
export function withValues(view: JsonObject, values: Values): JsonObject {
  return { ...view, state: { values } };
}

function common(identity: Identity, view: JsonObject, id: string): JsonObject {
  const blocks = completeBlocks(objectsAt(view, 'blocks'));
  return {
    id,
    team_id: identity.teamId,
    type: view.type,
    blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: initialValues(blocks) },
    external_id: view.external_id ?? '',
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

/** The hash starts with the time, as Slack's does, and differs for every version. */
function rehash(view: JsonObject): JsonObject {
  const digest = createHash('sha1').update(JSON.stringify(view)).update(newId('H')).digest('hex').slice(0, 8);
  return { ...view, hash: `${Math.floor(Date.now() / 1000)}.${digest}` };
}
