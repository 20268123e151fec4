import { dateIn, timeIn } from '../src/domain/calendar.ts';
import type { Facts } from '../src/domain/facts.ts';
import { UNDO_KINDS, type UndoKind } from '../src/domain/undo.ts';
import { UserError } from '../src/errors.ts';
import { endAssignment } from '../src/store/assign.ts';
import { writeAudit } from '../src/store/audit.ts';
import { releaseStopped } from '../src/store/planned.ts';
import { setHard } from '../src/store/proposals.ts';
import { factById, reinstate, revoke, standing } from '../src/store/registrations.ts';
import { wakeUp } from '../src/store/snoozes.ts';
import { dropUrge } from '../src/store/urges.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  readUndoForm,
  sentBackUndone,
  UNDO_WHY_FIELD,
  UNDO_WHY_LIMIT,
  undoForm,
  undoList,
  undoneNotice,
} from '../templates/undo.ts';
import { shortDate } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome, unitOf } from './call.ts';
import { officeOf, proposalNamed, unitNamed } from './subject.ts';
import { peopleOf, tell } from './tell.ts';
import { tooLong } from './too-long.ts';
import { type UndoAct, type UndoScope, undoable } from './undo-acts.ts';
import { undoReturn } from './undo-return.ts';

/** 更正: the latest acts that the person may take back, each with a button; the desk may name a proposal or a unit. */
export const undo: Command = {
  verb: 'undo',
  aliases: ['更正', '撤销'],
  says: '撤销登记错了的一项，要写明原因',
  example: '/duban 更正　/duban 更正 12',
  run: (call) => list(call, call.text.trim()),
};

export const listUndo: Act = { verb: 'undo', run: (call) => list(call, call.text) };

async function list(call: Call, words: string): Promise<Outcome> {
  const facts = await factsFor(call);
  const scope = scopeOf(call, facts, words);
  const acts = await undoable(call, facts, scope);
  return {
    say: undoList({
      notice: call.office.notice,
      title: scope.proposal ? `第${scope.proposal.number}号` : (scope.unit?.name ?? '最近的登记'),
      rows: acts.map((act) => rowOf(call, act)),
      forUnit: call.member.unitId !== null,
    }),
  };
}

export const openUndo: Act = {
  verb: 'undo',
  async run(call) {
    const act = await actNamed(call, call.text);
    return { open: undoForm(call.office.notice, rowOf(call, act)) };
  },
};

/** The form sent in. Of two at once the second hears who was first. */
export const sendUndo: Act = {
  verb: 'undo',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const why = readUndoForm(call.inbound.values);
    if (why === '') return { errors: { [UNDO_WHY_FIELD]: '请写明更正的原因' } };
    const long = tooLong(why, UNDO_WHY_LIMIT);
    if (long !== null) return { errors: { [UNDO_WHY_FIELD]: long } };
    return carryOut(call, await actNamed(call, call.inbound.metadata), why);
  },
};

async function carryOut(call: Call, act: UndoAct, why: string): Promise<Outcome> {
  const { tx, office } = call;
  const facts = await factsFor(call);
  const done = { say: plainAnswer(`已更正：${act.what}已撤销。`), replan: true };
  const audit = (details: Record<string, unknown> = {}) =>
    writeAudit(tx, [audited(call, 'undo', act.subject, { action: act.kind, ...details })]);
  switch (act.kind) {
    case 'registration':
      return { ...done, ...(await undoRegistration(call, facts, act, why)) };
    case 'urge': {
      if (!(await dropUrge(tx, office.id, act.key))) throw gone();
      await audit();
      return done;
    }
    case 'snooze': {
      const [memberId = '', dutyKey = ''] = act.key.split('|');
      if (!(await wakeUp(tx, memberId, dutyKey))) throw gone();
      await audit();
      return done;
    }
    case 'assign': {
      const held = facts.assignments.find((one) => one.id === act.key);
      if (!held) throw gone();
      const recorded = await standing(tx, office.id, { assignmentIds: [held.id] });
      const asked = facts.returnRequests.some((one) => one.assignmentId === held.id && one.open);
      if (recorded.length > 0 || asked || facts.reportEntries.some((one) => one.assignmentId === held.id))
        throw new UserError(
          '该单位已有登记、月报或退改办申请，不能撤销交办。请先更正其登记，或按退办、改办办理。',
        );
      if (!(await endAssignment(tx, office.id, held.id, call.today))) throw gone();
      await audit({ assignment: held.id });
      return { ...done, refresh: [held.unitId] };
    }
    case 'hard': {
      if (!(await setHard(tx, office.id, act.key, { hard: false, reason: null }))) throw gone();
      await audit();
      const holders = facts.assignments.filter((one) => one.proposalId === act.key && one.endedOn === null);
      return { ...done, refresh: [...new Set(holders.map(({ unitId }) => unitId))] };
    }
    case 'delivery': {
      if (!(await releaseStopped(tx, office.id, act.key))) throw gone();
      await audit();
      return done;
    }
    default: {
      const { refresh, deliver } = await undoReturn(call, act.kind, act.key, why);
      await audit({ request: act.key });
      return { ...done, refresh, deliver };
    }
  }
}

