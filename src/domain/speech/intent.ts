import type { IsoDate } from '../calendar.ts';
import type { ReportField } from '../monthly-report.ts';

/** What the reader knows about whoever speaks. */
export interface SpeechContext {
  today: IsoDate;
  /** The live proposals of the speaker's unit. */
  proposals: readonly SpokenProposal[];
  /** The names of the speaker's unit, full and short: 区教育局已签收 is theirs to say, 区财政局已签收 is not. */
  unitNames?: readonly string[];
  /** The numbers that the reminder in this thread was about. */
  threadProposals?: readonly string[];
}

export interface SpokenProposal {
  /** 案号 */
  number: string;
  /** 案由 */
  title: string;
  signed: boolean;
  /** The unit owes a monthly report on it. */
  reporting: boolean;
}

/** What a plain message asks for. Everything but 'unsure' is certain enough to be carried out at once. */
export type Intent =
  | SignIntent
  | ReportIntent
  | { kind: 'mine' }
  | { kind: 'help' }
  /** 收到, 好的: changes nothing and needs no answer. */
  | { kind: 'thanks' }
  | UnsureIntent;

export interface SignIntent {
  kind: 'sign';
  /** The unit's own numbers to sign for, signed ones among them too if they were named. */
  numbers: string[] | 'all';
  /** Numbers named that are not the unit's. */
  unknown: string[];
  /** Clauses about other proposals that were understood to be no signing (31号拟申请退办), as typed; nothing was done about them. */
  aside: string[];
}

export interface SpokenEntry {
  progress: string;
  problems: string;
  plan: string;
}

export interface ReportIntent {
  kind: 'report';
  /** The unit's own proposals; a part that was not found is '' and listed in `gaps`. */
  entries: (SpokenEntry & { number: string })[];
  gaps: { number: string; missing: ReportField[] }[];
  /** Numbers named that are not the unit's. */
  unknown: string[];
  /** 'YYYY-MM' when a month was named (4月月报). */
  period: string | null;
}

export type UnsureReason =
  | 'negated'
  | 'question'
  | 'which-proposal'
  | 'future'
  | 'conditional'
  | 'unreadable';

/** To be asked back; changes nothing. */
export interface UnsureIntent {
  kind: 'unsure';
  guess: 'sign' | 'report' | null;
  reason: UnsureReason;
  /** The unit's own numbers that were mentioned. */
  numbers: string[];
  /** What could be read of a report, so that nothing typed is lost; `number` is null where it is not clear. */
  entries: (SpokenEntry & { number: string | null })[];
}

export function unsure(
  guess: UnsureIntent['guess'],
  reason: UnsureReason,
  numbers: readonly string[] = [],
  entries: UnsureIntent['entries'] = [],
): UnsureIntent {
  return { kind: 'unsure', guess, reason, numbers: [...new Set(numbers)], entries };
}
