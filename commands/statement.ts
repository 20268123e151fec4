import type { Message } from '../src/chat/message.ts';
import { isFormKind } from '../src/domain/feedback-form.ts';
import { ruleAsking } from '../src/domain/notice.ts';
import { mayUse, whoMay } from '../src/domain/permission.ts';
import { lineOf } from '../src/domain/speech/statement/line.ts';
import { readStatements } from '../src/domain/speech/statement/read.ts';
import type {
  Statement,
  StatementContext,
  StatementDoubt,
  StatementReading,
  StatementVerb,
} from '../src/domain/speech/statement/statement.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import type { Delivery } from '../src/store/deliveries.ts';
import {
  asideText,
  CHOICES_SHOWN,
  statementChoice,
  statementDoubt,
  statementForm,
} from '../templates/statement.ts';
import { type Call, type Command, type Outcome, viewOf } from './call.ts';
import { contact } from './contact.ts';
import { form } from './form.ts';
import { formalReply } from './formal-reply.ts';
import { opinion } from './opinion.ts';
import { sign } from './sign.ts';
import { type Surroundings, targetsOf } from './statement-target.ts';
import { type Held, heldIn, officeOf } from './subject.ts';

/** What a message tells, and where it stands. */
export interface Heard extends Surroundings {
  reading: StatementReading;
}

/** Facts are put on record by the command of their verb, from the line that people type after it. */
const COMMANDS: Record<StatementVerb, Command> = {
  form,
  contact,
  opinion,
  reply: formalReply,
  sign,
};

/** Without one of these a message is about something else, and nobody's facts are loaded for it. */
const TOPICS = /[表函商寄收传]|答复|意见|沟通|联系|委员|反馈|电话|走访|座谈|见面/u;

/** What a plain message tells of forms, contacts, opinions and replies; null where it tells nothing of them. */
export async function hearStatements(call: Call, thread: Delivery | null): Promise<Heard | null> {
  const { member, office } = call;
  if (!TOPICS.test(call.text)) return null;
  const view = member.unitId === null ? null : await viewOf(call, member.unitId);
  const { facts, duties } = view ?? (await officeOf(call));
  const units = view ? [view.unit] : facts.units;
  const isDesk = member.role === 'desk';
  const held = heldIn(facts, member.unitId ?? undefined);
  const items = new Set(thread?.items.map((item) => item.duty));
  const about = duties.filter((duty) => items.has(duty.key));
  const inThread = about.flatMap((duty) => duty.proposal?.number ?? []);
  const context: StatementContext = {
    today: call.today,
    settings: office.notice.settings,
    proposals: held.map(({ assignment, proposal }) => ({ ...proposal, joint: assignment.role === 'joint' })),
    unitNames: units.flatMap(({ name, shortName }) => [name, ...(shortName ? [shortName] : [])]),
    isDesk,
    threadProposals: [...new Set(inThread.length > 0 ? inThread : numbersIn(thread, held))],
    threadVerb: verbOf(about.flatMap(({ missing }) => missing)),
  };
  const reading = readStatements(call.text, context);
  return reading && { reading, facts, held, threadProposals: context.threadProposals ?? [] };
}

/** An answer of the bot's holds no items, but names what it is about. */
function numbersIn(thread: Delivery | null, held: readonly Held[]): string[] {
  const own = held.map(({ proposal }) => proposal.number);
  return thread?.message
    ? readNumbers(thread.message.text, own).filter((number) => own.includes(number))
    : [];
}

/** What a reminder asks for, where it asks for one thing. */
function verbOf(missing: readonly string[]): StatementVerb | null {
  const verbs = new Set(missing.map(verbRecording));
  const [only = null] = verbs;
  return verbs.size === 1 ? only : null;
}

function verbRecording(kind: string): StatementVerb | null {
  if (isFormKind(kind)) return 'form';
  if (kind === 'contacted') return 'contact';
  if (kind === 'opinion-uploaded') return 'opinion';
  return kind.startsWith('reply-') ? 'reply' : null;
}

/** Under a post in the work group only what names its proposals is meant for the bot. */
export function isPlain({ reading }: Heard): boolean {
  return reading.kind === 'certain' && reading.statements.every(({ numbers }) => numbers.length > 0);
}

/** Carries out what is certain, each fact by its command, all or none; asks back about what is not. */
export async function tellStatements(call: Call, heard: Heard): Promise<Outcome> {
  const { reading } = heard;
  const verbs =
    reading.kind === 'doubt' ? [reading.statement.verb] : reading.statements.map(({ verb }) => verb);
  for (const verb of verbs)
    if (!mayUse(call.member.role, verb)) throw new UserError(`这项操作由${whoMay(verb)}使用，没有登记。`);
  switch (reading.kind) {
    case 'doubt':
      return doubt(call, heard, reading.reason, reading.statement);
    case 'choice':
      return choose(call, heard, reading.statements);
    case 'certain': {
      const outcomes: Outcome[] = [];
      for (const statement of reading.statements)
        outcomes.push(await carryOut(call, heard, statement, reading.statements.length));
      return joined(outcomes, reading.aside);
    }
  }
}

