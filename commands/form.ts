import { z } from 'zod';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Facts } from '../src/domain/facts.ts';
import {
  FORM_BACK,
  FORM_KINDS,
  type FormKind,
  formDays,
  gradeOf,
  isFormKind,
} from '../src/domain/feedback-form.ts';
import { type FormLine, readFormLine } from '../src/domain/speech/form-line.ts';
import { UserError } from '../src/errors.ts';
import {
  type FormChoice,
  feedbackModal,
  feedbackState,
  readFeedbackModal,
  WHICH_FIELD,
} from '../templates/feedback-form.ts';
import { numbersText } from '../templates/wording.ts';
import { type Act, type Call, type Command, type Outcome, unitOf } from './call.ts';
import {
  type FormEntry,
  faultSentences,
  formFaults,
  recordedOf,
  recordFormFacts,
  withForms,
} from './form-facts.ts';
import { type Held, heldIn, officeOf } from './subject.ts';

/**
 * R50–R54: where the 征询意见表 of a proposal is: sent, received, back at the unit, back at the desk, answered online, and
 * what the member thinks. A unit records its own; the desk records what has arrived at the desk, for any unit.
 */
export const form: Command = {
  verb: 'form',
  aliases: ['征询表', '征询意见表'],
  says: '登记征询意见表：寄出、委员收到、寄回和满意程度',
  example: '/duban 征询表 12 已寄 5月10日　/duban 征询表 12 寄回 满意',
  async run(call) {
    const scope = await scopeOf(call);
    const line = readFormLine(call.text, {
      known: scope.held.map(({ proposal }) => proposal.number),
      grades: call.office.notice.settings.satisfactionGrades,
      unitNames: scope.isDesk
        ? scope.facts.units.flatMap((unit) => [unit.name, ...(unit.shortName ? [unit.shortName] : [])])
        : [],
      today: call.today,
    });
    if (line.doubt !== null) throw new UserError(DOUBTS[line.doubt]);
    const meant = narrowed(scope, line.unit);
    const { held, refused } = named(call, meant, line);
    if (line.kinds.length === 0 && line.grade === null && line.on === null)
      return show(call, meant, held, refused);
    return recordLine(call, meant, line, held, refused);
  },
};

/** The buttons under reminders and answers; the value may name proposals. */
export const openForm: Act = { verb: 'form', run: form.run };

/** A button that says what it puts on record; it takes the place of the question it stood under. */
export const recordForm: Act = {
  verb: 'form',
  run: async (call) => ({ ...(await form.run(call)), replace: true }),
};

/** The window sent in. */
export const sendForm: Act = {
  verb: 'form',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const scope = await scopeOf(call);
    const answers = readFeedbackModal(call.inbound.values);
    const held = scope.held.filter(({ assignment }) => answers.assignmentIds.includes(assignment.id));
    if (held.length === 0) return { errors: { [WHICH_FIELD]: '请选择承办的提案' } };
    const days: Partial<Record<FormKind, IsoDate>> = {};
    for (const kind of scope.kinds) {
      const day = answers.days[kind];
      if (day === undefined) continue;
      if (!z.iso.date().safeParse(day).success) return { errors: { [kind]: '请重新选择日期' } };
      days[kind] = day;
    }
    if (Object.keys(days).length === 0 && answers.grade === null)
      return { errors: { [scope.kinds[0] ?? WHICH_FIELD]: '请至少填一个日期' } };
    const entry = { days, grade: answers.grade };
    const faults = formFaults(call, scope, withForms(call, held).owed, entry);
    const errors: Record<string, string> = {};
    for (const { field } of faults)
      errors[field] = faultSentences(faults.filter((one) => one.field === field))
        .slice(0, 3)
        .join('');
    return faults.length > 0 ? { errors } : recordFormFacts(call, scope, held, entry);
  },
};

/** Whose forms a person may record, and which facts. */
interface Scope {
  isDesk: boolean;
  title: string;
  facts: Facts;
  held: Held[];
  kinds: readonly FormKind[];
}

