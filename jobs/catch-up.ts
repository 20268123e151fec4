import { dateIn, instantAt, timeIn } from '../src/domain/calendar.ts';
import type { Office } from '../src/office.ts';
import { plansSince } from '../src/planning.ts';
import type { Database } from '../src/store/database.ts';
import { isOwedSince, lostPapers, owe } from '../src/store/deliveries.ts';
import { setRestoredFrom } from '../src/store/offices.ts';
import { isInDoubt, writeMaybePosted } from '../src/store/planned.ts';
import { plainAnswer } from '../templates/answers.ts';
import { shortDate } from '../templates/wording.ts';
import { oweDesk } from './tell-desk.ts';

export interface CaughtUp {
  /** Whether the office may plan again: what it told until yesterday is known. */
  done: boolean;
  /** Ids of what is to be looked for or sent now. */
  deliver: string[];
}

/**
 * After a restore the ledger does not know what was told since the backup. The same debt has the same id for ever, so
 * the plans of the days since are made once more, and what they owed is looked for in the chat: what stands there was
 * told, the rest is carried by the next plan. Until all of it was looked for, nothing new is planned. Call inside a
 * transaction that holds the office.
 */
export async function catchUp(tx: Database, office: Office, from: Date, now: Date): Promise<CaughtUp> {
  const today = dateIn(office.zone, now);
  const deliver = await tellOfTheGap(tx, office, from, now);
  if (dateIn(office.zone, from) >= today) return { done: !(await isInDoubt(tx, office.id, today)), deliver };
  for (const { owed, at } of await plansSince(tx, office, from, now))
    deliver.push(...(await writeMaybePosted(tx, office.id, [owed], at, now)));
  await setRestoredFrom(tx, office.id, instantAt(office.zone, today, '00:00'));
  return { done: false, deliver };
}

const ALARM = 'alarm/restored/';

/** What people did since the backup is lost, and who asked for a file may not have it: they have to hear so, once. */
async function tellOfTheGap(tx: Database, office: Office, from: Date, now: Date): Promise<string[]> {
  if (await isOwedSince(tx, office.id, ALARM, from)) return [];
  const when = `${shortDate(dateIn(office.zone, from))}${timeIn(office.zone, from)}`;
  const text = `【重要】数据已从备份恢复。${when}以后登记的签收、月报、答复等不在备份里，请与各单位核对后补登。已经发出的提醒不会重发。`;
  const keyOf = (memberId: string) => `${ALARM}${memberId}/${now.toISOString()}`;
  const alarms = await oweDesk(tx, office.id, { kind: 'alarm', keyOf, text }, now);
  const papers = await lostPapers(tx, office.id);
  const message = plainAnswer('数据已从备份恢复。您要的文件如果没有收到，请再要一次。');
  const answers = papers.map(({ id, officeId, memberId, channel, threadTs }) => ({
    ...{ officeId, memberId, channel, threadTs, message },
    key: `answer/no-paper/${id}`,
    kind: 'answer' as const,
  }));
  return [...alarms, ...(await owe(tx, answers, now))];
}