async function carryOut(call: Call, heard: Heard, statement: Statement, count: number): Promise<Outcome> {
  try {
    return await one(call, heard, statement);
  } catch (error) {
    if (!(error instanceof UserError) || count < 2) throw error;
    throw new UserError(`${error.message}\n这条消息写的${count}项都没有登记，改正后请再发一次。`);
  }
}

async function one(call: Call, heard: Heard, statement: Statement): Promise<Outcome> {
  const run = (told: Statement) => COMMANDS[told.verb].run({ ...call, text: lineOf(told) });
  const { verb } = statement;
  if (verb === 'opinion' && !statement.uploaded) return notUploaded(call, heard, statement);
  if (statement.numbers.length > 0 || verb === 'sign') return run(statement);
  const numbers = targetsOf(call, heard, statement);
  const [only] = numbers;
  if (only !== undefined && numbers.length === 1) return run({ ...statement, numbers: [only] });
  if (verb === 'opinion' || verb === 'reply') return run(statement);
  if (only === undefined) return COMMANDS[verb].run({ ...call, text: '' });
  if (statement.all)
    return { say: statementChoice('还没有登记。是这几件就点按钮：', [{ ...statement, numbers }]) };
  if (verb === 'contact' && statement.way === null) return run(statement);
  const day = statement.day ?? call.today;
  return {
    say:
      numbers.length <= CHOICES_SHOWN
        ? statementChoice(
            '还没有登记：没有看出是哪一件，请点选。',
            numbers.map((number) => ({ ...statement, numbers: [number], day })),
          )
        : statementForm(
            '还没有登记：没有看出是哪一件，请点按钮选择。',
            { ...statement, day },
            null,
            call.text,
          ),
  };
}

/** R21: with the lead unit is not yet in the 办理系统. */
function notUploaded(call: Call, heard: Heard, statement: Statement): Outcome {
  const clause = ruleAsking(call.office.notice, 'opinion-uploaded')?.clause ?? '';
  const numbers = statement.numbers.length > 0 ? statement.numbers : targetsOf(call, heard, statement);
  const sentence = `还没有登记：会办意见要标注类别、上传办理系统才算办完（${clause}），已上传的请点按钮登记。`;
  const told = { ...statement, numbers: numbers.length === 1 ? numbers : statement.numbers };
  return { say: statementForm(sentence, told, null, call.text) };
}

/** 征询表收到了: by the member, or by the unit? */
async function choose(call: Call, heard: Heard, statements: readonly Statement[]): Promise<Outcome> {
  const [first] = statements;
  if (!first) return {};
  if (first.verb !== 'form' && first.verb !== 'contact') return doubt(call, heard, 'two-dates', first);
  const choices = statements.flatMap((statement): Statement[] => {
    const numbers = statement.numbers.length > 0 ? statement.numbers : targetsOf(call, heard, statement);
    const day = statement.day ?? call.today;
    return numbers.length === 1 || statement.numbers.length > 0 ? [{ ...statement, numbers, day }] : [];
  });
  if (choices.length < statements.length) return doubt(call, heard, 'which-proposal', first);
  return { say: statementChoice('还没有登记：没有看出是哪一种，请点选。', choices) };
}

async function doubt(
  call: Call,
  heard: Heard,
  reason: StatementDoubt,
  statement: Statement,
): Promise<Outcome> {
  const own = heard.held.map(({ proposal }) => proposal.number);
  const numbers = statement.numbers.filter((number) => own.includes(number));
  const targets = numbers.length > 0 ? numbers : heard.threadProposals;
  // Whoever asks about a form wants to know where it is.
  if (reason === 'question' && statement.verb === 'form' && targets.length > 0)
    return form.run({ ...call, text: targets.map((number) => `第${number}号`).join('、') });
  const placed = {
    ...statement,
    numbers,
    day: statement.day ?? (reason === 'unreadable' ? call.today : null),
  };
  return { say: statementDoubt(call.office.notice, reason, placed, call.text) };
}

/** Several outcomes of one message, answered in one. */
function joined(outcomes: readonly Outcome[], aside: readonly string[]): Outcome {
  const said: Message[] = [
    ...outcomes.flatMap(({ say }) => say ?? []),
    ...(aside.length > 0 ? [asideText(aside)] : []),
  ];
  const [only] = outcomes;
  if (only && outcomes.length === 1 && aside.length === 0) return only;
  return {
    say: { text: said.map(({ text }) => text).join('\n'), blocks: said.flatMap(({ blocks }) => blocks) },
    deliver: outcomes.flatMap(({ deliver = [] }) => deliver),
    recorded: outcomes.some(({ recorded }) => recorded),
    replan: outcomes.some(({ replan }) => replan),
    refresh: outcomes.flatMap(({ refresh = [] }) => refresh),
  };
}
