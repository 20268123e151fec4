import { buildAgenda } from '../src/domain/agenda.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Unit } from '../src/domain/facts.ts';
import { createLadder } from '../src/domain/ladder.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { activeMembers, type MemberRow } from '../src/store/members.ts';
import { plainAnswer } from '../templates/answers.ts';
import { dutiesText } from '../templates/desk-note.ts';
import { leaderList, leaderNotice } from '../templates/leader.ts';
import { type Act, audited, type Call } from './call.ts';
import { officeOf } from './subject.ts';
import { tell } from './tell.ts';

/** Stage 4, on the desk's click: the leaders of the units on the telephone list, as the roster names them. */
export const showLeaders: Act = {
  verb: 'urge',
  async run(call) {
    const { facts, duties } = await officeOf(call);
    const leaders = await activeMembers(call.tx, call.office.id, ['leader']);
    const rows = facts.units.flatMap((unit) => {
      const listed = toTelephone(call, duties, unit);
      if (listed.length === 0) return [];
      const own = leaders.filter((one) => one.unitId === unit.id);
      return [
        {
          unitId: unit.id,
          unit: unit.name,
          leader: leaderText(unit, own),
          what: dutiesText(listed, call.today),
          hasAccount: own.some(isReachable),
        },
      ];
    });
    return { say: leaderList(call.office.notice, rows) };
  },
};

/** The overdue notice goes to the unit's leader, once a day, in the next window (A3). */
export const tellLeader: Act = {
  verb: 'urge',
  async run(call) {
    const { notice, calendar } = call.office;
    const { facts, duties } = await officeOf(call);
    const unit = facts.units.find((one) => one.id === call.text);
    const listed = unit ? toTelephone(call, duties, unit) : [];
    if (!unit || listed.length === 0) throw new UserError('该单位已没有列入电话催办单的事项。');
    const leaders = (await activeMembers(call.tx, call.office.id, ['leader'])).filter(
      (one) => one.unitId === unit.id && isReachable(one),
    );
    const message = leaderNotice({
      notice,
      unit: unit.name,
      today: call.today,
      lines: buildAgenda(listed, notice, calendar, call.today),
      notes: () => [],
      standing: [],
      urged: new Set(),
      lastCall: true,
      others: { count: 0, overdue: 0 },
    });
    const deliver = await tell(call, leaders, `leader/${unit.id}/${call.today}`, message);
    if (deliver.length === 0)
      throw new UserError(
        leaders.length > 0
          ? `今天已转${unit.name}分管领导。`
          : `${unit.name}的分管领导没有账号，请电话联系：${leaderText(unit, [])}。`,
      );
    await writeAudit(
      call.tx,
      listed.map((duty) => audited(call, 'tell-leader', duty.key)),
    );
    return { say: plainAnswer(`已转${unit.name}分管领导，在发送时段内送达。`), deliver };
  },
};

/** What has stood on the telephone list since stage 4. */
function toTelephone({ office, today }: Call, duties: readonly Duty[], unit: Unit): Duty[] {
  const ladder = createLadder(office.notice, office.calendar);
  return duties.filter(
    (duty) =>
      duty.unitId === unit.id &&
      duty.state === 'open' &&
      !duty.paused &&
      ladder.isLate(duty, today) &&
      (ladder.reached(duty, today) ?? 0) >= 4,
  );
}

function leaderText(unit: Unit, leaders: readonly MemberRow[]): string {
  const listed = leaders.map((one) => [one.name, one.phone].filter(Boolean).join(' '));
  const name = unit.leader ?? '';
  const all = listed.length > 0 ? listed : name ? [name] : [];
  return `分管领导：${all.join('、') || '名册未登记'}${listed.length === 0 && unit.phone ? `　单位电话 ${unit.phone}` : ''}`;
}

function isReachable(one: MemberRow): boolean {
  return one.slackId !== null || one.email !== null;
}
