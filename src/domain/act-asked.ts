import type { ActOf } from './act-list.ts';
import { ActError, oneOf, unitOf } from './act-subject.ts';
import { type Duty, deriveDuties } from './duty.ts';
import type { Facts, Snooze, Unit } from './facts.ts';
import type { Notice } from './notice.ts';

/** 说明情况: the ladder of what is open stands still. */
export function explain(notice: Notice, facts: Facts, act: ActOf<'explain'>): Facts {
  const unit = unitOf(facts, act.unit);
  const explanations = openDuties(notice, facts, unit, act).map((duty) => ({
    assignmentId: duty.assignment?.id ?? null,
    unitId: unit.id,
    kind: 'explained',
    on: act.date,
    dutyKey: duty.key,
    promisedOn: null,
    text: act.text,
  }));
  return { ...facts, registrations: [...facts.registrations, ...explanations] };
}

/** 稍后提醒: people are not reminded of duties before a day; the later wish counts (A9). */
export function snooze(notice: Notice, facts: Facts, act: ActOf<'snooze'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { member, until } = act;
  if (until <= act.date) throw new ActError('until', until, `应晚于 ${act.date}`);
  const people = facts.members.filter(
    (one) => one.unitId === unit.id && (member === undefined ? one.role === 'liaison' : one.name === member),
  );
  if (people.length === 0) throw new ActError('member', member, `应为${unit.name}的人员`);
  const wishes = openDuties(notice, facts, unit, act).flatMap(({ key, rule }) => {
    if (rule.optional) throw new ActError('duty', act.duty, '不是必办事项，无需推后');
    return people.map((one) => ({ memberId: one.id, dutyKey: key, until }));
  });
  const isRenewed = (one: Snooze) =>
    wishes.some((wish) => wish.memberId === one.memberId && wish.dutyKey === one.dutyKey);
  return { ...facts, snoozes: [...facts.snoozes.filter((one) => !isRenewed(one)), ...wishes] };
}

/** 催办, each duty and way once a day. Whether a line still fits within A2 is for the planner to say. */
export function urge(notice: Notice, facts: Facts, act: ActOf<'urge'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { date: on, way, text: note = null } = act;
  const urges = openDuties(notice, facts, unit, act)
    .filter(({ key }) => !facts.urges.some((one) => one.dutyKey === key && one.on === on && one.way === way))
    .map(({ key }) => ({ dutyKey: key, on, way, note }));
  return { ...facts, urges: [...facts.urges, ...urges] };
}

/** What the unit has open of one rule on the day of the act. @throws ActError when there is nothing */
function openDuties(
  notice: Notice,
  facts: Facts,
  unit: Unit,
  { date, duty: id, proposals }: Pick<ActOf<'explain'>, 'date' | 'duty' | 'proposals'>,
): Duty[] {
  const rules = notice.duties.map((rule) => rule.id);
  if (!rules.includes(id)) throw new ActError('duty', id, oneOf('规则文件中事项的 id', id, rules));
  const open = deriveDuties(notice, facts, date).filter(
    (duty) =>
      duty.rule.id === id &&
      duty.unitId === unit.id &&
      duty.state === 'open' &&
      (proposals === 'all' || proposals.includes(duty.proposal?.number ?? '')),
  );
  if (open.length === 0) throw new ActError('duty', id, `应为${unit.name}当日未办的事项`);
  return open;
}
