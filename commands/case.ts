import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { coordinate, partnersIn } from '../src/domain/coordination.ts';
import { type Duty, deriveDuties } from '../src/domain/duty.ts';
import type { Assignment, Facts, Proposal } from '../src/domain/facts.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { UserError } from '../src/errors.ts';
import { eventsOfCase, factsOfCase, type StoryEvent, type StoryFact } from '../src/store/case.ts';
import { loadFacts } from '../src/store/facts.ts';
import { hardReasons } from '../src/store/proposals.ts';
import { requestViews } from '../src/store/return-requests.ts';
import { snoozeViews } from '../src/store/snoozes.ts';
import { urgeViews } from '../src/store/urges.ts';
import { caseMessage } from '../templates/case.ts';
import { shortDate } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { proposalNamed } from './subject.ts';

/** The whole story of one proposal: who does what, what they lack, and how it came about. */
export const story: Command = {
  verb: 'case',
  aliases: ['提案', '案件'],
  says: '一件提案的全部情况和经过',
  example: '/duban 提案 12',
  async run(call) {
    const facts = await loadFacts(call.tx, call.office.id);
    return show(call, facts, proposalNamed(facts, call.text), 0);
  },
};

/** The buttons under it: another page; and from elsewhere, the proposal itself. */
export const showCase: Act = {
  verb: 'case',
  async run(call) {
    const at = call.text.lastIndexOf('/');
    const number = at < 0 ? call.text : call.text.slice(0, at);
    const facts = await loadFacts(call.tx, call.office.id);
    const proposal = facts.proposals.find((one) => one.number === number);
    if (!proposal) throw new UserError('这个按钮已失效，请发送“提案 案号”查看。');
    const turns = at >= 0;
    const shown = await show(call, facts, proposal, turns ? Number(call.text.slice(at + 1)) || 0 : 0);
    return { ...shown, ...(turns && { replace: true }) };
  },
};

async function show(call: Call, facts: Facts, proposal: Proposal, page: number): Promise<Outcome> {
  const { tx, office, member, today } = call;
  const { notice, zone } = office;
  const ofUnit = member.unitId;
  const all = facts.assignments.filter((one) => one.proposalId === proposal.id);
  const own = all.filter((one) => ofUnit === null || one.unitId === ofUnit);
  if (own.length === 0 && ofUnit !== null)
    throw new UserError(`第${proposal.number}号不是贵单位承办的提案，请核对案号。`);

  const ids = own.map(({ id }) => id);
  const duties = deriveDuties(notice, facts, today).filter((duty) => duty.proposal?.id === proposal.id);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const recorded = await factsOfCase(tx, ids);
  const keys = duties.map((duty) => duty.key);
  const [urged, snoozed] = [
    await urgeViews(tx, office.id, { dutyKeys: keys }),
    await snoozeViews(tx, office.id, { dutyKeys: keys }),
  ];
  const requests = await requestViews(tx, office.id, { proposalId: proposal.id });
  const events = await eventsOfCase(tx, office.id, {
    number: proposal.number,
    assignmentIds: ids,
    reports: reportsOf(duties, own, names),
  });
  const shared = coordinate(notice, partnersIn(facts)).get(proposal.id) ?? [];
  const hardReason = (await hardReasons(tx, office.id)).get(proposal.id) ?? null;
  return {
    say: caseMessage({
      notice,
      proposal,
      hardReason,
      today,
      when: (at) => `${shortDate(dateIn(zone, at))}${timeIn(zone, at)}`,
      parts: own.map((assignment) => {
        const mine = duties.filter((duty) => duty.assignment?.id === assignment.id);
        const about = new Set(mine.map((duty) => duty.key));
        return {
          unit: names.get(assignment.unitId) ?? '',
          assignment,
          duties: mine,
          facts: recorded.filter((fact) => fact.assignmentId === assignment.id),
          urges: urged.filter((one) => about.has(one.dutyKey)).reverse(),
          snoozes: snoozed.filter((one) => about.has(one.dutyKey)),
        };
      }),
      coordinated: ofUnit === null ? null : shared,
      requests: requests.filter((one) => ofUnit === null || one.assignment.unitId === ofUnit),
      events: events
        .filter((event) => ofUnit === null || concerns(event, ofUnit, ids, recorded))
        .map((event) => ({ ...event, role: event.role && ROLE_NAMES[event.role] })),
      page,
      forDesk: member.role === 'desk',
    }),
  };
}

/** How the audit names a unit's report of a month. */
function reportsOf(
  duties: readonly Duty[],
  own: readonly Assignment[],
  names: ReadonlyMap<string, string>,
): string[] {
  const ids = new Set(own.map(({ id }) => id));
  return duties.flatMap((duty) =>
    duty.period !== null && duty.state === 'done' && ids.has(duty.assignment?.id ?? '')
      ? [`${names.get(duty.unitId ?? '') ?? ''} ${duty.period}`]
      : [],
  );
}

/** A unit reads what its own people did, and what others did to its own part. */
function concerns(
  { unitId, subject, action, at }: StoryEvent,
  ofUnit: string,
  assignmentIds: readonly string[],
  recorded: readonly StoryFact[],
): boolean {
  if (unitId !== null) return unitId === ofUnit;
  if (PROPOSAL_WIDE.includes(action) || assignmentIds.some((id) => subject.includes(id))) return true;
  const moment = at.getTime();
  return recorded.some(
    ({ createdAt, revokedAt }) => createdAt.getTime() === moment || revokedAt?.getTime() === moment,
  );
}

const PROPOSAL_WIDE = ['mark-hard', 'unmark-hard'];
