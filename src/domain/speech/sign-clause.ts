import type { IsoDate } from '../calendar.ts';
import type { Clause, Reader, Token } from './clause.ts';
import { dateOf } from './date-token.ts';
import { doubtOf } from './doubt.ts';
import type { UnsureReason } from './intent.ts';
import type { WordKind } from './lexicon.ts';
import type { Titles } from './title.ts';

/** A clause of a message about signing. */
export interface SignClause {
  /** [start, end) in the folded text. */
  start: number;
  end: number;
  text: string;
  /** 'mention' names proposals and says nothing about them (12号、15号提案，均已签收); 'nothing' is 谢谢. */
  says: 'signed' | 'mention' | 'nothing';
  /** Why the clause is not certain; null when it is made of known words only. */
  doubt: UnsureReason | null;
  /** The proposals it speaks of. */
  numbers: string[];
  /** Those and the ones it may speak of. */
  mentioned: string[];
  /** A number came from a range: 12-15号. */
  ranged: boolean;
  /** 3件 */
  counts: number[];
  /** 都 */
  all: boolean;
  /** 所有, 全部 before any number. */
  everything: boolean;
  that: boolean;
  subset: boolean;
  /** 签收 12 rather than 12号签收. */
  verbFirst: boolean;
}

export function readSignClause({ text, tokens }: Clause, { today, titles }: Reader): SignClause {
  const kinds = tokens.flatMap((token) => (token.kind === 'word' ? [token.word.kind] : []));
  const numbers = [...new Set(tokens.flatMap(surely))];
  const verb = tokens.findIndex(isVerb);
  const firstNumber = tokens.findIndex((token) => surely(token).length > 0);
  const everything = tokens.findIndex((token) => isWord(token, 'all-of-them'));
  const said =
    verb >= 0
      ? 'signed'
      : numbers.length > 0 || everything >= 0 || kinds.includes('all')
        ? 'mention'
        : 'nothing';
  const unclear =
    tokens.some((token) => isDoubtful(token, numbers, titles)) || isDisputed(tokens) || isBroken(tokens);
  const says = unclear && said === 'signed' ? 'nothing' : said;
  return {
    start: tokens[0]?.start ?? 0,
    end: tokens.at(-1)?.end ?? 0,
    text,
    says,
    doubt:
      said === 'nothing' && REFERENCE.test(text)
        ? null
        : unclear
          ? reasonFor(tokens)
          : isPending(tokens, kinds, says, today)
            ? 'future'
            : null,
    numbers,
    mentioned: [...new Set(tokens.flatMap(perhaps))],
    ranged: tokens.some(
      (token) => token.kind === 'number' && token.number.kind === 'case' && token.number.range,
    ),
    counts: tokens.flatMap((token) =>
      token.kind === 'number' && token.number.kind === 'count' ? [token.number.value] : [],
    ),
    all: kinds.includes('all') || everything >= 0,
    // 12、15号已全部签收 is about two; 所有提案 never is.
    everything:
      tokens.some(({ text: word }) => word === '所有') ||
      (everything >= 0 && (firstNumber < 0 || everything < firstNumber)),
    that: kinds.includes('that'),
    subset: kinds.includes('subset'),
    verbFirst: verb >= 0 && (firstNumber < 0 || verb < firstNumber),
  };
}

/** Says where the rule comes from or whom to call, nothing about any proposal. */
const REFERENCE =
  /^(?:根据|按照|按|依照|遵照|依据)[^?]{0,80}(?:要求|通知|规定|精神|部署|安排|文件|细则)$|^(?:联系人|经办人|联络员|联系电话|电话|手机号?|承办人|填报人)[^?签]{0,30}$/u;

/**
 * Gives the proposals that a clause only names to the clause that says something about them: the next one
 * (12号、15号，均已签收), or the one before if its verb came first (签收 12，15).
 */
export function joinClauses(clauses: readonly SignClause[]): SignClause[] {
  const joined: SignClause[] = [];
  let waiting: SignClause | null = null;
  for (const clause of clauses) {
    if (clause.says === 'nothing' && clause.doubt === null) continue;
    const isMention: boolean = clause.says === 'mention' && clause.doubt === null;
    const before: SignClause | undefined = joined.at(-1);
    if (isMention && !waiting && before?.says === 'signed' && before.doubt === null && before.verbFirst) {
      joined[joined.length - 1] = { ...merged(before, clause), verbFirst: true };
    } else if (isMention) waiting = waiting ? merged(waiting, clause) : clause;
    else if (waiting && clause.numbers.length === 0) {
      joined.push(merged(waiting, clause));
      waiting = null;
    } else {
      if (waiting) joined.push({ ...waiting, doubt: 'which-proposal' });
      waiting = null;
      joined.push(clause);
    }
  }
  if (waiting) joined.push({ ...waiting, doubt: 'which-proposal' });
  return joined;
}

