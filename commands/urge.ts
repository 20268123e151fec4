import { timeIn } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Unit } from '../src/domain/facts.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { addUrges, urgeViews } from '../src/store/urges.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  NOTE_LIMIT,
  PHONE_NOTE_FIELD,
  PHONE_UNITS_FIELD,
  phoneForm,
  readPhoneForm,
} from '../templates/phone-form.ts';
import { notUrgedText, type UrgeGroup, urgedText, urgeList } from '../templates/urge.ts';
import { dateText, shorten } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';
import { proposalNamed, unitNamed } from './subject.ts';
import {
  goesOn,
  linesOf,
  openOf,
  personOf,
  phonable,
  readScope,
  refusalOf,
  type Scene,
  type Scope,
  sceneOf,
  scopeText,
} from './urge-scene.ts';

/** The desk urges a unit, or the units of a proposal: by a line in their next reminder, or by telephone. */
export const urge: Command = {
  verb: 'urge',
  aliases: ['催办'],
  says: '催办某单位或某提案：随下一次提醒发出，或登记电话催办',
  example: '/duban 催办 区教育局　/duban 催办 12',
  async run(call) {
    const words = call.text.trim();
    if (words === '') throw new UserError('请写单位名称或案号，如“催办 区教育局”“催办 12”。');
    const scene = await sceneOf(call);
    if (!/\d/u.test(words)) return shown(call, scene, { unitId: unitNamed(scene.facts, words).id });
    return shown(call, scene, { number: proposalNamed(scene.facts, words).number });
  },
};

/** A button that leads to a unit's or a proposal's list. */
export const showUrge: Act = {
  verb: 'urge',
  run: async (call) => shown(call, await sceneOf(call), readScope(call.text)),
};

/** One line, or all that is overdue of a unit. What cannot be urged is named with the reason. */
export const urgeDuties: Act = {
  verb: 'urge',
  async run(call) {
    const [scopeText = '', unitId = '', wanted = ''] = call.text.split('|');
    const scope = readScope(scopeText);
    const scene = await sceneOf(call);
    const unit = scene.facts.units.find((one) => one.id === unitId);
    const lines = unit ? linesOf(call, scene, unit, scope) : [];
    const meant = lines.filter(({ line }) =>
      wanted === LATE ? line.overdue : line.duties.some((duty) => duty.key === wanted),
    );
    if (!unit || meant.length === 0)
      throw new UserError('这项已经办结或不再由该单位承办，请重新发送“催办”。');
    const duties = meant.flatMap(({ line }) => line.duties);
    const free = duties.filter((duty) => refusalOf(call, scene, duty) === null);
    const fresh = await addUrges(
      call.tx,
      free.map((duty) => ({ ...rowOf(call, unit, duty), way: 'message', note: null })),
    );
    await writeAudit(
      call.tx,
      [...fresh].map((key) => audited(call, 'urge', key, { way: 'message' })),
    );
    const spoken = meant.filter(({ line }) => line.duties.some((duty) => fresh.has(duty.key)));
    const done = [
      ...(spoken.length > 0 ? [urgedText(unit.name, spoken, goesOn(call, scene, unit))] : []),
      ...meant.filter(({ refusal }) => refusal !== null).map(notUrgedText),
      ...(free.length > fresh.size ? [`${await whoUrged(call, free, 'message')}。`] : []),
    ];
    const after = await sceneOf(call);
    return { ...(await shown(call, after, scope, done)), replace: true, replan: true };
  },
};

export const openPhone: Act = {
  verb: 'urge',
  async run(call) {
    const [scopeText = '', unitId = ''] = call.text.split('|');
    const { number = '' } = readScope(scopeText);
    const scene = await sceneOf(call);
    const units = phonable(call, scene, number);
    if (units.length === 0) throw new UserError('目前没有需要催办的单位。');
    return {
      open: phoneForm({
        notice: call.office.notice,
        units: units.map(({ unit, late }) => ({ ...unit, late })),
        chosen: unitId === '' ? [] : [unitId],
        number,
      }),
    };
  },
};

export const sendPhone: Act = {
  verb: 'urge',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { units: chosen, note } = readPhoneForm(call.inbound.values);
    if ([...note].length > NOTE_LIMIT) return { errors: { [PHONE_NOTE_FIELD]: `最多${NOTE_LIMIT}字` } };
    const scene = await sceneOf(call);
    const called = phonable(call, scene, call.inbound.metadata).filter(({ unit }) =>
      chosen.includes(unit.id),
    );
    if (called.length === 0) return { errors: { [PHONE_UNITS_FIELD]: '请选择还有事项未办的单位' } };
    const fresh = await addUrges(
      call.tx,
      called.flatMap(({ unit, duties }) =>
        duties.map((duty) => ({ ...rowOf(call, unit, duty), way: 'phone' as const, note: note || null })),
      ),
    );
    if (fresh.size === 0)
      return {
        errors: {
          [PHONE_UNITS_FIELD]: await whoUrged(
            call,
            called.flatMap(({ duties }) => duties),
            'phone',
          ),
        },
      };
    await writeAudit(
      call.tx,
      [...fresh].map((key) => audited(call, 'urge', key, { way: 'phone' })),
    );
    const names = called.filter(({ duties }) => duties.some((duty) => fresh.has(duty.key)));
    return {
      say: plainAnswer(
        `已登记${dateText(call.today)}电话催办：${names.map(({ unit }) => unit.name).join('、')}。`,
      ),
    };
  },
};

const LATE = 'late';

async function shown(call: Call, scene: Scene, scope: Scope, done: readonly string[] = []): Promise<Outcome> {
  const { facts } = scene;
  const proposal = facts.proposals.find((one) => one.number === scope.number);
  const unit = facts.units.find((one) => one.id === scope.unitId);
  const units = unit
    ? [unit]
    : proposal
      ? facts.units.filter((one) => openOf(scene, one, scope).length > 0)
      : [];
  const title = unit
    ? unit.name
    : proposal
      ? `第${proposal.number}号《${shorten(proposal.title, 24)}》`
      : dateText(call.today);
  const groups = units.map((one): UrgeGroup => {
    const lines = linesOf(call, scene, one, scope);
    return {
      unit: one.name,
      person: personOf(scene, one),
      lines,
      allLate: lines.some(({ line }) => line.overdue) ? `${scopeText(scope)}|${one.id}|${LATE}` : null,
      phoneValue: `${scopeText(scope)}|${one.id}`,
    };
  });
  return { say: urgeList({ notice: call.office.notice, title, done, groups }) };
}

function rowOf(call: Call, unit: Unit, duty: Duty) {
  return {
    officeId: call.office.id,
    unitId: unit.id,
    dutyKey: duty.key,
    on: call.today,
    memberId: call.member.id,
    createdAt: call.now,
  };
}

/** Two at once, or a second time on one day: who was first. */
async function whoUrged(call: Call, duties: readonly Duty[], way: 'message' | 'phone'): Promise<string> {
  const known = await urgeViews(call.tx, call.office.id, {
    dutyKeys: duties.map((duty) => duty.key),
    on: call.today,
  });
  const [first] = known.filter((one) => one.way === way);
  const when = first ? timeIn(call.office.zone, first.at) : '';
  return `今天${when}已由${first?.by ?? '他人'}${way === 'phone' ? '登记电话催办' : '催办'}`;
}
