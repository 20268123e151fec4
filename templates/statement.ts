/** What is asked back when a sentence tells a fact, and not all of it. Nothing has been changed; each button says what it will do. */

import { actions, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { FormKind } from '../src/domain/feedback-form.ts';
import type { Notice } from '../src/domain/notice.ts';
import { lineOf } from '../src/domain/speech/statement/line.ts';
import type { Statement, StatementDoubt, StatementVerb } from '../src/domain/speech/statement/statement.ts';
import { ACTIONS } from './actions.ts';
import { stepName } from './feedback-form.ts';
import { clauseLine, numbersText, shortDate, shorten } from './wording.ts';

/** Slack's limit for the words on a button. */
const LABEL = 75;
/** More than these are chosen in the window. */
export const CHOICES_SHOWN = 5;

const NAMES: Record<Exclude<StatementVerb, 'sign'>, string> = {
  form: '征询表',
  contact: '沟通',
  opinion: '会办意见',
  reply: '答复',
};
const OPENS: Record<Exclude<StatementVerb, 'sign'>, string> = {
  form: ACTIONS.feedbackOpen,
  contact: ACTIONS.contactOpen,
  opinion: ACTIONS.opinionOpen,
  reply: ACTIONS.replyOpen,
};

const REASONS: Record<StatementDoubt, string> = {
  negated: '看起来还没有办',
  question: '看起来是在询问',
  'which-proposal': '没有看出是哪一件',
  future: '看起来还没有办完',
  conditional: '看起来带有条件',
  unreadable: '没有全看懂',
  'two-dates': '没有看出是哪一天',
  'no-such-day': '这个日期不存在',
  'which-day': '没有看出是哪一天',
};

/** 第12号征询表寄出（9月8日，满意） */
export function statementText({ verb, numbers, kinds, day, grade, way, unit }: Statement): string {
  const what =
    verb === 'form'
      ? `征询表${kinds.map((kind: FormKind) => stepName(kind)).join('、')}`
      : `${way ?? ''}沟通`;
  const more = [unit, day && shortDate(day), grade].filter(Boolean).join('，');
  return `${numbers.length > 0 ? numbersText(numbers) : ''}${what}${more ? `（${more}）` : ''}`;
}

/** One of several proposals, or one of several readings: each choice is put on record by its button. */
export function statementChoice(question: string, choices: readonly Statement[]): Message {
  return {
    text: question,
    blocks: [
      section(question),
      actions([
        ...choices.map((choice) => recordButton(choice)),
        button({ text: '都不是', action: ACTIONS.dismiss }),
      ]),
    ],
  };
}

function recordButton(statement: Statement, style?: 'primary') {
  return button({
    text: shorten(`登记${statementText(statement)}`, LABEL),
    action: statement.verb === 'form' ? ACTIONS.feedbackRecord : ACTIONS.contactRecord,
    value: lineOf(statement),
    ...(style && { style }),
  });
}

/** Said of a fact of which nothing may be recorded: one sentence, one button. `typed` goes into the form's remarks. */
export function statementDoubt(
  notice: Notice,
  reason: StatementDoubt,
  statement: Statement,
  typed: string,
): Message {
  const { verb } = statement;
  if (verb === 'sign') throw new RangeError('signing is asked back about elsewhere');
  // What was told but for a word that nobody foresaw is put on record by a button that says all of it.
  if (
    verb === 'form' &&
    reason === 'unreadable' &&
    statement.kinds.length > 0 &&
    statement.numbers.length > 0
  ) {
    const text = `${REASONS[reason]}，没有登记。是这样就点按钮：`;
    return { text, blocks: [section(text), actions([recordButton(statement, 'primary')])] };
  }
  const asked = statementForm(`${REASONS[reason]}，没有登记。办完了点按钮登记：`, statement, reason, typed);
  // Whom to ask stands in the last line.
  return reason === 'question'
    ? { ...asked, blocks: [...asked.blocks, context(clauseLine(notice, []))] }
    : asked;
}

/** The button that opens the command's own window, with what was told filled in. */
export function statementForm(
  sentence: string,
  statement: Statement,
  reason: StatementDoubt | null,
  typed: string,
): Message {
  const { verb } = statement;
  if (verb === 'sign') throw new RangeError('signing has no window');
  const text = escapeMrkdwn(sentence);
  const line = lineOf(told(statement, reason));
  const value = verb === 'contact' && reason === 'unreadable' ? `${line} ${typed}`.slice(0, 500) : line;
  return {
    text,
    blocks: [
      section(text),
      actions([button({ text: `登记${NAMES[verb]}`, action: OPENS[verb], value, style: 'primary' })]),
    ],
  };
}

/** The window for forms opens on proposals; with a fact in its line the button would record it. */
function told(statement: Statement, reason: StatementDoubt | null): Statement {
  if (statement.verb === 'form' && (statement.numbers.length > 0 || reason !== null))
    return { ...statement, kinds: [], day: null, grade: null };
  const isOpen =
    reason === 'negated' || reason === 'future' || reason === 'question' || reason === 'conditional';
  return isOpen ? { ...statement, day: null } : statement;
}

/** Under what was recorded: what else the message said, and nothing was done about. */
export function asideText(aside: readonly string[]): Message {
  const text = escapeMrkdwn(`另外写的没有登记：${aside.map((one) => `“${shorten(one, 60)}”`).join('；')}。`);
  return { text, blocks: [section(text)] };
}
