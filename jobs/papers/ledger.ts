import { escapeMrkdwn } from '../../src/chat/message.ts';
import { exportLedger } from '../../src/exporting.ts';
import { ledgerComment } from '../../templates/ledger/words.ts';
import type { MakePaper } from './paper.ts';

/** 台账: everything on record, as a workbook. */
export const ledger: MakePaper<'ledger'> = async ({ db }, office, { month, contacts }, now) => {
  const { name, content, at } = await exportLedger(db, office, { month, contacts, now });
  return { name, content, comment: escapeMrkdwn(ledgerComment(office.notice, at, { month, contacts })) };
};
