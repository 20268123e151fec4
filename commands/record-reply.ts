import { repliedUncontacted } from '../src/domain/contact-gate.ts';
import type { FileRef, RegistrationDetails } from '../src/domain/facts.ts';
import { ruleAsking } from '../src/domain/notice.ts';
import { REPLY_HALVES, type ReplyHalf } from '../src/domain/reply.ts';
import { UserError } from '../src/errors.ts';
import { categoryText } from '../templates/proposal-fields.ts';
import { recordedAnswer } from '../templates/reply-answer.ts';
import { dateText, numbersText, shortDate } from '../templates/wording.ts';
import type { Call, Outcome, UnitView } from './call.ts';
import { withForms } from './form-facts.ts';
import { recordMarked } from './marked.ts';
import { record, standingNow } from './record.ts';
import { type Held, heldIn } from './subject.ts';

/** A reply that has been checked: what a unit says it has done. */
export interface Reply {
  /** 文号, normalised. */
  fileNumber: string;
  category: string;
  day: string;
  halves: readonly ReplyHalf[];
  /** The feedback form went with it (R50). */
  formSent: boolean;
  /** The day promised for the next reply, of a reply in phases (R23). */
  promised: string;
  files: readonly FileRef[];
}

/** Both halves or one of them, and the form that went with them (R20, R50); warns where no contact went before (R36). */
export async function recordFormal(
  call: Call,
  view: UnitView,
  held: readonly Held[],
  reply: Reply,
): Promise<Outcome> {
  const { notice } = call.office;
  const details = detailsOf(reply);
  const sentences: string[] = [];
  const fresh: { held: Held; kind: string }[] = [];
  for (const half of reply.halves) {
    const { done, known } = await recordMarked(call, held, half, reply.day, details);
    fresh.push(...done.map((one) => ({ held: one, kind: half })));
    sentences.push(...known);
  }
  const answered = held.filter((one) => fresh.some((fact) => fact.held === one));
  if (answered.length > 0)
    sentences.unshift(
      `已登记答复：${numbersOf(answered)}，${reply.fileNumber}，${categoryText(notice, reply.category)}，${shortDate(reply.day)}。`,
    );
  for (const half of REPLY_HALVES) {
    const missing = held.filter(
      (one) => !isRecorded(view, one, half) && !fresh.some((fact) => fact.held === one && fact.kind === half),
    );
    if (missing.length > 0)
      sentences.push(
        `${numbersOf(missing)}还缺：${notice.registrations[half] ?? half}（${ruleAsking(notice, half)?.clause ?? ''}），办完再登记。`,
      );
  }
  const { owed, exempt } = withForms(call, held);
  const sent = reply.formSent ? await recordForms(call, owed, reply.day) : [];
  if (sent.length > 0) sentences.push(`${numbersOf(sent)}的征询意见表已登记寄出。`);
  if (reply.formSent) sentences.push(...exempt);
  sentences.push(...twiceUsed(view, held, reply.fileNumber));
  const changed = fresh.length > 0 || sent.length > 0;
  return {
    say: recordedAnswer({ notice, sentences, uncontacted: uncontacted(view, held, reply) }),
    recorded: changed,
    replan: changed,
  };
}

/** A reply in phases opens the next one by its date, and closes nothing (R23). */
export async function recordPhased(
  call: Call,
  view: UnitView,
  held: readonly Held[],
  reply: Reply,
): Promise<Outcome> {
  const { notice } = call.office;
  const before = await standingNow(call, held, 'reply-phased');
  const known = held.filter(({ assignment }) =>
    before.some(
      (one) =>
        one.assignmentId === assignment.id && one.on === reply.day && one.promisedOn === reply.promised,
    ),
  );
  if (known.length > 0) throw new UserError(`${numbersOf(known)}的这次分阶段答复此前已登记，没有改动。`);
  await record(
    call,
    held.map(({ assignment, proposal }) => ({
      assignment,
      unitId: view.unit.id,
      kind: 'reply-phased',
      on: reply.day,
      subject: proposal.number,
      promisedOn: reply.promised,
      details: detailsOf(reply),
    })),
  );
  return {
    say: recordedAnswer({
      notice,
      sentences: [
        `已登记分阶段答复：${numbersOf(held)}，${reply.fileNumber}，${shortDate(reply.day)}；下次答复${dateText(reply.promised)}前，到期前会提醒。`,
        ...(reply.formSent ? ['征询意见表随正式答复寄送，这次没有登记。'] : []),
        ...twiceUsed(view, held, reply.fileNumber),
      ],
      uncontacted: [],
    }),
    recorded: true,
    replan: true,
  };
}

/** The feedback form goes with the reply (R50). Gives those that were not on record. */
async function recordForms(call: Call, owed: readonly Held[], on: string): Promise<Held[]> {
  const fresh = await record(
    call,
    owed.map(({ assignment, proposal }) => ({
      assignment,
      unitId: assignment.unitId,
      kind: 'form-sent',
      on,
      subject: proposal.number,
    })),
  );
  return owed.filter(({ assignment }) => fresh.some((one) => one.assignment?.id === assignment.id));
}

function detailsOf({ fileNumber, category, files }: Reply): RegistrationDetails {
  return { fileNumber, category, ...(files.length > 0 && { files }) };
}

/** One letter may answer several proposals, but then they are recorded together: elsewhere the number is looked at twice. */
function twiceUsed({ facts }: UnitView, held: readonly Held[], fileNumber: string): string[] {
  const now = held.map(({ assignment }) => assignment.id);
  const elsewhere = heldIn(facts).filter(
    ({ assignment }) =>
      !now.includes(assignment.id) &&
      facts.registrations.some(
        (one) => one.assignmentId === assignment.id && one.details?.fileNumber === fileNumber,
      ),
  );
  return elsewhere.length > 0 ? [`注意：${fileNumber}此前已登记在${numbersOf(elsewhere)}，请核对文号。`] : [];
}

/** Numbers of those whose reply, this one included, no contact went before (R36). */
function uncontacted({ facts }: UnitView, held: readonly Held[], { halves, day }: Reply): string[] {
  return held
    .filter(({ assignment }) => {
      const recorded = facts.registrations.filter((one) => one.assignmentId === assignment.id);
      return repliedUncontacted([...recorded, ...halves.map((kind) => ({ kind, on: day }))]) !== null;
    })
    .map(({ proposal }) => proposal.number);
}

function numbersOf(held: readonly Held[]): string {
  return numbersText(held.map(({ proposal }) => proposal.number));
}

/** Whether a fact of a kind is on record about a proposal. */
export function isRecorded({ facts }: UnitView, { assignment }: Held, kind: string): boolean {
  return facts.registrations.some((one) => one.assignmentId === assignment.id && one.kind === kind);
}
