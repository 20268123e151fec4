import { buildAgenda, owedBy } from '../src/domain/agenda.ts';
import { mayUse } from '../src/domain/permission.ts';
import { requestViews } from '../src/store/return-requests.ts';
import { mineAnswer, plainAnswer } from '../templates/answers.ts';
import { lineNotes } from '../templates/line-notes.ts';
import { approvalMessage } from '../templates/return-desk.ts';
import { withConsents } from '../templates/return-request.ts';
import { type Call, type Command, unitOf } from './call.ts';

/** What the person's unit owes now. */
export const mine: Command = {
  verb: 'mine',
  aliases: ['我的', '待办'],
  says: '我的待办事项和期限',
  example: null,
  run: async (call) => ({ say: await mineFor(call) }),
};

const NOTHING_OWN = '您没有承办事项。发送“进度”查看全区办理情况。';

/** What waits for the manager's signature is the manager's to do. */
async function toSign({ tx, office, member }: Call) {
  if (!mayUse(member.role, 'approve')) return null;
  const requests = await requestViews(tx, office.id, { states: ['submitted'] });
  return requests.length > 0 ? approvalMessage(office.notice, requests) : null;
}

export async function mineFor(call: Call) {
  if (call.member.unitId === null) return (await toSign(call)) ?? plainAnswer(NOTHING_OWN);
  const { unit, duties, facts } = await unitOf(call);
  const { notice, calendar } = call.office;
  const asked = await requestViews(call.tx, call.office.id, {
    ledBy: unit.id,
    states: ['awaiting-consent'],
  });
  const answer = mineAnswer({
    notice,
    unit: unit.name,
    today: call.today,
    lines: buildAgenda(owedBy(duties, call.member), notice, calendar, call.today),
    notes: lineNotes({ notice, facts, calendar, today: call.today }),
    mayReturn: duties.some(
      (duty) => duty.rule.id === 'return-request' && duty.state === 'open' && !duty.paused,
    ),
  });
  return withConsents(answer, asked);
}
