import type { FactToken } from './tokens.ts';
import type { FactWord } from './words.ts';

/** A stretch of a sentence that tells one thing, or that only adds to what another tells. */
export interface Segment {
  tokens: FactToken[];
  /** Begins in the middle of a clause: 8月20日书面答复并上传 happened on one day. */
  isJoined: boolean;
}

const TOPICS: readonly FactWord[] = ['form', 'reply', 'letter', 'written', 'opinion'];
const ACTS: readonly FactWord[] = [
  'talk',
  'way',
  'written',
  'send',
  'back',
  'get',
  'gather',
  'feedback',
  'upload',
  'submit',
];

/** Cuts at the ends of clauses, at 并, and where a new thing begins: 答复函已上传征询表已寄出. */
export function segmentsOf(tokens: readonly FactToken[]): Segment[] {
  const segments: Segment[] = [];
  let current: Segment = { tokens: [], isJoined: false };
  let verbFirst = false;
  const close = (isJoined: boolean) => {
    if (current.tokens.some((token) => token.is !== 'nothing')) segments.push(current);
    current = { tokens: [], isJoined };
    verbFirst = false;
  };
  for (const token of tokens) {
    if (token.is === 'break') {
      close(false);
      continue;
    }
    const told = new Set(kindsIn(current.tokens));
    const hasAct = ACTS.some((kind) => told.has(kind));
    const hasTopic = TOPICS.some((kind) => told.has(kind));
    if (token.is === 'word') {
      const { kind } = token.word;
      if (kind === 'and' && (hasAct || hasTopic)) close(true);
      else if (TOPICS.includes(kind) && hasAct && hasTopic && !verbFirst) close(true);
      else if (ACTS.includes(kind) && hasTopic && verbFirst) close(true);
      if (ACTS.includes(kind) && !TOPICS.includes(kind) && !current.tokens.some(isTopic)) verbFirst = true;
    } else if (token.is === 'day' && hasAct && current.tokens.some((one) => one.is === 'day')) {
      close(false);
      current.isJoined = true;
    } else if (token.is === 'case' && hasAct && hasTopic && !verbFirst && has(current, 'case')) close(false);
    current.tokens.push(token);
  }
  close(false);
  return segments;
}

function has({ tokens }: Segment, kind: FactToken['is']): boolean {
  return tokens.some((token) => token.is === kind);
}

function isTopic(token: FactToken): boolean {
  return token.is === 'word' && TOPICS.includes(token.word.kind);
}

export function kindsIn(tokens: readonly FactToken[]): FactWord[] {
  return tokens.flatMap((token) => (token.is === 'word' ? [token.word.kind] : []));
}

/** The values of a kind of word, each once: 电话, A, 满意. */
export function valuesOf(tokens: readonly FactToken[], kind: FactWord): string[] {
  return [
    ...new Set(
      tokens.flatMap((token) =>
        token.is === 'word' && token.word.kind === kind ? (token.word.value ?? []) : [],
      ),
    ),
  ];
}