async function scopeOf(call: Call): Promise<Scope> {
  if (call.member.role === 'desk') {
    const { facts } = await officeOf(call);
    return {
      isDesk: true,
      title: call.office.notice.contact.name,
      facts,
      held: heldIn(facts),
      kinds: ['form-back-desk'],
    };
  }
  const { facts, unit } = await unitOf(call);
  return { isDesk: false, title: unit.name, facts, held: heldIn(facts, unit.id), kinds: FORM_KINDS };
}

/** The desk may name a unit. */
function narrowed(scope: Scope, unit: string | null): Scope {
  const { id, name } =
    scope.facts.units.find((one) => unit !== null && (one.name === unit || one.shortName === unit)) ?? {};
  if (id === undefined || name === undefined) return scope;
  return { ...scope, title: name, held: scope.held.filter(({ assignment }) => assignment.unitId === id) };
}

/** The proposals that a line names; where it names none and one form alone is not back, that one. */
function named(
  call: Call,
  { isDesk, title, facts, held }: Scope,
  { numbers, unit }: FormLine,
): { held: Held[]; refused: string[] } {
  if (numbers.length === 0) {
    const open = openForms(call, facts, held);
    return { held: open.length === 1 ? open : [], refused: [] };
  }
  const found = held.filter(({ proposal }) => numbers.includes(proposal.number));
  const missing = numbers.filter((number) => !found.some(({ proposal }) => proposal.number === number));
  const whose = isDesk && unit === null ? '在办' : `${title}承办`;
  const refused =
    missing.length > 0 ? [`${numbersText(missing)}不是${whose}的提案，未登记，请核对案号。`] : [];
  if (found.length === 0) throw new UserError(refused.join(''));
  // Whoever only assists has no form: for the desk a number means the units that answer.
  const { owed } = withForms(call, found);
  return { held: isDesk && owed.length > 0 ? owed : found, refused };
}

/** Forms that are owed and not wholly back, by number. */
function openForms(call: Call, facts: Facts, held: readonly Held[]): Held[] {
  return withForms(call, held).owed.filter((one) => {
    const days = formDays(recordedOf(facts, one));
    return FORM_BACK.some((kind) => days[kind] === undefined);
  });
}

/** The window with these proposals chosen; where no window can open, the state and a button. */
function show(
  call: Call,
  scope: Scope,
  held: readonly Held[],
  refused: readonly string[],
  told: Partial<FormEntry> = {},
): Outcome {
  const { owed, exempt } = withForms(call, held);
  if (held.length > 0 && owed.length === 0) throw new UserError([...exempt, ...refused].join('\n'));
  const candidates = openForms(call, scope.facts, scope.held)
    .filter((one) => !scope.isDesk || formDays(recordedOf(scope.facts, one))['form-back-desk'] === undefined)
    // What the desk waits for has been sent; what was not sent can hardly arrive.
    .sort((one, other) => Number(isSent(scope, other)) - Number(isSent(scope, one)));
  const open = [...owed, ...candidates.filter((one) => !owed.includes(one))];
  if (open.length === 0) {
    const { exempt: why } = withForms(call, scope.held);
    throw new UserError(
      withForms(call, scope.held).owed.length > 0
        ? `${scope.title}的征询意见表已全部收回。`
        : `${scope.title}没有需要寄送征询意见表的提案。${why.join('')}`,
    );
  }
  const choices = open.map((one) => choiceOf(call, scope, one));
  const chosen = owed.length > 0 ? owed : open.length === 1 ? open : [];
  if (call.inbound.kind === 'message')
    return {
      say: feedbackState({
        notice: call.office.notice,
        unit: scope.title,
        choices: chosen.length > 0 ? choices.slice(0, chosen.length) : choices,
      }),
    };
  return {
    open: feedbackModal({
      notice: call.office.notice,
      title: scope.title,
      choices,
      chosen: chosen.map(({ assignment }) => assignment.id),
      kinds: scope.kinds,
      initial: { ...initialDays(call, scope, chosen), ...told.days },
      grade: told.grade ?? null,
    }),
  };
}

