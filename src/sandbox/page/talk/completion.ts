import type { CommandView, FrameView, Words } from '../../page-server/contract.ts';

/** Something that can stand where the caret is. */
export interface Offer {
  /** What is shown first: `/duban`, `签收`, a name. */
  label: string;
  hint: Words;
  /** What takes the place of the text between `from` and the caret. */
  insert: string;
}

export interface Completion {
  from: number;
  offers: Offer[];
}

export interface Known {
  commands: readonly CommandView[];
  people: Pick<FrameView['people'][number], 'name' | 'group'>[];
  bot: string;
}

const MOST = 8;
const NONE: Completion = { from: 0, offers: [] };

/** What may be meant by the text before the caret: a command, what may stand after one, or a person after `@`. */
export function completionsFor(before: string, known: Known): Completion {
  const command = /^\s*(\/\S*)$/.exec(before)?.[1];
  if (command !== undefined) return commandsFor(before.length - command.length, command, known.commands);
  const [, named, space, word] = /^\s*(\/\S+)(\s+)(\S*)$/.exec(before) ?? [];
  if (named && space) return verbsFor(before.length - (word ?? '').length, named, word ?? '', known.commands);
  const mention = /(?:^|[\s，。；：、（])@([^\s@]{0,20})$/.exec(before)?.[1];
  if (mention !== undefined) return peopleFor(before.length - mention.length - 1, mention, known);
  return NONE;
}

function commandsFor(from: number, typed: string, commands: readonly CommandView[]): Completion {
  const offers = commands
    .filter((one) => one.command.startsWith(typed.toLowerCase()))
    .map((one) => ({ label: one.command, hint: one.hint, insert: `${one.command} ` }));
  return { from, offers };
}

function verbsFor(
  from: number,
  command: string,
  typed: string,
  commands: readonly CommandView[],
): Completion {
  const verbs = commands.find((one) => one.command === command.toLowerCase())?.verbs ?? [];
  const offers = verbs
    .filter((one) => one.verb.startsWith(typed) && one.verb !== typed)
    .map((one) => ({ label: one.verb, hint: one.hint, insert: `${one.verb} ` }));
  return { from, offers };
}

function peopleFor(from: number, typed: string, { people, bot }: Known): Completion {
  const all = [{ name: bot, group: '' }, ...people];
  const offers = all
    .filter((one) => `${one.name}${one.group}`.toLowerCase().includes(typed.toLowerCase()))
    .filter((one) => one.name !== typed)
    .slice(0, MOST)
    .map((one) => ({ label: one.name, hint: { zh: one.group, en: one.group }, insert: `@${one.name} ` }));
  return { from, offers };
}
