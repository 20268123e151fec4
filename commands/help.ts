import { mayUse } from '../src/domain/permission.ts';
import { helpAnswer } from '../templates/answers.ts';
import type { Command } from './call.ts';
import { commands } from './index.ts';

/** What this person can ask, by their role. */
export const help: Command = {
  verb: 'help',
  aliases: ['帮助', '?', '？'],
  says: '能问我什么',
  example: null,
  async run({ member, office }) {
    return {
      say: helpAnswer(
        member.role,
        commands
          .filter((command) => mayUse(member.role, command.verb))
          .map((command) => ({ ...command, name: command.verb })),
        office.notice,
      ),
    };
  },
};
