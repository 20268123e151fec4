import type { ListedCommand } from '../../app.ts';
import type { CommandView, Words } from '../page-server/contract.ts';

/** The bot speaks Chinese only; a verb that is not here is hinted at in Chinese on the English page, too. */
const IN_ENGLISH: { [verb: string]: string } = {
  mine: 'What I still have to do, and by when',
  sign: 'Record that proposals were signed for',
  report: 'Fill in this month’s report',
  done: 'Record what was done elsewhere',
  explain: 'Explain what is overdue',
  status: 'How things stand: by duty, unit or proposal',
  preview: 'What goes out next, to whom and why; hold or cancel it',
  group: 'Make this channel the work group',
  help: 'What the bot can be asked',
};

/** The bot's own list of commands, with a hint in both languages of the page. */
export function commandViews(list: readonly ListedCommand[]): CommandView[] {
  return list.map(({ command, does, verbs }) => ({
    command,
    hint: does
      ? hintOf(does)
      : { zh: '后面写要办的事，例如“签收 12”', en: 'Followed by what you want, such as “签收 12”' },
    verbs: verbs.map((one) => ({ verb: one.name, hint: hintOf(one) })),
  }));
}

function hintOf({ verb, says }: { verb: string; says: string }): Words {
  return { zh: says, en: IN_ENGLISH[verb] ?? says };
}
