import type { Verb } from '../src/domain/permission.ts';
import { commands, SLASH_COMMANDS } from './index.ts';

/** A slash command as it can be offered while somebody types. */
export interface ListedCommand {
  /** `/duban` */
  command: string;
  /** What it does by itself; null where a verb after it says so. */
  does: { verb: Verb; says: string } | null;
  /** What may stand after it, by the name that people type. */
  verbs: { verb: Verb; name: string; says: string }[];
}

/** Everything that can be typed after a slash, in the order in which help shows it. */
export function listCommands(): ListedCommand[] {
  const verbs = commands.map(({ verb, aliases, says }) => ({ verb, name: aliases[0] ?? verb, says }));
  return Object.entries(SLASH_COMMANDS).map(([command, fixed]) => ({
    command,
    does: fixed && { verb: fixed.verb, says: fixed.says },
    verbs: fixed ? [] : verbs,
  }));
}
