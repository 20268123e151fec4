import type { Inbound } from '../src/chat/listener.ts';
import type { Verb } from '../src/domain/permission.ts';
import { nearestVerb } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import type { Delivery } from '../src/store/deliveries.ts';
import type { Act, Command, Handler } from './call.ts';
import { actions, commands, forms, SLASH_COMMANDS } from './index.ts';
import { readReply } from './reply.ts';

/** Which verb an act asks for, what carries it out, and what was said after the verb. */
export interface Route {
  verb: Verb;
  run: Handler;
  text: string;
}

/** Throws a UserError for an unknown verb, with the nearest one, and for a button that is no longer known. */
export function route(inbound: Inbound, thread: Delivery | null): Route {
  switch (inbound.kind) {
    case 'command':
      return routeCommand(inbound.name, inbound.text);
    case 'action':
      return { ...actOf(actions, inbound.actionId), text: inbound.value ?? '' };
    case 'form':
      return { ...actOf(forms, inbound.callback), text: '' };
    case 'message': {
      const [word = ''] = inbound.text.trim().split(/\s+/, 1);
      const command = commandNamed(word);
      // “签收 12、15” and “进度 单位” mean the same with and without the slash; freer words go to the reader.
      const rest = inbound.text.trim().slice(word.length).trim();
      const isFree = command?.verb === 'case' && !ONE_NUMBER.test(rest);
      if (command && !isFree && !FREE_SPEECH.includes(command.verb) && !OPENS_FORM.includes(command.verb)) {
        return { verb: command.verb, run: command.run, text: rest };
      }
      return { verb: 'help', run: (call) => readReply(call, thread), text: inbound.text };
    }
    case 'event':
      throw new RangeError('events are not routed');
  }
}

/** Their words are read from whole sentences, not only as the first word. */
const FREE_SPEECH: readonly Verb[] = ['sign', 'report', 'mine', 'help'];
/** 提案 12 asks for its story; 提案 12 已签收 says something about it. */
const ONE_NUMBER = /^第?[\w零〇一二三四五六七八九十百-]*号?$/u;
/** A message brings no trigger id, so no form can be opened for it. */
const OPENS_FORM: readonly Verb[] = ['done', 'explain', 'group'];

function routeCommand(name: string, typed: string): Route {
  const fixed = SLASH_COMMANDS[name];
  const text = typed.trim();
  if (fixed) return { verb: fixed.verb, run: fixed.run, text };
  const [word = ''] = text.split(/\s+/, 1);
  if (word === '') return { ...verbNamed('help'), text: '' };
  const command = commandNamed(word) ?? commandGlued(text);
  if (command) {
    const used = commandNamed(word)
      ? word
      : (command.aliases.find((alias) => text.startsWith(alias)) ?? word);
    return { verb: command.verb, run: command.run, text: text.slice(used.length).trim() };
  }
  const near = nearestVerb(
    word,
    commands.map((one) => ({ name: one.verb, aliases: [...one.aliases] })),
  );
  const meant = near ? commands.find((one) => one.verb === near || one.aliases.includes(near)) : undefined;
  throw new UserError(
    `没有“${word.slice(0, 20)}”这个命令。${meant ? `您是不是要用：/duban ${meant.aliases[0]}？` : '发送 /duban 帮助 查看能用的命令。'}`,
  );
}

function commandNamed(word: string): Command | undefined {
  const lower = word.toLowerCase();
  return commands.find((command) => command.verb === lower || command.aliases.includes(lower));
}

/** 签收12、15: Chinese is written without spaces. */
function commandGlued(text: string): Command | undefined {
  return commands.find((command) =>
    command.aliases.some((alias) => alias.length > 1 && text.startsWith(alias)),
  );
}

function verbNamed(verb: Verb): Pick<Route, 'verb' | 'run'> {
  const command = commands.find((one) => one.verb === verb);
  if (!command) throw new RangeError(`no command for ${verb}`);
  return command;
}

function actOf(acts: Readonly<Record<string, Act>>, id: string): Act {
  const act = Object.hasOwn(acts, id) ? acts[id] : undefined;
  if (!act) throw new UserError('这个按钮已失效，请发送“帮助”查看能用的命令。');
  return act;
}
