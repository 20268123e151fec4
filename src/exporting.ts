import { setImmediate } from 'node:timers/promises';
import { type LedgerProps, ledgerHeading, ledgerName, ledgerSheets } from '../templates/ledger/index.ts';
import { reasonInChinese } from './chat/slack.ts';
import { dateIn, timeIn } from './domain/calendar.ts';
import { type Sheet, writeXlsx } from './files/xlsx-out.ts';
import type { Office } from './office.ts';
import type { Database } from './store/database.ts';
import { loadLedger } from './store/export.ts';

export interface ExportRequest {
  /** 'YYYY-MM' when the texts of one month's reports are wanted; null for all months. */
  month: string | null;
  /** Telephone numbers, e-mails and accounts are for the desk only. */
  contacts: boolean;
  now: Date;
  /** Hears how far a long export is. */
  onStep?: (step: ExportStep) => void;
}

export type ExportStep =
  | { step: 'read'; proposals: number; entries: number; sendings: number; events: number }
  | { step: 'laid-out'; sheets: number; rows: number };

export interface ExportedFile {
  name: string;
  content: Buffer;
  /** Of when the facts are: '2022-05-20 09:12' in the office's zone. */
  at: string;
  sheets: { name: string; rows: number }[];
}

/** The ledger 台账 as a workbook, of one instant. */
export async function exportLedger(
  db: Database,
  office: Office,
  { month, contacts, now, onStep }: ExportRequest,
): Promise<ExportedFile> {
  const { id, zone, notice, calendar } = office;
  const today = dateIn(zone, now);
  const ledger = await loadLedger(db, { officeId: id, zone, month });
  onStep?.({
    step: 'read',
    proposals: ledger.facts.proposals.length,
    entries: ledger.entries.length,
    sendings: ledger.sendings.length,
    events: ledger.events.length,
  });
  const sendings = ledger.sendings.map((sending) => ({
    ...sending,
    reason: sending.state === 'failed' ? reasonInChinese(sending.reason ?? '') : null,
  }));
  const props: LedgerProps = {
    notice,
    calendar,
    today,
    at: `${today} ${timeIn(zone, now)}`,
    ledger: { ...ledger, sendings },
    month,
    contacts,
  };
  const sheets: Sheet[] = [];
  for (const sheet of ledgerSheets(props)) {
    sheets.push(sheet);
    // Thousands of rows take a moment, in which nobody is answered.
    await setImmediate();
  }
  const counts = sheets.map(({ name, rows }) => ({ name, rows: rows.length }));
  onStep?.({
    step: 'laid-out',
    sheets: sheets.length,
    rows: counts.reduce((sum, { rows }) => sum + rows, 0),
  });
  const content = await writeXlsx({ sheets, heading: ledgerHeading(props) });
  return { name: ledgerName({ today, month }), content, at: props.at, sheets: counts };
}
