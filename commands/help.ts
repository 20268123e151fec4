import { mayUse } from '../src/domain/permission.ts';
import { helpAnswer, usageAnswer } from '../templates/help.ts';
import type { Call, Command, Outcome } from './call.ts';

/** What this person can ask, by their role; with a verb's name, how that is asked. */
export function createHelp(list: () => readonly Command[]): Command {
  return {
    verb: 'help',
    aliases: ['帮助', '?', '？'],
    says: '能问我什么；加上名称看一项的用法',
    example: '/duban 帮助 沟通',
    run: async (call) => helpFor(call, list()),
  };
}

function helpFor({ member, office, text }: Call, list: readonly Command[]): Outcome {
  const own = list.filter((command) => mayUse(member.role, command.verb));
  // Typed in a sentence, the text still begins with the word itself.
  const asked = text.trim().split(/\s+/).at(-1)?.toLowerCase() ?? '';
  const meant = own.find(
    (command) => command.verb !== 'help' && [command.verb, ...command.aliases].includes(asked),
  );
  return { say: meant ? usageAnswer(meant) : helpAnswer(member.role, own, office.notice) };
}
