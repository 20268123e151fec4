import type { Notice } from './notice.ts';

/** One thing that an import made or changed, for people: “新增 单位 区教育局”. */
export interface ImportChange {
  kind: 'added' | 'changed' | 'removed';
  what: 'unit' | 'member' | 'proposal' | 'assignment';
  name: string;
  /** Fields that changed, from → to. */
  fields: { field: string; from: string; to: string }[];
}

/** What an import did, or would do. */
export interface ImportReport {
  notice: Notice;
  /** What happened to the office's rules; null when no rule file was given. */
  rules: 'new' | 'replaced' | 'same' | null;
  /** What the files hold; null for those not given. */
  read: { roster: { units: number; members: number } | null; proposals: number | null };
  changes: ImportChange[];
  /** Things to know that are not errors, in Chinese. */
  warnings: string[];
}
