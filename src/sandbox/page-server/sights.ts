import { initialValues } from '../block-kit/answers.ts';
import { surfaceKey } from '../client/actions.ts';
import type { SandboxContext } from '../context.ts';
import { type JsonObject, objectsAt, stringAt } from '../json.ts';
import type { SandboxPerson } from '../records.ts';
import { withValues } from '../view-object.ts';
import { withPictures } from './files.ts';

/** The frame of the page: who there is, what the acting person has open, the clock, and what went wrong. */
export function seeWorkspace(context: SandboxContext, person: string): object {
  const { workspace, clock, timeTravel } = context;
  const conversations = [...workspace.conversations.values()];
  const unread = (user: string) =>
    conversations
      .filter((one) => one.members.includes(user))
      .reduce((sum, one) => sum + workspace.unreadBy(user, one.id), 0);
  const known = workspace.people.has(person);
  const mine = conversations.filter((one) => one.members.includes(person));
  return {
    team: workspace.identity.teamName,
    bot: {
      id: workspace.identity.botUserId,
      name: workspace.identity.botName,
      connected: context.transport().connected(),
    },
    people: [...workspace.people.values()].map((one) => ({
      id: one.id,
      name: one.name,
      group: one.group,
      title: one.title ?? '',
      unread: unread(one.id),
    })),
    conversations: mine
      .filter((one) => one.kind !== 'im')
      .map((one) => ({
        id: one.id,
        name: one.name,
        unread: workspace.unreadBy(person, one.id),
        members: one.members,
        isPrivate: one.kind === 'group',
      })),
    dm: known ? { unread: workspace.unreadBy(person, workspace.directMessageOf(person)?.id ?? '') } : null,
    clock: { now: clock.now(), move: timeTravel.progress() },
    commands: context.commands,
    newcomer: newcomerOf(context),
    troubles: context.troubles.list(),
  };
}

/** Whom to act as at first: somebody of a unit, in the midst of things. */
function newcomerOf({ workspace }: SandboxContext): string {
  const channels = [...workspace.conversations.values()].filter((one) => one.kind !== 'im');
  const people = [...workspace.people.values()];
  const inUnit = people.filter((one) => one.group !== one.title);
  const isInChannel = ({ id }: SandboxPerson) => channels.some((one) => one.members.includes(id));
  return (inUnit.find(isInChannel) ?? inUnit[0] ?? people[0])?.id ?? '';
}

export function seeModal(context: SandboxContext, person: string): object {
  const stack = context.modals.of(person);
  const top = stack.at(-1);
  return { depth: stack.length, view: top ? shown(person, top) : null };
}

export function seeHome(context: SandboxContext, person: string): object {
  const view = context.workspace.homes.get(person);
  if (!view) return { view: null };
  const kept = context.choices.get(surfaceKey(context, person, { kind: 'home' }));
  return {
    view: shown(person, withValues(view, initialValues(objectsAt(view, 'blocks'), kept))),
    hash: stringAt(view, 'hash'),
  };
}

function shown(person: string, view: JsonObject): JsonObject {
  return { ...view, blocks: withPictures(person, objectsAt(view, 'blocks')) };
}
