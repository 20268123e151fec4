import type { Facts, Proposal } from '../src/domain/facts.ts';
import { lastAudit, writeAudit } from '../src/store/audit.ts';
import { memberById } from '../src/store/members.ts';
import { hardReasons, setHard } from '../src/store/proposals.ts';
import { plainAnswer } from '../templates/answers.ts';
import { hardDatesText } from '../templates/hard-forms.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { audited, type Call, type Outcome, todayOf } from './call.ts';

const MARKED = 'mark-hard';
const UNMARKED = 'unmark-hard';

/** Marks proposals as 复杂件, or takes the mark away; who holds them is told in the next reminder, with the dates that count (R22). */
export async function changeHard(
  call: Call,
  facts: Facts,
  proposals: readonly Proposal[],
  to: { hard: boolean; reason: string | null },
): Promise<Outcome> {
  const changed: Proposal[] = [];
  const already: string[] = [];
  for (const proposal of proposals) {
    if (await setHard(call.tx, call.office.id, proposal.id, to)) changed.push(proposal);
    else already.push(await alreadyText(call, proposal, to.hard));
  }
  await writeAudit(
    call.tx,
    changed.map(({ number }) => audited(call, to.hard ? MARKED : UNMARKED, number)),
  );
  const numbers = numbersText(changed.map(({ number }) => number));
  const done = to.hard
    ? `已将${numbers}标为复杂件，${hardDatesText(call.office.notice)}；下次提醒时告知承办单位。`
    : `已取消${numbers}的复杂件标记，恢复原答复期限；下次提醒时告知承办单位。`;
  const holders = facts.assignments.filter(
    ({ proposalId, endedOn }) => endedOn === null && changed.some(({ id }) => id === proposalId),
  );
  return {
    say: plainAnswer([...(changed.length > 0 ? [done] : []), ...already].join('\n')),
    refresh: [...new Set(holders.map(({ unitId }) => unitId))],
    replan: changed.length > 0,
  };
}

async function alreadyText(call: Call, { id, number }: Proposal, isHard: boolean): Promise<string> {
  if (!isHard) return `第${number}号没有标为复杂件。`;
  const event = await lastAudit(call.tx, call.office.id, MARKED, number);
  const by = event?.memberId ? (await memberById(call.tx, event.memberId))?.name : null;
  const reason = (await hardReasons(call.tx, call.office.id)).get(id);
  const when = event ? `${by ?? ''}已于${dateText(todayOf(call.office, event.at))}` : '已';
  return `第${number}号${when}标为复杂件${reason ? `，理由：${reason}` : ''}。`;
}
