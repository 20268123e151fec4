import { mayUse } from '../src/domain/permission.ts';
import { helpAnswer } from '../templates/answers.ts';
import type { Call, Command, Outcome } from './call.ts';

/** What this person can ask, by their role. */
export function createHelp(list: () => readonly Command[]): Command {
  return {
    verb: 'help',
    aliases: ['帮助', '?', '？'],
    says: '能问我什么',
    example: null,
    run: async (call) => helpFor(call, list()),
  };
}

function helpFor({ member, office }: Call, list: readonly Command[]): Outcome {
  const entries = list
    .filter((command) => mayUse(member.role, command.verb))
    .map((command) => ({ ...command, name: command.verb }));
  return { say: helpAnswer(member.role, entries, office.notice) };
}
