import { repliedUncontacted } from '../src/domain/contact-gate.ts';
import { coordinate, partnersIn } from '../src/domain/coordination.ts';
import type { ContactPhase, Registration } from '../src/domain/facts.ts';
import { type ActLine, readActLine } from '../src/domain/speech/act-line.ts';
import { UserError } from '../src/errors.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  CONTACT_FIELD,
  contactForm,
  NOTE_LIMIT,
  PHASE_TEXT,
  readContactForm,
} from '../templates/contact-form.ts';
import { coordinationText } from '../templates/coordination.ts';
import { formOffer } from '../templates/offer.ts';
import { numbersText, shortDate } from '../templates/wording.ts';
import { type Act, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { choicesOf, dayFault, dayNamed, heldOwing, namedOwing } from './own-proposals.ts';
import { record, standingNow } from './record.ts';
import { type Held, heldIn } from './subject.ts';
import { tooLong } from './too-long.ts';

/** R35, R36: puts a contact with the member on record, in one line or by a form; a number alone shows where its units stand (R37). */
export const contact: Command = {
  verb: 'contact',
  aliases: ['沟通'],
  says: '登记与委员的沟通；只写案号可看各单位进展',
  example: '/duban 沟通 12 电话 5月10日',
  async run(call) {
    const long = tooLong(call.text, NOTE_LIMIT);
    if (long !== null) throw new UserError(`一条沟通${long}。`);
    const view = await unitOf(call);
    const line = lineOf(call, view);
    const assisted = line.way === null ? assistedIn(call, view, line.numbers) : [];
    if (assisted.length > 0) return { say: plainAnswer(shownTo(call, view, assisted).join('\n')) };
    const held = namedOwing(call, view, 'contacted', line.numbers);
    const day = dayNamed(call, line.days);
    if (held.length > 0 && line.way !== null && line.certain)
      return recordContact(call, view, held, {
        way: line.way,
        phase: line.phase ?? phaseOf(view, held),
        day,
        note: line.rest,
      });
    return openForm(call, view, line, held);
  },
};

/** The buttons under reminders and answers; the value may name proposals, or hold a line that was not certain. */
export const openContact: Act = {
  verb: 'contact',
  async run(call) {
    const view = await unitOf(call);
    const line = lineOf(call, view);
    return openForm(call, view, line, namedOwing(call, view, 'contacted', line.numbers));
  },
};

/** A button that says what it puts on record; it takes the place of the question it stood under. */
export const recordContactLine: Act = {
  verb: 'contact',
  run: async (call) => ({ ...(await contact.run(call)), replace: true }),
};

/** The form sent in. */
export const sendContact: Act = {
  verb: 'contact',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const { chosen, phase, way, day, note } = readContactForm(call.inbound.values);
    const held = heldOwing(call, view, 'contacted').filter(({ assignment }) =>
      chosen.includes(assignment.id),
    );
    if (held.length === 0 || held.length < new Set(chosen).size)
      return { errors: { [CONTACT_FIELD.which]: '请选择贵单位现在承办的提案' } };
    if (phase === null) return { errors: { [CONTACT_FIELD.phase]: '请选择阶段' } };
    if (!call.office.notice.settings.contactWays.includes(way))
      return { errors: { [CONTACT_FIELD.way]: '请选择方式' } };
    const fault = dayFault(call, held, day);
    if (fault !== null) return { errors: { [CONTACT_FIELD.day]: fault } };
    const long = tooLong(note, NOTE_LIMIT);
    if (long !== null) return { errors: { [CONTACT_FIELD.note]: long } };
    return recordContact(call, view, held, { way, phase, day, note });
  },
};

interface Contact {
  way: string;
  phase: ContactPhase;
  day: string;
  note: string;
}

function lineOf(call: Call, view: UnitView): ActLine {
  return readActLine(call.text, {
    known: heldIn(view.facts, view.unit.id).map(({ proposal }) => proposal.number),
    settings: call.office.notice.settings,
    today: call.today,
  });
}

