import type { HomeView } from '@slack/types';
import type { Context } from '../src/context.ts';
import { buildAgenda, owedBy } from '../src/domain/agenda.ts';
import { buildBoard } from '../src/domain/board.ts';
import { type BoardQuery, WHOLE_BOARD } from '../src/domain/board-query.ts';
import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { deskTasks } from '../src/domain/desk-task.ts';
import { type Duty, deriveDuties } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { nextDates } from '../src/domain/next-dates.ts';
import { mayUse } from '../src/domain/permission.ts';
import { openRequests } from '../src/domain/return-request.ts';
import type { Office } from '../src/office.ts';
import { latestOfUnit } from '../src/store/audit.ts';
import { countDeliveries } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import type { MemberRow } from '../src/store/members.ts';
import { requestViews } from '../src/store/return-requests.ts';
import { strangerAnswer } from '../templates/answers.ts';
import { weekDigestOf } from '../templates/digests.ts';
import { type HomeProps, strangerHome } from '../templates/home.ts';
import { lineNotes } from '../templates/line-notes.ts';
import { type OverviewProps, officeHome } from '../templates/office-home.ts';
import { approvalMessage } from '../templates/return-desk.ts';
import { type RecentEvent, unitHome } from '../templates/unit-home.ts';
import { shortDate } from '../templates/wording.ts';

export interface HomeAsked {
  /** Null for somebody whom the office does not list, or not any more. */
  member: MemberRow | null;
  /** What is looked at; whatever it says, the member's role decides what is shown. */
  query: BoardQuery | null;
  /** What was just done, as one line of mrkdwn. */
  done: string | null;
}

/** The Home tab of one person, as things stand now. */
export async function homeOf(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  office: Office,
  { member, query, done }: HomeAsked,
): Promise<HomeView> {
  if (!member) return strangerHome(strangerAnswer(office.notice.contact));
  const now = clock.now();
  const today = dateIn(office.zone, now);
  const shared = { notice: office.notice, today, time: timeIn(office.zone, now), query, done };
  const scene = { db, office, member, now, shared };
  return member.unitId === null ? homeOfOffice(scene) : homeOfUnit(scene, member.unitId);
}

interface Scene {
  db: Context['db'];
  office: Office;
  member: MemberRow;
  now: Date;
  shared: HomeProps;
}

/** Enough for what is shown, though one act writes an event for each of its proposals. */
const EVENTS_READ = 60;

async function homeOfUnit({ db, office, member, shared }: Scene, unitId: string): Promise<HomeView> {
  const { notice, calendar, zone } = office;
  const { today } = shared;
  const facts = await loadFacts(db, office.id, { unitId });
  const duties = deriveDuties(notice, facts, today);
  const asked = await requestViews(db, office.id, { ledBy: unitId, states: ['awaiting-consent'] });
  const events = await latestOfUnit(db, office.id, unitId, EVENTS_READ);
  const numberOf = numbersIn(facts);
  return unitHome({
    ...shared,
    unit: facts.units[0]?.name ?? '',
    lines: buildAgenda(owedBy(duties, member), notice, calendar, today),
    notes: lineNotes({ notice, facts, calendar, today }),
    mayReturn: duties.some(
      (duty) => duty.rule.id === 'return-request' && duty.state === 'open' && !duty.paused,
    ),
    mayAct: mayUse(member.role, 'done'),
    asked,
    recent: events.map(
      (event): RecentEvent => ({
        ...event,
        when: `${shortDate(dateIn(zone, event.at))}${timeIn(zone, event.at)}`,
        number: numberOf(event.subject),
      }),
    ),
    next: nextDates(notice, duties, today),
  });
}

/** The proposal that an event's subject means: by its number, or by the assignment in a duty's key. */
function numbersIn({ proposals, assignments }: Facts): (subject: string) => string | null {
  const byId = new Map(proposals.map(({ id, number }) => [id, number]));
  const known = new Set(byId.values());
  const byAssignment = new Map(assignments.map((one) => [one.id, byId.get(one.proposalId) ?? null]));
  return (subject) =>
    known.has(subject) ? subject : (byAssignment.get(subject.split('/')[1] ?? '') ?? null);
}

async function homeOfOffice(scene: Scene): Promise<HomeView> {
  const { db, office, member, shared } = scene;
  const { notice, calendar } = office;
  const { query, today } = shared;
  const facts = await loadFacts(db, office.id);
  const duties = deriveDuties(notice, facts, today);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const board = buildBoard({ notice, calendar, facts, duties, asOf: today }, query ?? WHOLE_BOARD);
  const unitName = (id: string | null) => (id === null ? '建议提案股' : (names.get(id) ?? ''));
  return officeHome({
    ...shared,
    board,
    unitName,
    forDesk: member.role === 'desk',
    overview: query === null ? await overviewOf(scene, facts, duties) : null,
  });
}

const WEEK_MS = 7 * 86_400_000;

async function overviewOf(
  { db, office, member, now, shared }: Scene,
  facts: Facts,
  duties: readonly Duty[],
): Promise<OverviewProps> {
  const { notice, calendar } = office;
  const { today, time } = shared;
  const signs = mayUse(member.role, 'approve');
  const requests = signs ? await requestViews(db, office.id, { states: ['submitted'] }) : [];
  const sending = await countDeliveries(db, office.id, new Date(now.getTime() - WEEK_MS), now);
  return {
    digest: weekDigestOf({ notice, calendar, facts, duties, today, time, sending, reports: null }),
    toSign: requests.length > 0 ? approvalMessage(notice, requests) : null,
    tasks: deskTasks(facts),
    withManager: openRequests(facts).manager,
  };
}
