import { elementsOf, optionsOf } from '../../block-kit/walk.ts';
import { labelOf } from '../../client/actions.ts';
import type { GestureResult } from '../../client/commands.ts';
import type { Person, SeenMessage, SeenView } from '../../client/person.ts';
import { type JsonObject, objectAt, stringAt } from '../../json.ts';
import type { Sandbox } from '../../sandbox.ts';
import type { ExplainTask, RegisterTask, ReportTask, SignTask, Task } from './errand.ts';
import { fillReport, fillWrongly } from './fill-report.ts';
import { reportText } from './tasks.ts';

/** What a person needs to know to say things in their own name. */
export interface Names {
  /** 登记 by kind, as the bot calls them. */
  registrations: Readonly<Record<string, string>>;
  /** The channel of the work group. */
  group: string | null;
}

/**
 * Does what a person has to do, the way people do it in Slack: by what they read there. What turns out to be no longer
 * asked for is let be.
 *
 * @throws Error when the bot did not take it
 */
export async function carryOut(
  sandbox: Pick<Sandbox, 'until'>,
  person: Person,
  task: Task,
  names: Names,
): Promise<void> {
  await closeForm(person);
  person.readAll();
  switch (task.do) {
    case 'say':
      person.say('dm', task.text);
      return;
    case 'join':
      if (names.group !== null) person.join(names.group);
      return;
    case 'sign':
      return sign(sandbox, person, task);
    case 'report':
      return report(person, task);
    case 'register':
      return register(person, task, names);
    case 'explain':
      return explain(person, task);
  }
}

async function sign(sandbox: Pick<Sandbox, 'until'>, person: Person, task: SignTask): Promise<void> {
  const reminder = task.all && task.by === 'button' ? lastWith(person, SIGN_BUTTON) : undefined;
  if (reminder) {
    const known = new Set(person.messages('dm').map((message) => message.ts));
    taken(await person.click(reminder, SIGN_BUTTON));
    const list = await sandbox.until('the list of proposals to sign for', () =>
      person.messages('dm').find((message) => !known.has(message.ts)),
    );
    const all = buttonsOn(list).find((label) => ALL_SIGNED.test(label));
    if (all) taken(await person.click(list, all));
    return;
  }
  if (task.by === 'words') {
    const thread = task.inThread ? lastWith(person, SIGN_BUTTON)?.ts : undefined;
    person.say('dm', task.text, thread === undefined ? {} : { thread });
    return;
  }
  taken(await person.command('/duban', `签收 ${task.all ? '全部' : task.numbers.join('、')}`));
}

const SIGN_BUTTON = '已签收，登记';
const ALL_SIGNED = /^全部\d+件已签收$/u;

async function report(person: Person, task: ReportTask): Promise<void> {
  if (task.by === 'words') {
    person.say('dm', reportText(task.entries));
    return;
  }
  const reminder = task.behind ? undefined : lastWith(person, '填写月报');
  taken(
    await (reminder
      ? person.click(reminder, '填写月报')
      : person.command('/yuebao', task.behind ? task.period : '')),
  );
  if (task.slip && fillWrongly(person, task.entries)) await person.submit();
  await sendIn(person, () => fillReport(person, task.entries));
}

async function register(person: Person, { parts, on, slip }: RegisterTask, names: Names): Promise<void> {
  const form = await openForm(person, '登记已办', '登记');
  if (!form) return;
  const offered = choicesOf(form, '已办事项');
  const chosen = parts.flatMap(({ duty, kind }) => {
    const number = duty.proposal ? `第${duty.proposal.number}号` : '';
    const name = names.registrations[kind] ?? kind;
    return offered.find((choice) => choice.startsWith(number) && choice.includes(name)) ?? [];
  });
  if (chosen.length === 0) return closeForm(person);
  person.fill({ 已办事项: chosen });
  if (slip) {
    person.fill({ 办理日期: `${Number(on.slice(0, 4)) + 1}${on.slice(4)}` });
    await person.submit();
  }
  await sendIn(person, () => person.fill({ 办理日期: on }) !== null);
}

async function explain(person: Person, { duties, why }: ExplainTask): Promise<void> {
  const form = await openForm(person, '说明情况', '说明');
  if (!form) return;
  const offered = choicesOf(form, '哪些事项');
  const meant = duties.map(({ proposal, rule, period }) =>
    [
      proposal ? `第${proposal.number}号 ` : '',
      rule.name,
      period === null ? '' : `（${Number(period.slice(5))}月）`,
    ].join(''),
  );
  const chosen = offered.filter((choice) => meant.some((words) => choice.startsWith(words)));
  if (chosen.length === 0) return closeForm(person);
  await sendIn(person, () => person.fill({ 哪些事项: chosen, 原因和预计办结时间: why }) !== null);
}

/** The form behind a button of the latest reminder that has it, or behind the command. Null when none was opened. */
async function openForm(person: Person, button: string, verb: string): Promise<SeenView | null> {
  const reminder = lastWith(person, button);
  taken(await (reminder ? person.click(reminder, button) : person.command('/duban', verb)));
  return person.modal();
}

/** More pages than any report has. */
const PAGES = 20;

/** Fills page after page and sends them in; closes a form that asks for something else, and the thanks at the end. */
async function sendIn(person: Person, fill: () => boolean): Promise<void> {
  for (let page = 0; page < PAGES && person.modal() !== null; page += 1) {
    if (isAnswer(person.modal()) || !fill()) break;
    const sent = await person.submit();
    if (sent.result === 'failed') throw new Error(`a form was not taken: ${sent.error}`);
    if (sent.result === 'errors')
      throw new Error(`a form was refused: ${Object.values(sent.errors).join('；')}`);
  }
  await closeForm(person);
}

async function closeForm(person: Person): Promise<void> {
  if (person.modal() !== null) await person.close();
}

/** A window that only says something. */
function isAnswer(view: SeenView | null): boolean {
  return view !== null && !view.blocks.some((block) => block.type === 'input');
}

function taken(result: GestureResult): void {
  if (!result.ok) throw new Error(`the bot did not take it: ${result.error}`);
}

/** The latest message of the bot with a button. */
function lastWith(person: Person, label: string): SeenMessage | undefined {
  return person.inbox().findLast((message) => buttonsOn(message).includes(label));
}

function buttonsOn({ blocks }: SeenMessage): string[] {
  return blocks.flatMap((block) => elementsOf(block).map(({ element }) => labelOf(block, element)));
}

/** The words of the choices of a field, by its label. */
function choicesOf({ blocks }: SeenView, label: string): string[] {
  const block = blocks.find((one: JsonObject) => stringAt(objectAt(one, 'label'), 'text') === label);
  const options = block ? elementsOf(block).flatMap(({ element }) => optionsOf(element)) : [];
  return options.map((option) => stringAt(objectAt(option, 'text'), 'text'));
}