function isSent({ isDesk, facts }: Scope, held: Held): boolean {
  return isDesk && formDays(recordedOf(facts, held))['form-sent'] !== undefined;
}

/** One form shows the days it has; sent is proposed with the reply, with which it goes (R50). The desk's arrived today. */
function initialDays(call: Call, { isDesk, facts }: Scope, chosen: readonly Held[]) {
  if (isDesk) return { 'form-back-desk': call.today };
  const [only] = chosen;
  if (!only || chosen.length > 1) return {};
  const { 'reply-delivered': reply, ...days } = formDays(recordedOf(facts, only));
  return { ...(reply && { 'form-sent': reply }), ...days };
}

function choiceOf(call: Call, { isDesk, facts }: Scope, held: Held): FormChoice {
  const recorded = recordedOf(facts, held);
  return {
    assignmentId: held.assignment.id,
    proposal: held.proposal,
    unit: isDesk ? (facts.units.find((one) => one.id === held.assignment.unitId)?.name ?? null) : null,
    days: formDays(recorded),
    grade: gradeOf(call.office.notice, recorded),
  };
}

async function recordLine(
  call: Call,
  scope: Scope,
  line: FormLine,
  held: readonly Held[],
  refused: readonly string[],
): Promise<Outcome> {
  const kinds = scope.isDesk ? deskKinds(line) : line.kinds;
  const on = line.on ?? call.today;
  const days: Partial<Record<FormKind, IsoDate>> = {};
  for (const kind of kinds) if (isFormKind(kind)) days[kind] = on;
  if (held.length === 0) {
    if (call.inbound.kind !== 'action') throw new UserError('请写案号，如“征询表 12 已寄 5月10日”。');
    return show(call, scope, held, refused, { days, grade: line.grade });
  }
  if (scope.isDesk) mustBeOne(scope, held);
  if (kinds.length === 0 && line.on !== null)
    throw new UserError('请写明是寄出、委员收到、寄回还是网上反馈，如“征询表 12 已寄 5月10日”。');
  return recordFormFacts(call, scope, held, { days, grade: line.grade }, refused);
}

/** Whatever has come back to the desk has come to the desk; what the unit and the member do is not the desk's to record. */
function deskKinds({ kinds }: FormLine): FormKind[] {
  if (kinds.includes('form-sent') || kinds.includes('form-back-online'))
    throw new UserError('股内只登记寄回建议提案股的征询意见表；寄出和网上反馈由承办单位登记。');
  return ['form-back-desk'];
}

/** A number that several units answer has several forms: the desk says whose has arrived. */
function mustBeOne({ facts }: Scope, held: readonly Held[]): void {
  const numbers = new Set(held.map(({ proposal }) => proposal.number));
  if (numbers.size === held.length) return;
  const shared = held.filter(
    (one) => held.filter(({ proposal }) => proposal.id === one.proposal.id).length > 1,
  );
  const units = shared.flatMap(
    ({ assignment }) => facts.units.find((one) => one.id === assignment.unitId)?.name ?? [],
  );
  throw new UserError(
    `${numbersText([...new Set(shared.map(({ proposal }) => proposal.number))])}由${[...new Set(units)].join('、')}分别承办，请写明单位，如“征询表 ${shared[0]?.proposal.number} ${units[0]}”。`,
  );
}

const EXAMPLE = '没有登记。请写“征询表 12 已寄 5月10日”，或发送“征询表”。';
const DOUBTS: Record<NonNullable<FormLine['doubt']>, string> = {
  'no-such-day': `这个日期不存在，${EXAMPLE}`,
  'two-dates': `一次写一个日期，${EXAMPLE}`,
  negated: `看起来还没有办，${EXAMPLE}`,
  question: `看起来是在询问，${EXAMPLE}`,
  future: `看起来是准备办、还没有办，${EXAMPLE}`,
  conditional: `看起来带有条件，${EXAMPLE}`,
  'which-proposal': `没有看出是哪一件，${EXAMPLE}`,
  unreadable: `没有看懂，${EXAMPLE}`,
};
