import { z } from 'zod';
import {
  firstUnheardDay,
  type Leave,
  leaveFault,
  overlapping,
  readLeaveLine,
} from '../src/domain/absence.ts';
import type { Member, Unit } from '../src/domain/facts.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { routeOn } from '../src/domain/recipients.ts';
import { keyOf } from '../src/domain/spelling.ts';
import { UserError } from '../src/errors.ts';
import { type AbsenceRow, absencesFrom, addAbsence, endAbsence } from '../src/store/absences.ts';
import { writeAudit } from '../src/store/audit.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers, lockPeople, type MemberRow } from '../src/store/members.ts';
import { allUnits } from '../src/store/units.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  LEAVE_FIELDS,
  type LeaveView,
  leaveForm,
  leaveList,
  leaveSaved,
  readLeaveForm,
} from '../templates/leave.ts';
import { formOffer } from '../templates/offer.ts';
import { dateText } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';
import { mayActFor, unitMeant } from './unit-meant.ts';

/** A10: somebody is away for some days, and somebody else of the unit hears for them. */
export const leave: Command = {
  verb: 'leave',
  aliases: ['请假', '休假'],
  says: '登记请假，期间提醒发给代办的同志',
  example: '/duban 请假 4月11日至4月15日',
  async run(call) {
    const isDesk = call.member.role === 'desk';
    if (isDesk && call.text.trim() === '')
      return { say: leaveList(call.office.notice, '全区', await leavesOf(call, null), call.today, '') };
    const unit = await unitMeant(call, call.text, '请假 区教育局');
    if (!isDesk && call.text.trim() !== '' && call.inbound.kind !== 'action')
      return oneLine(call, unit, call.text);
    if (call.inbound.kind === 'message') {
      const shown = await leavesOf(call, isDesk ? { unitId: unit.id } : { memberId: call.member.id });
      return { say: leaveList(call.office.notice, unit.name, shown, call.today, unit.name) };
    }
    const people = await peopleIn(call, unit.id);
    const own = people.filter((one) => one.id === call.member.id);
    const whose = isDesk ? people : own;
    if (whose.length === 0) throw new UserError(`${unit.name}还没有登记联络员，请先用“联络员”登记。`);
    const standIns = isDesk ? (people.length > 1 ? people : []) : people.filter((one) => !own.includes(one));
    return {
      open: leaveForm({
        notice: call.office.notice,
        unit,
        people: whose,
        standIns,
        today: call.today,
        told: isDesk ? null : readLeaveLine(call.text, call.today),
      }),
    };
  },
};

export const openLeave: Act = { verb: 'leave', run: leave.run };

/** 返岗: the leave that runs ends now. */
export const back: Command = {
  verb: 'leave',
  aliases: ['返岗', '已返岗', '销假'],
  says: '提前结束请假，提醒恢复发给本人',
  example: null,
  async run(call) {
    const running = (await absencesFrom(call.tx, call.office.id, call.today)).find(
      (one) => one.memberId === call.member.id && one.from <= call.today,
    );
    if (!running) throw new UserError('您没有正在进行的请假，提醒照常发给您。');
    return endOf(call, running);
  },
};

/** 已返岗, 取消请假: by the person, or by the desk. */
export const endLeave: Act = {
  verb: 'leave',
  async run(call) {
    const found = (await absencesFrom(call.tx, call.office.id, call.today)).find(
      (one) => one.id === call.text,
    );
    if (!found || (call.member.role !== 'desk' && found.memberId !== call.member.id))
      throw new UserError('这条请假已经结束或已取消。');
    return { ...(await endOf(call, found)), replace: true };
  },
};

/** The form sent in. */
export const sendLeave: Act = {
  verb: 'leave',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const unitId = call.inbound.metadata;
    if (!z.uuid().safeParse(unitId).success || !mayActFor(call, unitId))
      throw new UserError('这个表单已失效，请重新发送“请假”。');
    const unit = (await allUnits(call.tx, call.office.id)).find((one) => one.id === unitId);
    if (!unit) throw new UserError('没有找到这个单位，请重新发送“请假”。');
    const typed = readLeaveForm(call.inbound.values);
    const day = (text: string | null) => z.iso.date().safeParse(text).data ?? null;
    const [from, until] = [day(typed.from), day(typed.until)];
    if (from === null) return { errors: { [LEAVE_FIELDS.from]: '请选择日期' } };
    if (until === null) return { errors: { [LEAVE_FIELDS.until]: '请选择日期' } };
    const who = call.member.role === 'desk' ? typed.who : call.member.id;
    const wish = { from, until, who, standIn: typed.standIn };
    const read = await register(call, unit, wish);
    return 'fault' in read ? { errors: { [read.fault.at]: read.fault.because } } : read;
  },
};

async function oneLine(call: Call, unit: Unit, text: string): Promise<Outcome> {
  const line = readLeaveLine(text, call.today);
  if (line === null) throw new UserError('没有看懂请假日期。请写成“请假 4月11日至4月15日”。');
  const { from, until, standIn: name } = line;
  const standIn = name === null ? null : standInNamed(await peopleIn(call, unit.id), name);
  if (name !== null && standIn === null)
    return {
      say: formOffer(`还没有登记：没有找到代办的“${name}”，请点按钮选择本单位登记的同志，日期已填好。`, {
        label: '登记请假',
        action: ACTIONS.leaveOpen,
        value: `${from}至${until}`,
      }),
    };
  const read = await register(call, unit, { from, until, who: call.member.id, standIn: standIn?.id ?? null });
  if ('fault' in read) throw new UserError(`没有登记：${read.fault.because}。`);
  return read;
}

