import type { Paper } from '../src/domain/paper.ts';
import { owe } from '../src/store/deliveries.ts';
import { isPaperUnderWay } from '../src/store/papers.ts';
import type { Call } from './call.ts';

/**
 * Owes the person a file, which is made when it goes out. A double click is one wish: what is on its way already is not
 * sent twice. `part` tells several files of one act apart. Gives the ids for `Outcome.deliver`.
 */
export async function owePaper(call: Call, paper: Paper, part = ''): Promise<string[]> {
  const { tx, office, member, inbound, now } = call;
  if (await isPaperUnderWay(tx, member.id, paper)) return [];
  const key = `paper/${inbound.id}${part}`;
  const row = { officeId: office.id, memberId: member.id, channel: null, threadTs: null, paper };
  return owe(tx, [{ ...row, key, kind: 'paper' }], now);
}
