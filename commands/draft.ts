import { monthsAfter } from '../src/domain/digest-month.ts';
import type { Draft } from '../src/domain/paper.ts';
import { UserError } from '../src/errors.ts';
import { draftChoice, draftComes } from '../templates/draft.ts';
import { type Act, type Call, type Command, type Outcome, unitOf } from './call.ts';
import { atLastStage, letter, noLetter } from './letter.ts';
import { monthMeant } from './month-meant.ts';
import { owePaper } from './owe-paper.ts';
import { officeOf, unitNamed } from './subject.ts';

/** Papers as Word documents, for people to finish and decide on. The file comes as a message of the bot's. */
export const draft: Command = {
  verb: 'draft',
  aliases: ['拟稿', '起草'],
  says: '生成Word草稿：督办函、通报、情况汇总、工作总结',
  example: '/duban 拟稿 情况汇总 5月　/duban 拟稿 督办函 区教育局　/duban 拟稿 总结',
  async run(call) {
    const words = call.text.trim();
    if (call.member.unitId !== null) return ofOwnUnit(call, words);
    if (words === '') return choice(call);
    const kind = KINDS.find(({ named }) => named.test(words));
    if (!kind)
      throw new UserError('请写要拟的材料：督办函、通报、情况汇总或工作总结，如“拟稿 情况汇总 5月”。');
    return kind.read(call, words.replace(kind.named, '').trim());
  },
};

/** The buttons: what they carry is checked like words. */
export const makeDraft: Act = {
  verb: 'draft',
  async run(call) {
    const [of, about = ''] = call.text.split('/');
    if (call.member.unitId !== null)
      return of === 'unit-summary' && (about === '' || about === call.member.unitId)
        ? ofOwnUnit(call, '')
        : Promise.reject(ownOnly());
    const { facts } = await officeOf(call);
    const unit = facts.units.find((one) => one.id === about);
    if (of === 'desk-summary') return make(call, { of }, null);
    if (of === 'letter' && unit) return letterTo(call, unit);
    if (of === 'unit-summary' && unit) return make(call, { of, unitId: unit.id }, unit.name);
    if (of === 'circular' || of === 'round-up')
      return make(call, { of, period: periodIn(call, about) }, null);
    throw new UserError('这个按钮已失效，请重新发送“拟稿”。');
  },
};

interface Kind {
  named: RegExp;
  read(call: Call, rest: string): Promise<Outcome>;
}

const KINDS: readonly Kind[] = [
  {
    named: /^(督办函|letter)/iu,
    async read(call, rest) {
      if (rest === '') return letter.run({ ...call, text: '' });
      const { facts } = await officeOf(call);
      return letterTo(call, unitNamed(facts, rest));
    },
  },
  {
    named: /^(通报|circular)/iu,
    read: async (call, rest) => make(call, { of: 'circular', period: periodIn(call, rest) }, null),
  },
  {
    named: /^(月报)?(情况)?汇总|^round-up/iu,
    read: async (call, rest) => make(call, { of: 'round-up', period: periodIn(call, rest) }, null),
  },
  {
    named: /^(年度|全年)?(工作)?总结|^summary/iu,
    async read(call, rest) {
      if (rest === '') return make(call, { of: 'desk-summary' }, null);
      const { facts } = await officeOf(call);
      const unit = unitNamed(facts, rest);
      return make(call, { of: 'unit-summary', unitId: unit.id }, unit.name);
    },
  },
];

const OWN_SUMMARY = /^((年度|全年)?(工作)?总结|summary)?$/iu;

/** A unit has the skeleton of its own summary, and nothing of others. */
async function ofOwnUnit(call: Call, words: string): Promise<Outcome> {
  const { unit, facts } = await unitOf(call);
  const rest = words.replace(/^(年度|全年)?(工作)?总结\s*/u, '');
  const isOwn = rest === unit.name || rest === unit.shortName;
  if (!OWN_SUMMARY.test(words) && !isOwn) throw ownOnly();
  if (facts.assignments.length === 0) throw new UserError(`${unit.name}没有承办的提案，无需报送工作总结。`);
  return make(call, { of: 'unit-summary', unitId: unit.id }, unit.name);
}

function ownOnly(): UserError {
  return new UserError('承办单位可以生成本单位的工作总结初稿：请发送“拟稿 总结”。其他材料由建议提案股拟稿。');
}

async function letterTo(call: Call, unit: { id: string; name: string }): Promise<Outcome> {
  const { duties } = await officeOf(call);
  if (atLastStage(call, duties, unit.id).length === 0) throw noLetter(unit.name);
  return make(call, { of: 'letter', unitId: unit.id }, unit.name);
}

/** The month that was said, the current one where none was. @throws UserError for one that is not of this year's work */
function periodIn(call: Call, words: string): string {
  return monthMeant(call, words) ?? call.today.slice(0, 7);
}

async function choice(call: Call): Promise<Outcome> {
  const { facts, duties } = await officeOf(call);
  const current = call.today.slice(0, 7);
  const before = monthsAfter(current, -1);
  return {
    say: draftChoice(call.office.notice, {
      months: [current, ...(before >= call.office.notice.assigned.slice(0, 7) ? [before] : [])],
      letters: facts.units.some(({ id }) => atLastStage(call, duties, id).length > 0),
    }),
  };
}

async function make(call: Call, draft: Draft, unit: string | null): Promise<Outcome> {
  return { say: draftComes(draft, unit), deliver: await owePaper(call, { kind: 'draft', draft }) };
}