/** By name, or as what they are in the unit: 副联络员. */
function standInNamed(people: readonly MemberRow[], name: string): MemberRow | null {
  const found = people.filter((one) => keyOf(one.name) === keyOf(name) || ROLE_NAMES[one.role] === name);
  return found.length === 1 ? (found[0] ?? null) : null;
}

type Fault = { fault: { at: string; because: string } };

/** The people of the unit are locked, so that one person's leaves do not lie on each other. */
async function register(
  call: Call,
  unit: Unit,
  wish: Leave & { who: string | null; standIn: string | null },
): Promise<Outcome | Fault> {
  const people = (await lockPeople(call.tx, call.office.id, unit.id)).filter(isContact);
  const person = people.find((one) => one.id === wish.who) ?? (people.length === 1 ? people[0] : undefined);
  const refuse = (at: string, because: string): Fault => ({ fault: { at, because } });
  if (!person) return refuse(LEAVE_FIELDS.who, '这一位已不是联络人员，请重新打开');
  const fault = leaveFault(wish, call.today);
  if (fault) return { fault };
  const { absences, members } = await loadFacts(call.tx, call.office.id, { unitId: unit.id });
  const same = overlapping(wish, person.id, absences);
  if (same)
    return refuse(
      LEAVE_FIELDS.from,
      `已登记${dateText(same.from)}至${dateText(same.until)}请假，请先取消再登记`,
    );
  const standIn = wish.standIn === null ? null : people.find((one) => one.id === wish.standIn);
  if (standIn === undefined || standIn?.id === person.id)
    return refuse(LEAVE_FIELDS.standIn, '请选择本单位的另一位同志');
  if (standIn && overlapping(wish, standIn.id, absences))
    return refuse(LEAVE_FIELDS.standIn, `${standIn.name}同期也请假，请另选`);

  const { from, until } = wish;
  const made = { memberId: person.id, from, until, deputyId: standIn?.id ?? null };
  const row = await addAbsence(call.tx, call.office.id, made, call.now);
  await writeAudit(call.tx, [audited(call, 'leave', unit.name, { ...made, absenceId: row.id })]);
  const reachable = members.filter((one) => one.bound);
  const all = [...absences, made];
  return {
    say: leaveSaved({
      leave: viewOf(row, unit, members, standInsOf(row, reachable, all)),
      own: person.id === call.member.id,
      unheard: firstUnheardDay(unit.id, wish, reachable, all),
      today: call.today,
    }),
    replan: true,
  };
}

async function endOf(call: Call, row: AbsenceRow): Promise<Outcome> {
  if (!(await endAbsence(call.tx, call.office.id, row.id, call.now)))
    throw new UserError('这条请假已经结束或已取消。');
  await writeAudit(call.tx, [audited(call, 'end-leave', row.memberId, { absenceId: row.id })]);
  const own = row.memberId === call.member.id;
  const text = row.from <= call.today ? '已登记返岗，提醒恢复发给' : '已取消请假，提醒照常发给';
  return { say: plainAnswer(`${text}${own ? '您' : '本人'}。`), replan: true };
}

/** Leave that runs or is to come: of one person, of a unit, or of all. */
async function leavesOf(
  call: Call,
  of: { unitId: string } | { memberId: string } | null,
): Promise<LeaveView[]> {
  const rows = await absencesFrom(call.tx, call.office.id, call.today);
  const { members, absences, units } = await loadFacts(call.tx, call.office.id);
  const reachable = members.filter((one) => one.bound);
  return rows.flatMap((row) => {
    const unit = units.find(({ id }) => id === members.find((one) => one.id === row.memberId)?.unitId);
    const isMeant = of === null || ('unitId' in of ? unit?.id === of.unitId : row.memberId === of.memberId);
    return unit && isMeant ? [viewOf(row, unit, members, standInsOf(row, reachable, absences))] : [];
  });
}

function viewOf(
  { id, memberId, from, until }: AbsenceRow,
  unit: Unit,
  members: readonly Member[],
  standIns: readonly string[],
): LeaveView {
  const name = members.find((one) => one.id === memberId)?.name ?? '';
  return { id, name, unit: unit.name, from, until, standIns };
}

/** Who hears on the first day. */
function standInsOf(
  { memberId, from }: AbsenceRow,
  reachable: readonly Member[],
  absences: Parameters<typeof routeOn>[2],
): string[] {
  const routing = routeOn(from, reachable, absences);
  return reachable
    .filter((one) => routing.standsInFor(one.id).some((absence) => absence.memberId === memberId))
    .map((one) => one.name);
}

async function peopleIn(call: Call, unitId: string): Promise<MemberRow[]> {
  const all = await activeMembers(call.tx, call.office.id, ['liaison', 'deputy']);
  return all.filter((one) => one.unitId === unitId);
}

function isContact({ role }: MemberRow): boolean {
  return role === 'liaison' || role === 'deputy';
}
