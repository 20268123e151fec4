import { buildAgenda } from '../src/domain/agenda.ts';
import { mineAnswer, plainAnswer } from '../templates/answers.ts';
import { type Call, type Command, owedBy, unitOf } from './call.ts';

/** What the person's unit owes now. */
export const mine: Command = {
  verb: 'mine',
  aliases: ['我的', '待办'],
  says: '我的待办事项和期限',
  example: null,
  run: async (call) => ({ say: await mineFor(call) }),
};

export async function mineFor(call: Call) {
  if (call.member.unitId === null) return plainAnswer('您没有承办事项。发送“进度”查看全区办理情况。');
  const { unit, duties } = await unitOf(call);
  const { notice, calendar } = call.office;
  return mineAnswer({
    notice,
    unit: unit.name,
    today: call.today,
    lines: buildAgenda(owedBy(duties, call.member), notice, calendar, call.today),
  });
}
