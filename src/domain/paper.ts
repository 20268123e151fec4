import type { FileRef } from './facts.ts';

/**
 * A file that is owed to somebody, as the ledger keeps it: what to make, not the bytes. It is made from the facts of
 * the moment at which it goes out.
 */
export type Paper =
  /** What a unit attached, for those who decide on it: a file that was sent to the bot is nobody else's to open. */
  | {
      kind: 'attachment';
      file: FileRef;
      /** What it was attached to: 第12号提案, 区教育局工作总结. */
      about: string;
    }
  /** 台账: everything on record; telephone numbers, e-mails and accounts are for the desk only. */
  | {
      kind: 'ledger';
      /** 'YYYY-MM' when only one month's reports are wanted. */
      month: string | null;
      contacts: boolean;
    }
  /** 拟稿: a document that the bot words and people decide on. */
  | { kind: 'draft'; draft: Draft };

export type Draft =
  /** 督办函 to a unit that is at the last stage. */
  | { of: 'letter'; unitId: string }
  /** 通报, or 情况汇总, of a month 'YYYY-MM'. */
  | { of: 'circular' | 'round-up'; period: string }
  /** The desk's own 工作总结 of the year. */
  | { of: 'desk-summary' }
  /** A unit's 工作总结, as far as its reports and registrations go. */
  | { of: 'unit-summary'; unitId: string };
