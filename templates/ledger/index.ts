/** 台账: everything on record, as a workbook that the office can filter, print and keep. */

import type { Workbook } from '../../src/files/sheet.ts';
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

export function ledgerBook(props: LedgerProps): Workbook {
  const view = viewOf(props);
  const sheets = SHEETS.map((sheetOf) => sheetOf(view));
  return {
    heading: `${props.notice.covers}办理台账（数据截至 ${props.at}）`,
    sheets: [...sheets, aboutSheet(view, sheets)],
  };
}

/** 提案办理台账_2022-06-15.xlsx; with a month, 提案办理台账_2022-06-15_5月月报.xlsx */
export function ledgerName({ today, month }: Pick<LedgerProps, 'today' | 'month'>): string {
  const only = month === null ? '' : `_${Number(month.slice(5))}月月报`;
  return `提案办理台账_${today}${only}.xlsx`;
}
