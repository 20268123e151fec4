import type { IsoDate } from '../../calendar.ts';
import type { ContactPhase } from '../../facts.ts';
import type { FormKind } from '../../feedback-form.ts';
import type { Notice } from '../../notice.ts';
import type { ReplyHalf } from '../../reply.ts';
import type { UnsureReason } from '../intent.ts';

/** What a fact told in a sentence is about: the verb of the command that records it. */
export type StatementVerb = 'form' | 'contact' | 'opinion' | 'reply' | 'sign';

/** A fact as somebody tells it in a sentence: 12、31号表4月20日寄给委员. What was not said is empty or null. */
export interface Statement {
  verb: StatementVerb;
  /** 案号, as known or in their normal form; empty where the surroundings must tell. */
  numbers: string[];
  /** 全部 was said instead of numbers. */
  all: boolean;
  /** The day on which it happened. */
  day: IsoDate | null;
  /** What happened to the 征询意见表, and the member's grade on it. */
  kinds: FormKind[];
  grade: string | null;
  /** The unit named: for the desk, which speaks of many. */
  unit: string | null;
  way: string | null;
  phase: ContactPhase | null;
  category: string | null;
  /** 文号 as typed. */
  fileNumber: string | null;
  /** Halves of the reply that were told; none for a bare 已答复. */
  halves: ReplyHalf[];
  /** 会办意见 is in the 办理系统, and not only with the lead unit (R21). */
  uploaded: boolean;
}

/** Why a statement must not be recorded. */
export type StatementDoubt =
  | UnsureReason
  | 'two-dates'
  | 'no-such-day'
  /** 前几天: it happened, but on no certain day. */
  | 'which-day';

/** What a sentence tells. */
export type StatementReading =
  /** Certain. `aside` is what was said of other proposals and is not (31号还没寄), as typed. */
  | { kind: 'certain'; statements: Statement[]; aside: string[] }
  /** One of these, and nothing says which: 征询表收到了 by the member, or by the unit? */
  | { kind: 'choice'; statements: Statement[] }
  /** It speaks of such a fact; but as a question, a plan, a negation, or with words that nobody foresaw. */
  | { kind: 'doubt'; reason: StatementDoubt; statement: Statement };

/** What the reader knows about whoever speaks. */
export interface StatementContext {
  today: IsoDate;
  settings: Pick<Notice['settings'], 'contactWays' | 'replyCategories' | 'satisfactionGrades'>;
  /** The live proposals of the speaker's unit, or of all units for the desk. */
  proposals: readonly {
    number: string;
    title: string;
    leadMember: string | null;
    /** The unit only assists (会办). */
    joint: boolean;
  }[];
  /** The speaker's own unit by all its names; for the desk, that of every unit. */
  unitNames: readonly string[];
  isDesk: boolean;
  /** The proposals that the thread is about. */
  threadProposals?: readonly string[];
  /** What the thread is about, where that is one thing. */
  threadVerb?: StatementVerb | null;
}

export const NOTHING_TOLD: Omit<Statement, 'verb'> = {
  numbers: [],
  all: false,
  day: null,
  kinds: [],
  grade: null,
  unit: null,
  way: null,
  phase: null,
  category: null,
  fileNumber: null,
  halves: [],
  uploaded: false,
};