async function undoRegistration(call: Call, facts: Facts, act: UndoAct, why: string): Promise<Outcome> {
  const { tx, office, member, now } = call;
  const [row] = await revoke(tx, office.id, [act.key], { memberId: member.id, at: now, why });
  if (!row) throw gone();
  const isSentBack = row.kind === 'sent-back';
  // What was sent back stands again, unless the unit has handed it in anew.
  if (isSentBack) await reinstate(tx, office.id, { ...row, at: row.createdAt });
  const assignment = facts.assignments.find((one) => one.id === row.assignmentId);
  const unitId = assignment?.unitId ?? row.unitId;
  await writeAudit(tx, [
    audited(call, 'undo', act.subject, {
      action: act.kind,
      kind: row.kind,
      registration: row.id,
    }),
  ]);
  // Its reminders are told already: a unit hears at once that what it took for done is open again.
  const hears = unitId !== null && member.unitId !== unitId && (act.unitId === unitId || isSentBack);
  return {
    ...(unitId !== null && { refresh: [unitId] }),
    ...(hears && {
      deliver: await tell(
        call,
        await peopleOf(call, unitId),
        `undone/${row.id}/${call.inbound.id}`,
        isSentBack ? sentBackUndone(act.what, why) : undoneNotice(act.what, why),
      ),
    }),
  };
}

/** The act behind a button, if this person may still take it back. @throws UserError when not, with who was first */
async function actNamed(call: Call, value: string): Promise<UndoAct> {
  const at = value.indexOf(':');
  const kind = UNDO_KINDS.find((one): one is UndoKind => one === value.slice(0, at));
  const key = value.slice(at + 1);
  const facts = await factsFor(call);
  const acts = kind ? await undoable(call, facts, await scopeFor(call, facts, kind, key)) : [];
  const act = acts.find((one) => one.kind === kind && one.key === key);
  if (act) return act;
  const isFact = kind === 'registration' && UUID.test(key);
  const fact = isFact ? await factById(call.tx, call.office.id, key) : null;
  const isOwn = call.member.unitId === null || call.member.unitId === fact?.fact.unitId;
  if (fact?.fact.revokedAt && isOwn)
    throw new UserError(
      `这项登记已由${fact.revoker ?? '他人'}于${momentText(call, fact.fact.revokedAt)}撤销：${fact.fact.revokedWhy ?? ''}。`,
    );
  throw new UserError(
    call.member.unitId === null
      ? '这一项已经更正、已随提醒发出或不能再更正，请重新发送“更正”查看。'
      : '这一项已经更正，或已过当个工作日。更早的登记请联系建议提案股更正。',
  );
}

/** A fact is looked for within its own proposal, so that an old one is found too. */
async function scopeFor(call: Call, facts: Facts, kind: UndoKind, key: string): Promise<UndoScope> {
  if (kind !== 'registration' || !UUID.test(key)) return {};
  const fact = (await factById(call.tx, call.office.id, key))?.fact;
  const assignment = facts.assignments.find((one) => one.id === fact?.assignmentId);
  const proposal = facts.proposals.find((one) => one.id === assignment?.proposalId);
  const unit = facts.units.find((one) => one.id === fact?.unitId);
  return proposal ? { proposal } : unit ? { unit } : {};
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function gone(): UserError {
  return new UserError('这一项刚刚已由他人更正，请重新发送“更正”查看。');
}

/** Units look at their own facts only. */
async function factsFor(call: Call): Promise<Facts> {
  return call.member.unitId === null ? (await officeOf(call)).facts : (await unitOf(call)).facts;
}

function scopeOf(call: Call, facts: Facts, words: string): UndoScope {
  if (words === '') return {};
  if (/\d/u.test(words) || call.member.unitId !== null) return { proposal: proposalNamed(facts, words) };
  return { unit: unitNamed(facts, words) };
}

function rowOf(call: Call, { kind, key, at, by, what }: UndoAct) {
  return { value: `${kind}:${key}`, when: momentText(call, at), by, what };
}

function momentText({ office }: Call, at: Date): string {
  return `${shortDate(dateIn(office.zone, at))}${timeIn(office.zone, at)}`;
}