function merged(first: SignClause, second: SignClause): SignClause {
  return {
    ...second,
    start: first.start,
    text: `${first.text},${second.text}`,
    says: first.says === 'signed' ? 'signed' : second.says,
    doubt: first.doubt ?? second.doubt,
    numbers: [...new Set([...first.numbers, ...second.numbers])],
    mentioned: [...new Set([...first.mentioned, ...second.mentioned])],
    ranged: first.ranged || second.ranged,
    counts: [...first.counts, ...second.counts],
    all: first.all || second.all,
    everything: first.everything || (second.everything && first.numbers.length === 0),
    that: first.that || second.that,
    subset: first.subset || second.subset,
    verbFirst: first.numbers.length > 0 ? first.verbFirst : second.verbFirst,
  };
}

function isWord(token: Token, kind: WordKind): boolean {
  return token.kind === 'word' && token.word.kind === kind;
}

function isVerb(token: Token): boolean {
  return isWord(token, 'sign') || isWord(token, 'signed') || isWord(token, 'sign-noun');
}

function surely(token: Token): string[] {
  if (token.kind === 'title') return token.title.numbers.length === 1 ? token.title.numbers : [];
  return token.kind === 'number' && token.number.kind === 'case' ? token.number.numbers : [];
}

function perhaps(token: Token): string[] {
  if (token.kind === 'title') return token.title.numbers;
  return token.kind === 'number' && (token.number.kind === 'case' || token.number.kind === 'unclear')
    ? token.number.numbers
    : [];
}

/** Whether the token says something that no list foresees, or names a proposal that is not clear. */
function isDoubtful(token: Token, numbers: readonly string[], titles: Titles): boolean {
  if (token.kind === 'unknown') return true;
  if (token.kind === 'number') return token.number.kind === 'unclear' || token.number.kind === 'other';
  if (token.kind !== 'title') return false;
  const { title } = token;
  if (title.numbers.length === 1) return false;
  // 12号《食品安全监管》: a loose wording beside the number that settles it.
  const { quoted } = title;
  return quoted === null
    ? !title.numbers.some((one) => numbers.includes(one))
    : !numbers.some((one) => titles.resembles(quoted, one));
}

/** 第12号《the title of another》: a number and a title with nothing like 和 between them must be the same proposal. */
function isDisputed(tokens: readonly Token[]): boolean {
  const named = tokens.flatMap((token, index) => (surely(token).length > 0 ? [{ token, index }] : []));
  return named.some(({ token, index }, nth) => {
    const next = named[nth + 1];
    if (!next || token.kind === next.token.kind) return false;
    const between = tokens
      .slice(index + 1, next.index)
      .map(({ text }) => text)
      .join('');
    const isApposition = /^(?:提案|建议|案件|件|案|关于|第|[\s:(“"【])*$/u.test(between);
    return isApposition && !surely(next.token).some((number) => surely(token).includes(number));
  });
}

/** 12号已报告领导签收: courtesies stand before or after what is said, not inside. */
function isBroken(tokens: readonly Token[]): boolean {
  const isCore = (token: Token) =>
    token.kind !== 'word' || !['filler', 'polite', 'when', 'that'].includes(token.word.kind);
  const first = tokens.findIndex(isCore);
  const last = tokens.findLastIndex(isCore);
  return tokens
    .slice(first + 1, Math.max(last, first + 1))
    .some((token) => isWord(token, 'polite') && /\p{Script=Han}/u.test(token.text));
}

function reasonFor(tokens: readonly Token[]): UnsureReason {
  const reason = doubtOf(tokens.map((token) => (token.kind === 'title' ? '' : token.text)).join(''));
  return reason === 'unreadable' && tokens.every((token) => token.kind !== 'unknown')
    ? 'which-proposal'
    : reason;
}

/** Whether the clause may speak of a signing still to come: 4月10日前签收, 今天签收, 签收手续. */
function isPending(
  tokens: readonly Token[],
  kinds: readonly WordKind[],
  says: SignClause['says'],
  today: IsoDate,
): boolean {
  const verb = tokens.findIndex(isVerb);
  const done =
    kinds.includes('done') ||
    kinds.includes('signed') ||
    (verb >= 0 && tokens.slice(verb).some((token) => isWord(token, 'finish')));
  const days = tokens.flatMap((token) =>
    token.kind === 'number' && token.number.kind === 'date'
      ? (dateOf(token.number.written, today) ?? [])
      : [],
  );
  if (days.some((day) => day > today)) return true;
  return (
    says === 'signed' &&
    !done &&
    (days.includes(today) || kinds.includes('when') || kinds.includes('sign-noun'))
  );
}
