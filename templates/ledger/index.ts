/** 台账: everything on record, as a workbook that the office can filter, print and keep. */

import type { Sheet } from '../../src/files/sheet.ts';
import { aboutSheet } from './about.ts';
import { assignmentSheet } from './assignments.ts';
import { auditSheet } from './audit.ts';
import { formSheet } from './forms.ts';
import { reportMatrix, reportTexts } from './months.ts';
import { proposalSheet } from './proposals.ts';
import { contactSheet, otherSheet, replySheet } from './records.ts';
import { requestSheet } from './requests.ts';
import { rosterSheet } from './roster.ts';
import { sendingSheet, urgeSheet } from './sendings.ts';
import { type LedgerProps, viewOf } from './view.ts';

export type { LedgerProps } from './view.ts';

/** The lists that can be read back stand first: a reader that takes the first sheet finds the proposals. */
const SHEETS = [
  proposalSheet,
  rosterSheet,
  assignmentSheet,
  replySheet,
  contactSheet,
  formSheet,
  reportMatrix,
  reportTexts,
  requestSheet,
  urgeSheet,
  sendingSheet,
  otherSheet,
  auditSheet,
];

/** Sheet by sheet: whoever lays out a large ledger can do something else in between. */
export function* ledgerSheets(props: LedgerProps): Generator<Sheet> {
  const view = viewOf(props);
  const sheets: Sheet[] = [];
  for (const sheetOf of SHEETS) {
    const sheet = sheetOf(view);
    sheets.push(sheet);
    yield sheet;
  }
  yield aboutSheet(view, sheets);
}

/** Stands on every printed page. */
export function ledgerHeading({ notice, at }: Pick<LedgerProps, 'notice' | 'at'>): string {
  return `${notice.covers}办理台账（数据截至 ${at}）`;
}

/** 提案办理台账_2022-06-15.xlsx; with a month, 提案办理台账_2022-06-15_5月月报.xlsx */
export function ledgerName({ today, month }: Pick<LedgerProps, 'today' | 'month'>): string {
  const only = month === null ? '' : `_${Number(month.slice(5))}月月报`;
  return `提案办理台账_${today}${only}.xlsx`;
}
