import { dateIn } from '../src/domain/calendar.ts';
import type { Facts, Proposal, Unit } from '../src/domain/facts.ts';
import { createLadder } from '../src/domain/ladder.ts';
import { readTold } from '../src/domain/told.ts';
import { mayUndo, type UndoKind } from '../src/domain/undo.ts';
import { latestEvents } from '../src/store/audit.ts';
import { memberById } from '../src/store/members.ts';
import { toldRows, waitingDeliveries } from '../src/store/planned.ts';
import { latestFacts } from '../src/store/registrations.ts';
import { type RequestView, requestViews } from '../src/store/return-requests.ts';
import { snoozeViews } from '../src/store/snoozes.ts';
import { urgeViews } from '../src/store/urges.ts';
import { dutyName } from '../templates/audit-words.ts';
import { KIND_TEXT } from '../templates/return-request.ts';
import { shortDate } from '../templates/wording.ts';
import type { Call } from './call.ts';

/** Something that was done and can be taken back. */
export interface UndoAct {
  kind: UndoKind;
  /** What it is about: a registration's id, a person and duty, an assignment … */
  key: string;
  at: Date;
  by: string;
  /** The unit of whoever did it; null for the desk and managers. */
  unitId: string | null;
  /** Plain text. */
  what: string;
  /** How the audit names it. */
  subject: string;
}

export interface UndoScope {
  unit?: Unit;
  proposal?: Proposal;
}

/** At most this many facts are looked through for the list; the desk names a proposal or a unit for more. */
const LOOKED_THROUGH = 60;

/** What the member may take back, of an office, a unit or a proposal; the latest first. */
export async function undoable(call: Call, facts: Facts, scope: UndoScope): Promise<UndoAct[]> {
  const context: Looking = { call, facts, scope, ids: assignmentsOf(facts, scope) };
  const acts = [
    ...(await registrationsIn(context)),
    ...(await urgesIn(context)),
    ...(await snoozesIn(context)),
    ...(await eventsIn(context)),
    ...(await returnsIn(context)),
  ];
  return acts
    .filter((act) =>
      mayUndo(
        call.member,
        { ...act, on: dateIn(call.office.zone, act.at) },
        call.office.calendar,
        call.today,
      ),
    )
    .sort((one, other) => other.at.getTime() - one.at.getTime());
}

interface Looking {
  call: Call;
  facts: Facts;
  scope: UndoScope;
  /** Assignments that the scope is about; null for all. */
  ids: ReadonlySet<string> | null;
}

function assignmentsOf(facts: Facts, { unit, proposal }: UndoScope): ReadonlySet<string> | null {
  if (!unit && !proposal) return null;
  return new Set(
    facts.assignments
      .filter((one) => (!unit || one.unitId === unit.id) && (!proposal || one.proposalId === proposal.id))
      .map(({ id }) => id),
  );
}

/** Whether a duty is within the scope, by its key. */
function isMeant({ ids, scope }: Looking, dutyKey: string): boolean {
  if (ids === null) return true;
  const about = dutyKey.split('/')[1] ?? '';
  return ids.has(about) || (scope.unit !== undefined && !scope.proposal && about === scope.unit.id);
}

async function registrationsIn(looking: Looking): Promise<UndoAct[]> {
  const { call, facts, scope, ids } = looking;
  const { notice, id } = call.office;
  const ofOwn = call.member.unitId;
  const rows = await latestFacts(
    call.tx,
    id,
    {
      ...(ofOwn !== null && { byUnit: ofOwn }),
      ...(scope.proposal && ids && { assignmentIds: [...ids] }),
      ...(scope.unit && { unitId: scope.unit.id }),
    },
    LOOKED_THROUGH,
  );
  return rows.map(({ fact, by, unitId }) => {
    const name =
      fact.kind === 'explained' && fact.dutyKey
        ? `说明情况（${dutyName(fact.dutyKey, notice)}）`
        : (notice.registrations[fact.kind] ?? fact.kind);
    const subject = subjectOf(facts, fact.assignmentId, fact.unitId);
    return {
      kind: 'registration',
      key: fact.id,
      at: fact.createdAt,
      by: by ?? '',
      unitId,
      what: `${subject}：${name}（${shortDate(fact.on)}）`,
      subject: numberOf(facts, fact.assignmentId) ?? fact.dutyKey ?? subject,
    };
  });
}

/** What went out with a reminder cannot be unsaid; calls can be struck out. */
async function urgesIn(looking: Looking): Promise<UndoAct[]> {
  const { call, facts } = looking;
  const { office, tx } = call;
  if (call.member.role !== 'desk') return [];
  const told = readTold(await toldRows(tx, office.id), createLadder(office.notice, office.calendar));
  const people = facts.members.map(({ id }) => id);
  return (await urgeViews(tx, office.id))
    .filter(
      (one) =>
        isMeant(looking, one.dutyKey) &&
        (one.way === 'phone' || !people.some((id) => (told.lastUrge(id, one.dutyKey) ?? '') >= one.on)),
    )
    .map((one) => ({
      kind: 'urge',
      key: one.id,
      at: one.at,
      by: one.by ?? '',
      unitId: null,
      what: `${dutySubject(call, facts, one.dutyKey)}：${one.way === 'phone' ? '电话催办' : '催办'}（${shortDate(one.on)}）`,
      subject: one.dutyKey,
    }));
}

