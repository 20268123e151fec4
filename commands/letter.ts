import { buildAgenda } from '../src/domain/agenda.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { createLadder } from '../src/domain/ladder.ts';
import { UserError } from '../src/errors.ts';
import { letterChoice, letterMessage } from '../templates/supervision-letter.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { officeOf, unitNamed } from './subject.ts';

/** Stage 5: the draft of a supervision letter. Nothing is sent to anybody, so nothing is recorded. */
export const letter: Command = {
  verb: 'letter',
  aliases: ['督办函'],
  says: '起草督办函：逾期5个工作日以上的单位（只是草稿）',
  example: '/duban 督办函 区教育局',
  async run(call) {
    const { facts, duties } = await officeOf(call);
    const words = call.text.trim();
    return words === '' ? choice(call, facts, duties) : draft(call, duties, unitNamed(facts, words));
  },
};

export const showLetter: Act = {
  verb: 'letter',
  async run(call) {
    const { facts, duties } = await officeOf(call);
    if (call.text === '') return choice(call, facts, duties);
    const unit = facts.units.find((one) => one.id === call.text);
    if (!unit) throw new UserError('这个按钮已失效，请发送“督办函”。');
    return draft(call, duties, unit);
  },
};

function choice(call: Call, facts: Facts, duties: readonly Duty[]): Outcome {
  const units = facts.units
    .map(({ id, name }) => ({ id, name, count: atLastStage(call, duties, id).length }))
    .filter(({ count }) => count > 0);
  return { say: letterChoice(call.office.notice, units) };
}

function draft(call: Call, duties: readonly Duty[], unit: { id: string; name: string }): Outcome {
  const { notice, calendar } = call.office;
  const meant = atLastStage(call, duties, unit.id);
  if (meant.length === 0) throw noLetter(unit.name);
  const lines = buildAgenda(meant, notice, calendar, call.today);
  return { say: letterMessage({ notice, unit: unit.name, today: call.today, lines }, unit.id) };
}

export function noLetter(unit: string): UserError {
  return new UserError(`${unit}没有逾期5个工作日以上的事项，不需要督办函。`);
}

/** What the unit owes at stage 5 and has not explained. */
export function atLastStage({ office, today }: Call, duties: readonly Duty[], unitId: string): Duty[] {
  const ladder = createLadder(office.notice, office.calendar);
  return duties.filter(
    (duty) =>
      duty.unitId === unitId &&
      duty.state === 'open' &&
      !duty.paused &&
      ladder.isLate(duty, today) &&
      ladder.reached(duty, today) === 5,
  );
}