async function openForm(call: Call, view: UnitView, line: ActLine, named: readonly Held[]): Promise<Outcome> {
  const own = heldOwing(call, view, 'contacted');
  if (own.length === 0) throw new UserError(`${view.unit.name}没有需要与委员沟通的提案。`);
  const held = named.length > 0 ? named : own.length === 1 ? own : [];
  const coordination = shownTo(call, view, held);
  if (call.inbound.kind === 'message') {
    const asked =
      held.length > 0
        ? `${numbersText(held.map(({ proposal }) => proposal.number))}的沟通请写明方式和日期，如“沟通 ${held[0]?.proposal.number} 电话 5月10日”，或填表。`
        : '请写“沟通 12 电话 5月10日”，或填表。';
    return {
      say: formOffer([...coordination, asked].join('\n'), {
        label: '登记沟通',
        action: ACTIONS.contactOpen,
        value: call.text,
      }),
    };
  }
  return {
    open: contactForm({
      notice: call.office.notice,
      unit: view.unit.name,
      choices: choicesOf(own),
      chosen: held.map(({ assignment }) => assignment.id),
      day: line.days[0] ?? call.today,
      phase: line.phase ?? phaseOf(view, held),
      way: line.way,
      note: line.rest,
      coordination,
    }),
  };
}

/** Proposals that the unit only assists in: it contacts nobody, but sees where the others stand. */
function assistedIn(call: Call, view: UnitView, numbers: readonly string[]): Held[] {
  const owing = heldOwing(call, view, 'contacted').map(({ assignment }) => assignment.id);
  return heldIn(view.facts, view.unit.id).filter(
    ({ assignment, proposal }) => numbers.includes(proposal.number) && !owing.includes(assignment.id),
  );
}

/** Where the units of these proposals stand, a line for each proposal that several units handle (R37). */
function shownTo({ office }: Call, view: UnitView, held: readonly Held[]): string[] {
  const shared = coordinate(office.notice, partnersIn(view.facts));
  return held.flatMap(({ proposal }) => {
    const units = shared.get(proposal.id);
    return units ? [coordinationText(units)] : [];
  });
}

/** Before the first contact 办前, then 办中, and 办后 once all of them are answered. */
export function phaseOf(view: UnitView, held: readonly Held[]): ContactPhase {
  const has = (kind: string) => (one: Held) => recordedOf(view, one).some((fact) => fact.kind === kind);
  if (held.length > 0 && held.every(has('reply-delivered'))) return 'after';
  return held.some(has('contacted')) ? 'during' : 'before';
}

function recordedOf({ facts }: UnitView, { assignment }: Held): Registration[] {
  return facts.registrations.filter((one) => one.assignmentId === assignment.id);
}

async function recordContact(
  call: Call,
  view: UnitView,
  held: readonly Held[],
  { way, phase, day, note }: Contact,
): Promise<Outcome> {
  const fault = dayFault(call, held, day);
  if (fault !== null) throw new UserError(`${fault}。`);
  const before = await standingNow(call, held, 'contacted');
  const isKnown = ({ assignment }: Held) =>
    before.some(
      ({ assignmentId, on, details }) =>
        assignmentId === assignment.id && on === day && details?.way === way && details.phase === phase,
    );
  const fresh = held.filter((one) => !isKnown(one));
  await record(
    call,
    fresh.map(({ assignment, proposal }) => ({
      assignment,
      unitId: view.unit.id,
      kind: 'contacted',
      on: day,
      subject: proposal.number,
      details: { way, phase },
      ...(note !== '' && { text: note }),
    })),
    'contact',
  );
  const numbers = (some: readonly Held[]) => numbersText(some.map(({ proposal }) => proposal.number));
  const known = held.filter(isKnown);
  const late = fresh.filter(
    (one) =>
      repliedUncontacted([
        ...recordedOf(view, one),
        { kind: 'contacted', on: day, details: { way, phase } },
      ]) !== null,
  );
  const what = `${PHASE_TEXT[phase]}，${way}，${shortDate(day)}`;
  return {
    say: plainAnswer(
      [
        fresh.length > 0 ? `已登记沟通：${numbers(fresh)}（${what}）。` : '',
        known.length > 0 ? `${numbers(known)}的这次沟通（${what}）此前已登记，无需重复。` : '',
        late.length > 0
          ? `${numbers(late)}在这次沟通之前已经答复，仍缺“答复前沟通”，建议提案股会看到；此前沟通过的请补登记。`
          : '',
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    recorded: fresh.length > 0,
  };
}
