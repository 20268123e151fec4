import type { FileRef } from './facts.ts';

/**
 * A file that is owed to somebody, as the ledger keeps it: what to make, not the bytes. It is made from the facts of
 * the moment at which it goes out.
 */
export type Paper =
  /** What a unit attached, for those who decide on it: a file that was sent to the bot is nobody else's to open. */
  {
    kind: 'attachment';
    file: FileRef;
    /** What it was attached to: 第12号提案, 区教育局工作总结. */
    about: string;
  };