async function snoozesIn(looking: Looking): Promise<UndoAct[]> {
  const { call, facts } = looking;
  const { unitId } = call.member;
  const rows = await snoozeViews(call.tx, call.office.id, { unitId: unitId ?? undefined });
  return rows
    .filter((one) => one.until > call.today && isMeant(looking, one.dutyKey))
    .map((one) => ({
      kind: 'snooze',
      key: `${one.memberId}|${one.dutyKey}`,
      at: one.at,
      by: one.name,
      unitId: one.unitId,
      what: `${dutySubject(call, facts, one.dutyKey)}：稍后提醒（${shortDate(one.until)}）`,
      subject: one.dutyKey,
    }));
}

const OF_DESK = ['assign', 'mark-hard', 'hold-delivery', 'cancel-delivery'];

/** The desk's own acts that are told by the audit trail, as far as they still stand. */
async function eventsIn(looking: Looking): Promise<UndoAct[]> {
  const { call, facts, scope, ids } = looking;
  const { tx, office } = call;
  if (call.member.role !== 'desk') return [];
  const stopped = new Set((await waitingDeliveries(tx, office.id)).map((row) => row.key));
  const events = await latestEvents(tx, office.id, OF_DESK, LOOKED_THROUGH);
  const seen = new Set<string>();
  return events.flatMap((event): UndoAct[] => {
    const shared = { at: event.at, by: event.by ?? '', unitId: event.unitId, subject: event.subject };
    const once = (act: UndoAct) => {
      const id = `${act.kind}:${act.key}`;
      if (seen.has(id)) return [];
      seen.add(id);
      return [act];
    };
    switch (event.action) {
      case 'assign': {
        const id = String(event.details.assignment ?? '');
        const held = facts.assignments.find((one) => one.id === id && one.endedOn === null);
        if (!held || (ids !== null && !ids.has(id))) return [];
        return once({
          ...shared,
          kind: 'assign',
          key: id,
          what: `${subjectOf(facts, id, held.unitId)}：交办`,
        });
      }
      case 'mark-hard': {
        const proposal = facts.proposals.find((one) => one.number === event.subject && one.hard);
        if (!proposal || scope.unit || (scope.proposal && scope.proposal.id !== proposal.id)) return [];
        return once({
          ...shared,
          kind: 'hard',
          key: proposal.id,
          what: `第${proposal.number}号：标为复杂件`,
        });
      }
      default: {
        const name = facts.members.find(({ id }) => event.subject.includes(id))?.name ?? '工作群';
        const date = /\d{4}-\d{2}-\d{2}/.exec(event.subject)?.[0] ?? '';
        const isHeld = event.action === 'hold-delivery' && stopped.has(event.subject);
        const isComing = event.action === 'cancel-delivery' && date >= call.today;
        if (scope.unit || scope.proposal || !(isHeld || isComing)) return [];
        const what = `${name}${date ? `${shortDate(date)}` : ''}的提醒：${isHeld ? '暂缓' : '取消'}`;
        return once({ ...shared, kind: 'delivery', key: event.subject, what });
      }
    }
  });
}

/** Steps of return requests that can still be gone back. */
async function returnsIn(looking: Looking): Promise<UndoAct[]> {
  const { call, ids } = looking;
  const views = await requestViews(call.tx, call.office.id, {
    states: ['withdrawn', 'refused', 'open', 'signed'],
  });
  const acts: UndoAct[] = [];
  for (const view of views) {
    const step = stepOf(view);
    if (!step || view.assignment.endedOn !== null || (ids !== null && !ids.has(view.assignment.id))) continue;
    const doer = step.by === null ? null : await memberById(call.tx, step.by);
    acts.push({
      kind: step.kind,
      key: view.request.id,
      at: step.at,
      by: doer?.name ?? '',
      unitId: step.kind === 'return-withdrawn' ? view.assignment.unitId : (doer?.unitId ?? null),
      what: `第${view.proposal.number}号${view.unit}的${KIND_TEXT[view.request.kind]}申请：${step.what}`,
      subject: view.proposal.number,
    });
  }
  return acts;
}

function stepOf({
  request,
}: RequestView): { kind: UndoKind; at: Date; by: string | null; what: string } | null {
  const { state, closedAt, consentAt, consentWhy, deskAt, signedAt } = request;
  if (state === 'withdrawn' && closedAt)
    return { kind: 'return-withdrawn', at: closedAt, by: request.memberId, what: '撤回' };
  if (state === 'refused' && closedAt)
    return consentWhy !== null
      ? { kind: 'return-objected', at: closedAt, by: request.consentBy, what: '主办单位不同意' }
      : { kind: 'return-refused', at: closedAt, by: request.deskBy, what: '不予退改办' };
  if (state === 'open' && consentAt && !deskAt)
    return { kind: 'return-consented', at: consentAt, by: request.consentBy, what: '主办单位同意' };
  if (state === 'signed' && signedAt)
    return { kind: 'return-signed', at: signedAt, by: request.signedBy, what: '签批' };
  return null;
}

function numberOf(facts: Facts, assignmentId: string | null): string | null {
  const assignment = facts.assignments.find((one) => one.id === assignmentId);
  return facts.proposals.find((one) => one.id === assignment?.proposalId)?.number ?? null;
}

/** 第12号区教育局, or the unit alone. */
function subjectOf(facts: Facts, assignmentId: string | null, unitId: string | null): string {
  const assignment = facts.assignments.find((one) => one.id === assignmentId);
  const proposal = facts.proposals.find((one) => one.id === assignment?.proposalId);
  const unit = facts.units.find((one) => one.id === (assignment?.unitId ?? unitId));
  return `${proposal ? `第${proposal.number}号` : ''}${unit?.name ?? ''}`;
}

function dutySubject({ office }: Call, facts: Facts, dutyKey: string): string {
  const about = dutyKey.split('/')[1] ?? '';
  return `${subjectOf(facts, about, about)}${dutyName(dutyKey, office.notice)}`;
}
